"""The sizes of the pages of a Parquet column, read from their headers before anything is unpacked.

The footer says how large a row group is, but it can lie; the header of a page cannot, because the decoder gives it no
more room than it asks for. Headers are Thrift structs in the compact protocol (Apache Parquet format, ``PageHeader``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

WINDOW = 1 << 20
DEEPEST = 16
_UNCOMPRESSED, _COMPRESSED = 2, 3


def page_sizes(file: BinaryIO, start: int, size: int) -> Iterator[int]:
    """The unpacked size of each page of the column chunk of ``size`` bytes at ``start``; ValueError where it breaks."""
    at, end = start, start + size
    while at < end:
        file.seek(at)
        header = _Compact(file.read(min(WINDOW, end - at)))
        fields = header.struct()
        unpacked, packed = fields.get(_UNCOMPRESSED, -1), fields.get(_COMPRESSED, -1)
        if unpacked < 0 or packed < 0:
            raise ValueError(f"no page at byte {at}")
        yield unpacked
        at += header.at + packed


class _Compact:
    """Reads integers from a Thrift struct and steps over everything else."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def struct(self, depth: int = 0) -> dict[int, int]:
        """The integer fields of a struct by their numbers."""
        fields: dict[int, int] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._signed()
            value = self._value(head & 15, depth)
            if value is not None:
                fields[field] = value
        return fields

    def _value(self, kind: int, depth: int) -> int | None:
        if depth > DEEPEST:
            raise ValueError("a page header nested too deep")
        match kind:
            case 1 | 2:
                return None
            case 3:
                self._step(1)
            case 4 | 5 | 6:
                return self._signed()
            case 7:
                self._step(8)
            case 8:
                self._step(self._unsigned())
            case 9 | 10:
                self._list(depth)
            case 12:
                self.struct(depth + 1)
            case _:
                raise ValueError("no page header")
        return None

    def _list(self, depth: int) -> None:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._unsigned()
        for _ in range(count):
            self._value(3 if head & 15 in (1, 2) else head & 15, depth + 1)

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 63:
                raise ValueError("a number without end in a page header")

    def _byte(self) -> int:
        self._step(1)
        return self._data[self.at - 1]

    def _step(self, count: int) -> None:
        self.at += count
        if self.at > len(self._data):
            raise ValueError("a page header that does not end")
