"""Where a file with many documents is cut, so that every worker reads a part of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xxhash import xxh3_128

from polyglot_news.records import Record, Reject, Slice

FIRST_ROWS = 8
MOST_ROWS = 256
MOST_BYTES = 32_000_000

Tick = Callable[[], None]
"""Is called often during a long look at a file, as a sign of life."""


def is_full(made: int, *, rows: int, size: int, most: int = MOST_ROWS) -> bool:
    """True when so many rows and bytes are enough for a part, of which ``made`` came before it.

    The first parts are small and every four of them twice as large as those before, so that a few pages already keep
    every worker busy and many pages make few files.
    """
    return rows >= min(most, FIRST_ROWS << made // 4) or size >= MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that is cut: its name in ``rejects/``, where its bytes lie, its kind (a suffix), a path for copies.

    ``version`` is that of the bytes before anybody looked at them.
    """

    name: str
    path: Path
    kind: str
    spool: Path
    version: str


def place_of(item: Record | Reject, piece: object) -> int:
    """Returns the row or offset of a document in its slice; -1 for a page's own file and for what is no document."""
    tail = item.source[len(piece.source) + 1 :] if isinstance(piece, Slice) else ""
    return int(tail) if tail.isdecimal() else -1


def rest_of(piece: Slice, last: int | None) -> str:
    """Returns the source of what comes in a slice after the document at a place, or of all of it."""
    by_offset = piece.kind in (".warc", ".wet")
    begin, end = (piece.start, piece.end) if by_offset else (piece.first, piece.first + piece.rows)
    begin = begin if last is None else last + 1
    return f"{piece.source}#{begin}-{end - 1}"


class Slicer:
    """Collects what is read of a file until it is enough for a slice."""

    def __init__(self, source: Source, *, start: int = 0) -> None:
        self._source = source
        self._made, self._start, self._first = 0, start, 1
        self._empty()

    def add(self, data: bytes, *, size: int | None = None) -> None:
        """Takes the next bytes of the file, or what stands for ``size`` of them."""
        self._size += len(data) if size is None else size
        self._digest.update(data)

    def row(self, count: int = 1) -> bool:
        """Takes the end of a row, or of several; says whether the slice is full."""
        self._rows += count
        return is_full(self._made, rows=self._rows, size=self._size)

    @property
    def first(self) -> int:
        """The number of the next slice's first row."""
        return self._first

    @property
    def holds(self) -> bool:
        """True when something has come since the last cut."""
        return self._rows > 0 or self._size > 0

    def cut(self, end: int) -> Slice:
        """Returns the slice that ends at ``end``, where the next one starts."""
        found = Slice(
            source=self._source.name,
            path=self._source.path,
            kind=self._source.kind,
            start=self._start,
            end=end,
            first=self._first,
            rows=self._rows,
            size=self._size,
            digest=self._digest.hexdigest(),
            version=self._source.version,
        )
        self._made, self._start, self._first = self._made + 1, end, self._first + self._rows
        self._empty()
        return found

    def skip(self, rows: int, *, to: int) -> None:
        """Leaves out rows that another slice holds or nobody can read."""
        self._start, self._first = to, self._first + rows

    def _empty(self) -> None:
        self._rows = self._size = 0
        self._digest = xxh3_128()
