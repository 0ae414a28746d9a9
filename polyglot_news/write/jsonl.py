"""JSON lines: one object a pair with every column."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from polyglot_news.files import atomic
from polyglot_news.jsonlines import json_lines
from polyglot_news.write.units import BATCH, Unit

NAMES = ("id", "source_lang", "target_lang", "source", "target")


def write_jsonl(units: Iterator[Unit], out: Path, languages: Sequence[tuple[str, str]]) -> None:  # noqa: ARG001
    """Writes one object a line, keys in the order of the Parquet columns; texts are exactly those of the pair."""
    with atomic(out) as partial, partial.open("wb") as file:
        while some := list(islice(units, BATCH)):
            file.write(json_lines(map(columns, some)))


def columns(unit: Unit) -> dict[str, object]:
    """The columns of a unit by name; a score that is not a number is ``None``."""
    return {name: getattr(unit, name) for name in NAMES} | {name: _finite(value) for name, value in unit.facts.items()}


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value
