"""The kept pairs of a build, one at a time, and the text that other formats can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import xxhash

from polyglot_news.errors import InputError
from polyglot_news.files import read_json

BATCH = 2_048
# What XML 1.0 cannot hold, and the C1 controls that it advises against (section 2.2).
_CONTROLS = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One kept pair; ``facts`` are its other columns: where it comes from, what made it, its scores."""

    id: str
    source_lang: str
    target_lang: str
    source: str
    target: str
    facts: Mapping[str, object]


class Exporter(Protocol):
    """Writes units in one format."""

    def __call__(self, units: Iterator[Unit], out: Path, languages: Sequence[tuple[str, str]], /) -> None:
        """Writes every unit to ``out``, whole or not at all; ``languages`` are the pairs that can occur, sorted."""
        ...


def pair_files(folder: Path) -> list[tuple[str, str, Path]]:
    """Source language, target language and path of every part of ``pairs/``, sorted; InputError without a build.

    A build without its report, or with that of its extraction, is not finished: its pairs may be half old, half new.
    """
    paths = sorted(folder.glob("pairs/src=*/tgt=*/*.parquet"))
    if not (folder / "report.json").exists() or is_extraction(folder):
        if paths:
            raise InputError(f"The build in {folder} is not finished. Run its command again: it continues.")
        command = f"polyglot-news build PAGES --to LANG --out {folder}"
        raise InputError(f"There are no pairs in {folder}: make some with {command}, then export again.")
    return [(path.parts[-3].removeprefix("src="), path.parts[-2].removeprefix("tgt="), path) for path in paths]


def is_extraction(folder: Path) -> bool:
    """True where the report of a folder tells of articles and segments alone: nothing was paired yet."""
    found = read_json(folder / "report.json")
    account = found.get("account") if isinstance(found, dict) else None
    return isinstance(account, dict) and "translate" not in account


def kept_units(path: Path, *, min_confidence: float = 0.0) -> Iterator[Unit]:
    """The kept pairs of one file in its order, a batch in memory at a time.

    Those with a confidence below ``min_confidence`` are left out; a pair without one is as good as a person's.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name != "translation"]
        for batch in file.iter_batches(batch_size=BATCH, columns=names):
            rows = batch.to_pylist()
            yield from (_unit(row) for row in rows if row["keep"] and _confidence(row) >= min_confidence)


def distinct(units: Iterator[Unit]) -> Iterator[Unit]:
    """The first unit of every translation; 64 bits of each are remembered."""
    seen: set[int] = set()
    for unit in units:
        translation = "\0".join((unit.source_lang, unit.target_lang, unit.source, unit.target))
        mark = xxhash.xxh3_64_intdigest(translation.encode("utf-8", "surrogatepass"))
        if mark not in seen:
            seen.add(mark)
            yield unit


def without_controls(text: str) -> str:
    """The text without the characters that XML cannot hold; tabs and line breaks stay."""
    return _CONTROLS.sub("", text)


def _confidence(row: Mapping[str, object]) -> float:
    value = row.get("confidence")
    return float(value) if isinstance(value, float) else 1.0


def _unit(row: dict[str, object]) -> Unit:
    texts = {name: str(row.pop(name)) for name in ("id", "source_lang", "target_lang", "source", "target")}
    return Unit(**texts, facts=row)
