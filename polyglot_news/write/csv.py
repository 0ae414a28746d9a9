"""CSV that a spreadsheet can open without running what the pages say."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from polyglot_news.files import atomic
from polyglot_news.write.jsonl import NAMES, columns
from polyglot_news.write.units import Unit, without_controls

# A cell that begins so is a formula to some spreadsheet (OWASP, "CSV Injection"); quotes before it are counted so that
# taking one quote away gives the text back.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write_csv(units: Iterator[Unit], out: Path, languages: Sequence[tuple[str, str]]) -> None:  # noqa: ARG001
    """Writes a header and one row a pair (RFC 4180); a text cell that looks like a formula begins with ``'``."""
    with atomic(out) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        first = next(units, None)
        writer = csv.DictWriter(file, list(columns(first)) if first else NAMES)
        writer.writeheader()
        for unit in chain([first] if first else [], units):
            writer.writerow({name: _cell(value) for name, value in columns(unit).items()})


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = " ".join(map(str, value))
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return f"'{text}" if FORMULA.match(text) else text
