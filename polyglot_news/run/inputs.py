"""The inputs of a run, which can be gone through as often as needed, a stream on standard input too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from polyglot_news.files import atomic
from polyglot_news.read import STDIN, listed
from polyglot_news.records import Bundle, Record, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was given on the command line.

    ``spool`` holds what came on standard input, for it is read twice; the folders ``without`` are the run's own.
    """

    names: tuple[str, ...]
    spool: Path | None = None
    without: tuple[Path, ...] = ()

    def listed(self) -> Iterator[Record | Bundle | Reject]:
        """Yields pages and files of many documents in their order."""
        return listed(self.names, stdin=self.spool, without=self.without)


def gather(names: Sequence[str], *, stdin: BinaryIO, spool: Path, without: Sequence[Path | None] = ()) -> Inputs:
    """Returns the inputs; standard input, if it is one of them, is copied to ``spool`` first."""
    own = tuple(folder for folder in without if folder is not None)
    if STDIN not in names:
        return Inputs(names=tuple(names), without=own)
    with atomic(spool) as partial, partial.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    return Inputs(names=tuple(names), spool=spool, without=own)
