"""Writes polyglot_news/calendar.json: names of months and weekdays in many languages, from dateparser's tables.

``MORE`` holds what those tables lack: the months of the Levant and of the Maghreb, Somali ones, Welsh ones after "o".
They stand apart, since many of them are other words, too ("fai" and "mey").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

LANGUAGES = (
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hu hy id is it ka kk kn ko lt lv mk "
    "ml mr ms nb ne nl nn pa pl pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur uz vi hr"
)
MONTHS = "january february march april may june july august september october november december"
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
MORE = """
    كانون الثاني, شباط, آذار, نيسان, أيار, حزيران, تموز, آب, أيلول, تشرين الأول, تشرين الثاني, كانون الأول
    كانون ثاني, شباط, اذار, نيسان, ايار, حزيران, تموز, اب, ايلول, تشرين الاول, تشرين ثاني, كانون الاول
    جانفي, فيفري, مارس, أفريل, ماي, جوان, جويلية, أوت, سبتمبر, أكتوبر, نوفمبر, ديسمبر
    يناير, فبراير, مارس, ابريل, ماي, يونيو, يوليوز, غشت, شتنبر, اكتوبر, نونبر, دجنبر
    يناير, فبراير, مارس, إبريل, مايو, يونيو, يوليو, اغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر
    ינו׳, פבר׳, מרץ, אפר׳, מאי, יוני, יולי, אוג׳, ספט׳, אוק׳, נוב׳, דצמ׳
    בינו׳, בפבר׳, במרץ, באפר׳, במאי, ביוני, ביולי, באוג׳, בספט׳, באוק׳, בנוב׳, בדצמ׳
    जन॰, फ़र॰, मार्च, अप्रैल, मई, जून, जुल॰, अग॰, सित॰, अक्टू॰, नव॰, दिस॰
    janaayo, febraayo, maarso, abriil, maajo, juun, luuliyo, agoosto, sebtembar, oktoobar, nofembar, desembar
    jannaayo, feebraayo, maarso, abriil, mey, juun, luulyo, ogosto, seteembar, oktoobar, noofeembar, diseembar
    jan, feb, mar, abr, maayo, jun, lul, ogs, seb, okt, nof, dis
    ionawr, chwefror, fawrth, ebrill, fai, fehefin, orffennaf, awst, fedi, hydref, dachwedd, ragfyr
    janari, februari, machi, aprili, mei, juni, julai, agosti, septemba, oktoba, novemba, desemba
    janarit, shkurtit, marsit, prillit, majit, qershorit, korrikut, gushtit, shtatorit, tetorit, nëntorit, dhjetorit
"""
TARGET = Path(__file__).parents[1] / "polyglot_news" / "calendar.json"


def names(kind: str) -> Iterator[tuple[str, str, int]]:
    """Yields languages, case-folded names without dots, and their numbers."""
    for language in LANGUAGES.split():
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, entry in enumerate(kind.split(), 1):
            for name in table.get(entry, []):
                key = name.casefold().strip(".")
                if any(map(str.isalpha, key)) and not any(map(str.isdigit, key)) and " " not in key and len(key) > 1:
                    yield language, key, number


def more() -> Iterator[tuple[str, int]]:
    """Yields the names that dateparser's tables lack."""
    for line in MORE.strip().split("\n"):
        for number, name in enumerate(line.split(","), 1):
            yield name.replace(" ", ""), number


def main() -> None:
    """Writes the table; where two languages differ, the one read first wins, the other keeps a table of its own."""
    table: dict[str, dict[str, int]] = {"months": {}, "weekdays": {}}
    for language, name, number in names(MONTHS):
        if table["months"].setdefault(name, number) != number:
            table.setdefault(f"months.{language}", {})[name] = number
    table["months.beside"] = {name: number for name, number in more() if name not in table["months"]}
    for _, name, number in names(WEEKDAYS):
        table["weekdays"].setdefault(name, number)
    table = {kind: dict(sorted(entries.items())) for kind, entries in table.items()}
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
