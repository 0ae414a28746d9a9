"""Shards: the unit of work, of retry and of output, planned from the inputs alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import xxhash

from polyglot_news.files import fingerprint
from polyglot_news.read import STDIN
from polyglot_news.read.slicing import MOST_ROWS, is_full
from polyglot_news.records import Bundle, Record, Reject, Slice

_FOR_ALL = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH

Piece = Record | Slice | Reject
Spot = tuple[int, int]
"""Where a document is in its shard: the position of its piece, and its row or offset there."""


def shard_name(index: int) -> str:
    """Returns the name of a shard's files."""
    return f"{index:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The source of the earlier input that one repeats, to the letter or nearly."""

    original: str
    exact: bool

    @property
    def reason(self) -> str:
        """The reason of its reject."""
        return "duplicate" if self.exact else "near_duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A run of consecutive inputs; what is in it depends on the inputs alone, never on the number of workers.

    ``fingerprint`` is a hash that changes when one of its inputs does: path, size and time of a page's file, and
    whether it may be read; content of a slice. ``rows`` is how many documents it holds at most, ``size`` its bytes,
    ``surveyed`` how many documents the survey saw, ``line`` where the plan on disk holds it. ``duplicates`` says of
    which earlier document one is a copy, in ``repeated_ids`` are documents that give themselves the id of an earlier
    one.
    ``retried`` is set where a worker has died of it or was stopped.
    """

    index: int
    pieces: tuple[Piece | Bundle, ...]
    fingerprint: str = ""
    rows: int = 0
    size: int = 0
    surveyed: int = 0
    line: int = 0
    duplicates: Mapping[Spot, Duplicate] = field(default_factory=dict)
    repeated_ids: frozenset[Spot] = frozenset()
    retried: bool = False

    @property
    def name(self) -> str:
        """The name of its output files."""
        return shard_name(self.index)

    @property
    def links(self) -> str:
        """A hash of what the shard knows of other shards' inputs."""
        copies = sorted((spot, copy.original, copy.exact) for spot, copy in self.duplicates.items())
        return fingerprint((copies, sorted(self.repeated_ids)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """What a piece adds to its shard."""

    rows: int
    size: int
    identity: tuple[object, ...]


def shards(pieces: Iterable[Piece], *, pages: int = MOST_ROWS) -> Iterator[Shard]:
    """Cuts the inputs, in their order, into shards of about ``pages`` documents at most."""
    held: list[Piece] = []
    measures: list[_Measure] = []
    rows = size = index = 0
    for piece in pieces:
        held.append(piece)
        measures.append(measure := _measure(piece))
        rows, size = rows + measure.rows, size + measure.size
        if is_full(index, rows=rows, size=size, most=pages):
            yield _shard(index, held, measures)
            held, measures, rows, size, index = [], [], 0, 0, index + 1
    if held:
        yield _shard(index, held, measures)


def _shard(index: int, pieces: list[Piece], measures: list[_Measure]) -> Shard:
    return Shard(
        index=index,
        pieces=tuple(pieces),
        fingerprint=fingerprint([measure.identity for measure in measures]),
        rows=sum(measure.rows for measure in measures),
        size=sum(measure.size for measure in measures),
    )


def _measure(piece: Piece) -> _Measure:
    if isinstance(piece, Slice):
        return _Measure(rows=piece.rows, size=piece.size, identity=(piece.source, piece.first, piece.digest))
    if isinstance(piece, Reject):
        return _Measure(rows=1, size=0, identity=(piece.source, piece.stage, piece.reason, piece.detail))
    if piece.content is not None:
        content = piece.content.encode("utf-8", "surrogatepass") if isinstance(piece.content, str) else piece.content
        return _Measure(
            rows=1, size=len(content), identity=(piece.source, piece.id, xxhash.xxh3_128_hexdigest(content))
        )
    if piece.source == STDIN and piece.path:  # copied anew in every run, so that its time says nothing
        import hashlib

        with piece.path.open("rb") as file:
            digest = hashlib.file_digest(file, "blake2b").hexdigest()
        return _Measure(rows=1, size=piece.path.stat().st_size, identity=(piece.source, digest))
    try:
        status = piece.path.stat() if piece.path else None
    except OSError:
        status = None
    known = (status.st_size, status.st_mtime_ns) if piece.path and status and _is_open(piece.path, status) else None
    return _Measure(rows=1, size=status.st_size if status else 0, identity=(piece.source, known))


def _is_open(path: Path, status: os.stat_result) -> bool:
    """False for a file that this user may not read: once opened to him it has changed, whoever may read it besides."""
    return status.st_mode & _FOR_ALL == _FOR_ALL or os.access(path, os.R_OK)
