"""Exports the kept pairs of a build in the formats of other tools."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from polyglot_news.write.csv import write_csv
from polyglot_news.write.jsonl import write_jsonl
from polyglot_news.write.moses import write_moses
from polyglot_news.write.tmx import write_tmx
from polyglot_news.write.units import Exporter, Unit, distinct, kept_units, pair_files

EXPORTERS: dict[str, Exporter] = {"tmx": write_tmx, "moses": write_moses, "jsonl": write_jsonl, "csv": write_csv}
MEMORIES = frozenset({"tmx"})
"""Formats that hold a translation memory: a translation once, not wherever it occurs."""


def export(folder: Path, *, format: str, out: Path, min_confidence: float = 0.0) -> int:  # noqa: A002 - the option
    """Writes the kept pairs below ``folder`` to ``out`` and returns how many they are.

    Pairs come sorted by language and in page order within a language, streamed; those with a confidence below
    ``min_confidence`` are left out. Raises InputError where there are no pairs, OutputError where ``out`` cannot be
    written.
    """
    files = pair_files(folder)
    units = chain.from_iterable(kept_units(path, min_confidence=min_confidence) for _, _, path in files)
    counted = _Counted(distinct(units) if format in MEMORIES else units)
    EXPORTERS[format](counted, out, sorted({(source, target) for source, target, _ in files}))
    return counted.count


class _Counted(Iterator[Unit]):
    """An iterator that knows how many it gave."""

    def __init__(self, units: Iterator[Unit]) -> None:
        self._units = units
        self.count = 0

    def __next__(self) -> Unit:
        unit = next(self._units)
        self.count += 1
        return unit
