"""Writes polyglot_news/calendar.json: names of months and weekdays in many languages, from dateparser's tables."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

LANGUAGES = (
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hu hy id is it ka kk kn ko lt lv mk "
    "ml mr ms nb ne nl nn pa pl pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur uz vi hr"
)
MONTHS = "january february march april may june july august september october november december"
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
TARGET = Path(__file__).parents[1] / "polyglot_news" / "calendar.json"


def names(kind: str) -> dict[str, int]:
    """Returns case-folded names without dots → their numbers; where two languages differ, the one read first wins."""
    found: dict[str, int] = {}
    for language in LANGUAGES.split():
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, entry in enumerate(kind.split(), 1):
            for name in table.get(entry, []):
                key = name.casefold().strip(".")
                if any(map(str.isalpha, key)) and not any(map(str.isdigit, key)) and " " not in key and len(key) > 1:
                    found.setdefault(key, number)
    return dict(sorted(found.items()))


if __name__ == "__main__":
    table = {"months": names(MONTHS), "weekdays": names(WEEKDAYS)}
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
