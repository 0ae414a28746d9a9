"""The survey before the extract stage: which lines recur across the pages of the run, which pages are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import xxhash
from numpy.typing import NDArray

from polyglot_news.distinct import distinct
from polyglot_news.extract import Evidence
from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import write_bytes
from polyglot_news.read import load
from polyglot_news.records import Page, Record
from polyglot_news.run.documents import documents, name_of
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Duplicate, Shard
from polyglot_news.run.planning import Plan
from polyglot_news.run.pool import Watch

if TYPE_CHECKING:
    from rensa import RMinHash

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_UNREADABLE = 0
_NUMBERS = ("first", "like", "first_id", "pieces", "places", "starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first look at all the inputs shows.

    ``first`` holds for every input the number of the first one with the same content, ``like`` that of the first one
    with nearly the same, ``first_id`` that of the first one that gives itself the same id; its own number for most.
    ``pieces`` and ``places`` say where in its shard each is, ``starts`` the number of each shard's first, and the end.
    """

    evidence: Evidence | None
    first: Numbers
    like: Numbers
    first_id: Numbers
    pieces: NDArray[np.int32]
    places: Numbers
    starts: Numbers

    def linked(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """Yields the shards, each knowing how many documents it has, and of which earlier one a document is a copy."""
        own = np.arange(len(self.like))
        repeated = set(self.like[self.like != own].tolist())
        sources: dict[int, str] = {}
        for shard, start, end in zip(shards, self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            spots = list(zip(self.pieces[start:end].tolist(), self.places[start:end].tolist(), strict=True))
            for number in repeated.intersection(range(start, end)):
                piece, place = spots[number - start]
                sources[number] = name_of(place, shard.pieces[piece])
            copies = np.flatnonzero(self.like[start:end] != own[start:end]).tolist()
            duplicates = {spots[copy]: self._duplicate(start + copy, sources) for copy in copies}
            ids = np.flatnonzero(self.first_id[start:end] != own[start:end]).tolist()
            repeated_ids = frozenset(spots[each] for each in ids)
            yield replace(shard, surveyed=end - start, duplicates=duplicates, repeated_ids=repeated_ids)

    def _duplicate(self, number: int, sources: Mapping[int, str]) -> Duplicate:
        return Duplicate(original=sources[int(self.like[number])], exact=int(self.first[number]) != number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a worker sees of a shard: a hash of every page, where it is, the lines, and signatures if asked for."""

    hashes: Hashes
    ids: Hashes
    pieces: NDArray[np.int32]
    places: Numbers
    lines: LineCounts
    signatures: list[RMinHash | None]


def survey(job: Job, plan: Plan) -> Survey:
    """Looks at every page once; the result does not depend on the number of workers."""
    config = job.config
    lines = LineCounts()
    looks: list[Look] = []
    with job.stage("survey", total=plan.rows, unit="pages") as progress:
        work = partial(look, lines=config.site_evidence, near=config.near_duplicates)
        for found in job.pool(work).map(plan.shards()):
            lines.merge(found.lines)
            looks.append(replace(found, lines=LineCounts()))
            progress.advance(len(found.hashes))
    first = _first(_joined([found.hashes for found in looks], np.uint64))
    signatures = chain.from_iterable(found.signatures for found in looks)
    return Survey(
        evidence=lines.finish() if config.site_evidence else None,
        first=first,
        like=_like(first, signatures) if config.near_duplicates else first,
        first_id=_first(_joined([found.ids for found in looks], np.uint64)),
        pieces=_joined([found.pieces for found in looks], np.int32),
        places=_joined([found.places for found in looks], np.int64),
        starts=np.cumsum([0, *(len(found.hashes) for found in looks)], dtype=np.int64),
    )


def look(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, lines: bool, near: bool) -> Look:
    """Looks at a shard's pages; what cannot be read is passed over, and rejected later."""
    counts = LineCounts()
    rows: list[tuple[int, int, int, int]] = []
    signatures: list[RMinHash | None] = []
    for found in documents(shard, quarantine, watch):
        record = found.item if isinstance(found.item, Record) else None
        page = _loaded(record) if record else None
        rows.append(
            (*found.spot, _hash(page.text) if page else _UNREADABLE, _hash(record.id) if record and record.id else 0)
        )
        if near:
            signatures.append(_signature(page) if page else None)
        if page and lines:
            counts.add(page)
    pieces, places, hashes, ids = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Look(
        hashes=np.array(hashes, np.uint64),
        ids=np.array(ids, np.uint64),
        pieces=np.array(pieces, np.int32),
        places=np.array(places, np.int64),
        lines=counts,
        signatures=signatures,
    )


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])


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
    arrays: dict[str, NDArray[Any]] = {"mark": np.array(mark), **{name: getattr(found, name) for name in _NUMBERS}}
    if found.evidence is not None:
        arrays |= {"hashes": found.evidence.hashes, "counts": found.evidence.counts}
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_bytes(path, buffer.getbuffer())


def read(path: Path, *, mark: str) -> Survey | None:
    """Returns a survey that was saved with this mark, or None where there is none."""
    try:
        opened = np.load(path)
    except (OSError, ValueError, EOFError, BadZipFile):  # there is none, or it was damaged
        return None
    with opened as archive:
        if str(archive["mark"]) != mark:
            return None
        has_evidence = "hashes" in archive
        evidence = Evidence(hashes=archive["hashes"], counts=archive["counts"]) if has_evidence else None
        return Survey(evidence=evidence, **{name: archive[name] for name in _NUMBERS})


def _first(hashes: NDArray[np.uint64]) -> Numbers:
    own = np.arange(len(hashes), dtype=np.int64)
    found, _, where = distinct(hashes)
    first = np.full(len(found), len(own), dtype=np.int64)
    np.minimum.at(first, where, own)
    return np.where(hashes == _UNREADABLE, own, first[where])


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
