"""Pairs of numbers in the order of the first, however many there are: sorted runs in a file, merged block by block."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.files import writing

Pairs = NDArray[np.void]
Numbers = NDArray[np.int64]

PAIR = np.dtype([("key", "<u8"), ("value", "<i8")])
HELD = 1 << 18
"""Pairs held in memory, 16 bytes each; and of every run of so many others a block of at least ``_LEAST``."""

_LEAST = 256


class Sorter:
    """Takes pairs in any order, and gives them back by key.

    Pairs of one key may be spread over blocks; the first of them that was added is the first that comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with writing(folder):
            self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the sorter
        self._held: list[Pairs] = []
        self._ends = [0]
        self._count = 0

    def add(self, keys: NDArray[Any], values: NDArray[Any]) -> None:
        """Takes as many keys as values."""
        pairs = np.empty(len(keys), PAIR)
        pairs["key"], pairs["value"] = keys, values
        self._held.append(pairs)
        self._count += len(pairs)
        if self._count >= HELD:
            self._write_run()

    def blocks(self) -> Iterator[Pairs]:
        """Yields blocks of pairs, the keys ascending from the first block to the last."""
        with self._file:
            self._write_run()
            size = max(_LEAST, HELD // len(self._ends))
            runs = [_Run(self._file, start, end) for start, end in pairwise(self._ends)]
            while runs := [run for run in runs if run.fill(size)]:
                bound = min((run.head["key"][-1] for run in runs if run.has_more), default=None)
                block = np.concatenate([run.take(bound) for run in runs])
                yield block[np.argsort(block["key"], kind="stable")]

    def _write_run(self) -> None:
        pairs = np.concatenate([np.empty(0, PAIR), *self._held])
        self._held, self._count = [], 0
        with writing(self._folder):
            self._file.seek(0, 2)
            self._file.write(pairs[np.argsort(pairs["key"], kind="stable")].tobytes())
            self._file.flush()
        self._ends.append(self._file.tell())


class _Run:
    """A sorted part of the file, read a block at a time."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file, self._at, self._end = file, start, end
        self.head = np.empty(0, PAIR)

    @property
    def has_more(self) -> bool:
        return self._at < self._end

    def fill(self, size: int) -> bool:
        """Reads the next block when the one before is used up; False at the end."""
        if not len(self.head) and self.has_more:
            self._file.seek(self._at)
            self.head = np.frombuffer(self._file.read(min(size * PAIR.itemsize, self._end - self._at)), PAIR)
            self._at = self._file.tell()
        return len(self.head) > 0

    def take(self, bound: np.uint64 | None) -> Pairs:
        """Returns the pairs up to a key, and keeps those past it."""
        cut = len(self.head) if bound is None else int(np.searchsorted(self.head["key"], bound, side="right"))
        taken, self.head = self.head[:cut], self.head[cut:]
        return taken


def repeats(sorter: Sorter) -> Iterator[tuple[Numbers, Numbers]]:
    """Yields the values whose key was there before, each beside the first value of that key; in no order."""
    key, first = None, -1
    for block in sorter.blocks():
        keys, values = block["key"], block["value"]
        fresh = np.ones(len(block), dtype=bool)
        fresh[1:] = keys[1:] != keys[:-1]
        fresh[0] = key is None or keys[0] != key
        firsts = np.concatenate([[first], values[fresh]])[np.cumsum(fresh)]
        key, first = keys[-1], firsts[-1]
        yield values[~fresh], firsts[~fresh]
