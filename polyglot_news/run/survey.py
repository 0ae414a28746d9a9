"""The survey before the extract stage: which lines recur across the pages of the run, which pages are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from polyglot_news.extract import Evidence
from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import write_bytes
from polyglot_news.read import load
from polyglot_news.records import Page, Record, Reject
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Duplicate, Shard
from polyglot_news.run.pool import Watch

if TYPE_CHECKING:
    from rensa import RMinHash

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_UNREADABLE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first look at all the inputs shows.

    ``first`` holds for every input the number of the first one with the same content, ``like`` that of the first one
    with nearly the same, ``first_id`` that of the first one that gives itself the same id; its own number for most.
    """

    evidence: Evidence | None
    first: Numbers
    like: Numbers
    first_id: Numbers

    def linked(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """Yields the shards, each knowing which of its inputs repeat an earlier one, and which."""
        repeated = set(self.like[self.like != np.arange(len(self.like))].tolist())
        sources: dict[int, str] = {}
        start = 0
        for shard in shards:
            duplicates = {}
            ids = self.first_id[start : start + len(shard.items)] != np.arange(start, start + len(shard.items))
            for position, item in enumerate(shard.items):
                number = start + position
                if number in repeated:
                    sources[number] = item.source
                if (like := int(self.like[number])) != number:
                    exact = int(self.first[number]) != number
                    duplicates[position] = Duplicate(original=sources[like], exact=exact)
            yield replace(shard, duplicates=duplicates, repeated_ids=frozenset(np.flatnonzero(ids).tolist()))
            start += len(shard.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a worker sees of a shard: a hash of every page, the lines, and signatures when they are asked for."""

    hashes: Hashes
    ids: Hashes
    lines: LineCounts
    signatures: list[RMinHash | None]


def survey(job: Job, *, pages: int) -> Survey:
    """Looks at every page once; the result does not depend on the number of workers."""
    config = job.config
    lines = LineCounts()
    looks: list[Look] = []
    with job.stage("survey", total=pages, unit="pages") as progress:
        work = partial(look, lines=config.site_evidence, near=config.near_duplicates)
        for found in job.pool(work).map(job.inputs.shards()):
            lines.merge(found.lines)
            looks.append(replace(found, lines=LineCounts()))
            progress.advance(len(found.hashes))
    first = _first(np.concatenate([np.empty(0, np.uint64), *(found.hashes for found in looks)]))
    first_id = _first(np.concatenate([np.empty(0, np.uint64), *(found.ids for found in looks)]))
    signatures = chain.from_iterable(found.signatures for found in looks)
    like = _like(first, signatures) if config.near_duplicates else first
    return Survey(evidence=lines.finish() if config.site_evidence else None, first=first, like=like, first_id=first_id)


def look(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, lines: bool, near: bool) -> Look:
    """Looks at a shard's pages; what cannot be read is passed over, and rejected later."""
    counts = LineCounts()
    hashes = np.full(len(shard.items), _UNREADABLE, np.uint64)
    ids = hashes.copy()
    signatures: list[RMinHash | None] = [None] * len(shard.items) if near else []
    for position, item in enumerate(shard.items):
        watch(position)
        if isinstance(item, Reject):
            continue
        if item.id:
            ids[position] = xxhash.xxh3_64_intdigest(item.id.encode("utf-8", "surrogatepass"))
        page = _loaded(item) if position not in quarantine else None
        if page is not None:
            hashes[position] = xxhash.xxh3_64_intdigest(page.text.encode())
            if near:
                signatures[position] = _signature(page)
            if lines:
                counts.add(page)
    return Look(hashes=hashes, ids=ids, lines=counts, signatures=signatures)


def _loaded(record: Record) -> Page | None:
    """Returns a page, or None for what cannot be read, whatever goes wrong: the extract stage says what."""
    try:
        page = load(record)
    except Exception:
        return None
    return page if isinstance(page, Page) else None


def _signature(page: Page) -> RMinHash:
    from polyglot_news.run.similarity import signature

    return signature(page.text)


def save(path: Path, found: Survey, *, mark: str) -> None:
    """Writes a survey as a NumPy archive, marked with what it is a survey of."""
    arrays: dict[str, NDArray[Any]] = {
        "mark": np.array(mark),
        "first": found.first,
        "like": found.like,
        "first_id": found.first_id,
    }
    if found.evidence is not None:
        arrays |= {"hashes": found.evidence.hashes, "counts": found.evidence.counts}
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_bytes(path, buffer.getbuffer())


def read(path: Path, *, mark: str) -> Survey | None:
    """Returns a survey that was saved with this mark, or None where there is none."""
    if not path.exists():
        return None
    with np.load(path) as archive:
        if str(archive["mark"]) != mark:
            return None
        has_evidence = "hashes" in archive
        evidence = Evidence(hashes=archive["hashes"], counts=archive["counts"]) if has_evidence else None
        names = ("first", "like", "first_id")
        return Survey(evidence=evidence, **{name: archive[name] for name in names})


def _first(hashes: NDArray[np.uint64]) -> Numbers:
    own = np.arange(len(hashes), dtype=np.int64)
    _, index, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    return np.where(hashes == _UNREADABLE, own, index[inverse])


def _like(first: Numbers, signatures: Iterable[RMinHash | None]) -> Numbers:
    """Returns ``first`` with near copies linked too, each to a page that is itself kept."""
    from polyglot_news.run.similarity import Neighbours

    neighbours = Neighbours()
    like = first.copy()
    for number, minhash in enumerate(signatures):
        if first[number] != number:
            like[number] = like[first[number]]
        elif minhash is not None:
            like[number] = neighbours.add(number, minhash)
    return like
