"""Reads lines of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO


def bounded_lines(stream: BinaryIO, limit: int, *, size: int) -> Iterator[bytes | None]:
    """The lines of the next ``size`` bytes with their ends; ``None`` in place of one of more than ``limit`` bytes."""
    while size > 0 and (line := stream.readline(limit + 1)):
        size -= len(line)
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
            size -= len(line)
        yield None
