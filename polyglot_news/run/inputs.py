"""The inputs of a run, which can be gone through as often as needed, a stream on standard input too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from polyglot_news.files import atomic
from polyglot_news.read import STDIN, listed
from polyglot_news.records import Bundle, Record, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was given on the command line.

    What comes on ``stdin`` is copied to ``spool`` before anything is listed, for it is read more than once; what
    ``without`` names is the run's own.
    """

    names: tuple[str, ...]
    stdin: BinaryIO | None = None
    spool: Path | None = None
    without: tuple[Path, ...] = ()

    def fetch(self) -> None:
        """Copies standard input, if it is one of the inputs; a run does it once its folder is locked."""
        if self.stdin is not None and self.spool is not None:
            with atomic(self.spool) as partial, partial.open("wb") as file:
                shutil.copyfileobj(self.stdin, file)

    def listed(self, on_result: Callable[[Path], None] = lambda _: None) -> Iterator[Record | Bundle | Reject]:
        """Yields pages and files of many documents in their order; ``on_result`` is told of results passed by."""
        return listed(self.names, stdin=self.spool, without=self.without, on_result=on_result)


def gather(names: Sequence[str], *, stdin: BinaryIO, spool: Path, without: Sequence[Path | None] = ()) -> Inputs:
    """Returns the inputs, which know of standard input only if it is one of them."""
    own = tuple(folder for folder in without if folder is not None)
    if STDIN not in names:
        return Inputs(names=tuple(names), without=own)
    return Inputs(names=tuple(names), stdin=stdin, spool=spool, without=own)
