"""The survey before the extract stage: which lines recur across the pages of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from polyglot_news.extract import Evidence
from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import atomic
from polyglot_news.read import load
from polyglot_news.records import Page, Record
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Pool, Watch


def survey(shards: Iterable[Shard], *, workers: int, page_timeout: float, advance: Callable[[int], None]) -> Evidence:
    """Returns the evidence of all the pages; the same whatever their order and the number of workers."""
    counts = LineCounts()
    pool = Pool(count_lines, workers=workers, page_timeout=page_timeout)
    for size, counted in pool.map(shards):
        counts.merge(counted)
        advance(size)
    return counts.finish()


def save_evidence(path: Path, evidence: Evidence) -> None:
    """Writes the evidence as a NumPy archive."""
    with atomic(path) as partial, partial.open("wb") as file:
        np.savez(file, hashes=evidence.hashes, counts=evidence.counts)


def load_evidence(path: Path) -> Evidence | None:
    """Returns evidence that was saved, or None where there is none."""
    if not path.exists():
        return None
    with np.load(path) as archive:
        return Evidence(hashes=archive["hashes"], counts=archive["counts"])


def count_lines(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> tuple[int, LineCounts]:
    """Counts the lines of a shard's pages; what cannot be read counts for nothing here and is rejected later."""
    counts = LineCounts()
    for position, item in enumerate(shard.items):
        watch(position)
        if isinstance(item, Record) and position not in quarantine:
            page = load(item)
            if isinstance(page, Page):
                counts.add(page)
    return len(shard.items), counts
