"""Writes what the extractors give now into fixtures/golden, after showing the difference and asking.

    uv run python scripts/update_golden.py [CASE...] [--yes]

A case is a folder with `page.SUFFIX` and either `article.json`, the object that `extract` prints without its id, or
`rejects.json`, the reject. A new case needs only its page, and `body.txt`: the lines that a person would keep, marked
before looking. `scripts/golden_floors.py --raise` then writes how near the two must stay.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path

from polyglot_news.extract import extract
from polyglot_news.jsonlines import json_lines
from polyglot_news.read import load, records
from polyglot_news.records import Record, Reject
from polyglot_news.route import identify
from polyglot_news.run.stream import article_object

GOLDEN = Path(__file__).parents[1] / "fixtures" / "golden"
PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
NAMES = ("article.json", "rejects.json")


def cases() -> list[Path]:
    """The folders of all cases, sorted."""
    return sorted(path for path in GOLDEN.iterdir() if path.is_dir())


def page_of(case: Path) -> Path:
    """The page of a case: its own ``page.*``, else the one of its name in ``fixtures/pages``."""
    (found,) = [*case.glob("page.*")] or PAGES.glob(f"{case.name}.*")
    return found


def outcome(case: Path) -> tuple[str, str]:
    """The name and the text of the file that the case should hold now."""
    page_file = page_of(case)
    (found,) = records([str(page_file)])
    page = load(found) if isinstance(found, Record) else found
    result = page if isinstance(page, Reject) else extract(page, identify=identify)
    if isinstance(result, Reject):
        value: dict[str, object] = {"stage": result.stage, "reason": result.reason}
        return "rejects.json", as_text([value])
    value = json.loads(json_lines([article_object(result)]))
    value.pop("id")
    return "article.json", as_text(value | {"source": "page" + "".join(page_file.suffixes)})


def as_text(value: object) -> str:
    """JSON for reading: an object a line where it is a block, keys in their order."""
    if isinstance(value, dict) and isinstance(value.get("blocks"), list):
        head = json.dumps({**value, "blocks": "BLOCKS"}, ensure_ascii=False, indent=1)
        blocks = ",\n".join("  " + json.dumps(block, ensure_ascii=False) for block in value["blocks"])
        return head.replace('"BLOCKS"', f"[\n{blocks}\n ]") + "\n"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def kept(case: Path) -> tuple[str, str]:
    """The name and the text of the file that the case holds; empty where it is new."""
    return next(((name, (case / name).read_text("utf-8")) for name in NAMES if (case / name).exists()), ("", ""))


def update(case: Path, *, sure: bool) -> bool:
    """Shows the difference of a case and writes it when the answer is yes; False when it stays different."""
    before, after = kept(case), outcome(case)
    if before == after:
        return True
    lines = difflib.unified_diff(
        before[1].splitlines(),
        after[1].splitlines(),
        f"{case.name}/{before[0]}",
        f"{case.name}/{after[0]}",
        lineterm="",
    )
    print("\n".join(lines))
    if not sure and input(f"Is this right for {case.name}? [y/N] ").strip().lower() != "y":
        return False
    for name in NAMES:
        (case / name).unlink(missing_ok=True)
    (case / after[0]).write_text(after[1], encoding="utf-8")
    return True


def main() -> int:
    """Goes through the named cases, or all; 1 when one stays different."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names of cases (all)")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    given = parser.parse_args()
    chosen = [case for case in cases() if not given.cases or case.name in given.cases]
    different = [case.name for case in chosen if not update(case, sure=given.yes)]
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
