"""The survey before the extract stage: which lines recur across the pages of the run, which pages are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from polyglot_news.extract import Evidence
from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import write_bytes
from polyglot_news.read import load
from polyglot_news.records import Page, Record
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Watch

_UNREADABLE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first look at all the inputs shows.

    ``first`` holds for every input the number of the first one with the same content, its own for most.
    """

    evidence: Evidence | None
    first: NDArray[np.int64]

    def linked(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """Yields the shards, each knowing which of its inputs repeat an earlier one, and which."""
        repeated = set(self.first[self.first != np.arange(len(self.first))].tolist())
        sources: dict[int, str] = {}
        start = 0
        for shard in shards:
            duplicates = {}
            for position, item in enumerate(shard.items):
                number = start + position
                if number in repeated:
                    sources[number] = item.source
                if (first := int(self.first[number])) != number:
                    duplicates[position] = sources[first]
            yield replace(shard, duplicates=duplicates)
            start += len(shard.items)


def survey(job: Job, *, pages: int) -> Survey:
    """Looks at every page once; the result does not depend on the number of workers."""
    counts = LineCounts()
    hashes = [np.empty(0, np.uint64)]
    with job.stage("survey", total=pages, unit="pages") as progress:
        work = partial(look, lines=job.config.site_evidence)
        for found, counted in job.pool(work).map(job.inputs.shards()):
            hashes.append(found)
            counts.merge(counted)
            progress.advance(len(found))
    evidence = counts.finish() if job.config.site_evidence else None
    return Survey(evidence=evidence, first=_first(np.concatenate(hashes)))


def look(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, lines: bool
) -> tuple[NDArray[np.uint64], LineCounts]:
    """Hashes a shard's pages and counts their lines; what cannot be read is passed over, and rejected later."""
    counts = LineCounts()
    hashes = np.full(len(shard.items), _UNREADABLE, np.uint64)
    for position, item in enumerate(shard.items):
        watch(position)
        if isinstance(item, Record) and position not in quarantine:
            page = load(item)
            if isinstance(page, Page):
                hashes[position] = xxhash.xxh3_64_intdigest(page.text.encode())
                if lines:
                    counts.add(page)
    return hashes, counts


def save(path: Path, found: Survey) -> None:
    """Writes a survey as a NumPy archive."""
    arrays: dict[str, NDArray[Any]] = {"first": found.first}
    if found.evidence is not None:
        arrays |= {"hashes": found.evidence.hashes, "counts": found.evidence.counts}
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_bytes(path, buffer.getbuffer())


def read(path: Path) -> Survey | None:
    """Returns a survey that was saved, or None where there is none."""
    if not path.exists():
        return None
    with np.load(path) as archive:
        has_evidence = "hashes" in archive
        evidence = Evidence(hashes=archive["hashes"], counts=archive["counts"]) if has_evidence else None
        return Survey(evidence=evidence, first=archive["first"])


def _first(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    own = np.arange(len(hashes), dtype=np.int64)
    _, index, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    return np.where(hashes == _UNREADABLE, own, index[inverse])
