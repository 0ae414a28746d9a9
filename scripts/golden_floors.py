"""Compares the articles kept in fixtures/golden with what a person would keep: a row a trait, the worst first.

    uv run python scripts/golden_floors.py [--raise]

A case takes part that has `body.txt`, marked by hand before any extractor saw the page: the lines of the article, none
where the page should be rejected. `optional.txt` has lines that are neither asked for nor wrong, such as captions.
`floor.json` holds the least that a later version may reach; a floor only rises. Figures are those of
`scripts/scoring.py`, and of blocks that are a line of the body to the letter, so that joints count as well.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from scoring import f1, line_f1, score

from polyglot_news.records import BODY_ROLES

GOLDEN = Path(__file__).parents[1] / "fixtures" / "golden"
CEILING = 0.96
"""The highest floor: one odd line on a page of common length is no reason to refuse a better model."""
_BODY = {role.value for role in BODY_ROLES}


class Figures(NamedTuple):
    """F1 of one page by shingles, by lines, and by whole blocks weighed by their letters."""

    shingle: float
    line: float
    block: float

    def reaches(self, floor: Figures) -> bool:
        """Whether no figure is below its floor."""
        return all(figure >= least for figure, least in zip(self, floor, strict=True))


NONE, ALL = Figures(0.0, 0.0, 0.0), Figures(1.0, 1.0, 1.0)


def cases() -> list[Path]:
    """The folders of the cases marked by hand, sorted."""
    return sorted(path.parent for path in GOLDEN.glob("*/body.txt"))


def figures(case: Path) -> Figures:
    """How far the kept article is the one wanted; all or nothing where either of them is a reject."""
    wanted, given = _text(case / "body.txt"), _text(case / "article.json")
    if not wanted or not given:
        return NONE if wanted or given else ALL
    optional = _text(case / "optional.txt").splitlines()
    body = [block["text"] for block in json.loads(given)["blocks"] if block["role"] in _BODY]
    # Left in, an optional line would part its neighbours, whose common shingles are asked for.
    lines = [text for text in body if text not in optional]
    return Figures(
        shingle=f1([score(wanted, "\n".join(lines), optional)]),
        line=line_f1(wanted, "\n".join(lines), optional),
        block=_block_f1(wanted.splitlines(), lines),
    )


def _block_f1(wanted: list[str], given: list[str]) -> float:
    asked, told = Counter(wanted), Counter(given)
    agreed = sum(len(text) * count for text, count in (asked & told).items())
    return 2 * agreed / sum(len(text) * count for text, count in (asked + told).items())


def floor(case: Path) -> Figures:
    """The floor of a case; zero where it is new."""
    kept = _text(case / "floor.json")
    return Figures(**json.loads(kept)) if kept else NONE


def lift(case: Path) -> None:
    """Writes the floor of a case: the figures of now, rounded down, where they are higher than before."""
    now = [min(math.floor(figure * 100) / 100, CEILING) for figure in figures(case)]
    lifted = Figures(*map(max, now, floor(case)))
    (case / "floor.json").write_text(json.dumps(lifted._asdict()) + "\n", encoding="utf-8")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def row(case: Path) -> str:
    """The trait, and each figure with its floor."""
    pairs = zip(figures(case), floor(case), strict=True)
    return f"{case.name:<46}" + "".join(f"{figure:8.3f} {least:5.2f}" for figure, least in pairs)


def main() -> int:
    """Prints all traits; 1 when one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise the floors to the figures of now")
    given = parser.parse_args()
    print(f"{'trait':<46}" + "".join(f"{name:>8} floor" for name in Figures._fields))
    for case in sorted(cases(), key=figures):
        if given.lift:
            lift(case)
        print(row(case))
    below = [case.name for case in cases() if not figures(case).reaches(floor(case))]
    if below:
        print("below their floors:", *below, file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
