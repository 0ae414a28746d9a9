"""The inputs of a run, which can be gone through as often as needed, a stream on standard input too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from polyglot_news.files import atomic
from polyglot_news.read import records
from polyglot_news.records import Record, Reject
from polyglot_news.run.plan import Shard, shards

STREAM = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was given on the command line; ``spool`` holds what came on standard input, for it is read twice."""

    names: tuple[str, ...]
    spool: Path | None = None

    def items(self) -> Iterator[Record | Reject]:
        """Yields every input in its order."""
        if self.spool is None:
            yield from records(self.names)
            return
        with self.spool.open("rb") as stream:
            yield from records(self.names, stdin=stream)

    def shards(self) -> Iterator[Shard]:
        """Yields the inputs cut into shards."""
        return shards(self.items())


def gather(names: Sequence[str], *, stdin: BinaryIO, spool: Path) -> Inputs:
    """Returns the inputs; standard input, if it is one of them, is copied to ``spool`` first."""
    if STREAM not in names:
        return Inputs(names=tuple(names))
    with atomic(spool) as partial, partial.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    return Inputs(names=tuple(names), spool=spool)
