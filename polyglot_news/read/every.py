"""Every document of the inputs in one process, for small inputs; a build reads slices in workers instead."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from polyglot_news.read.bundle import cut, documents
from polyglot_news.read.listing import STDIN, listed
from polyglot_news.read.page import LIMIT, content
from polyglot_news.read.reasons import refused
from polyglot_news.records import Bundle, Record, Reject, Slice


def records(inputs: Sequence[str], *, stdin: BinaryIO | None = None, limit: int = LIMIT) -> Iterator[Record | Reject]:
    """Every document of the inputs, in the order of :func:`polyglot_news.read.listing.listed`.

    A document in a file of its own comes unread, by its path; one of many in a ``.jsonl .ndjson .csv .parquet .warc
    .wet`` file comes with its content, its source being ``path#row`` or ``path#offset``. What cannot be read is a
    reject. Raises :class:`InputError` at once where an input does not exist.
    """
    listed(inputs, stdin=None if stdin is None else Path(STDIN))  # raises before anything is asked for
    return _documents(inputs, stdin, limit)


def _documents(inputs: Sequence[str], stdin: BinaryIO | None, limit: int) -> Iterator[Record | Reject]:
    with TemporaryDirectory(prefix="polyglot-news-") as scratch:
        spooled = Path(scratch, "stdin")
        if STDIN in inputs and stdin is not None:
            with spooled.open("wb") as file:
                shutil.copyfileobj(stdin, file)
        for number, found in enumerate(listed(inputs, stdin=spooled)):
            spool = Path(scratch, str(number))
            for piece in _pieces(found, spool, limit) if isinstance(found, Bundle) else [found]:
                if isinstance(piece, Slice):
                    yield from documents(piece, limit=limit)
                elif isinstance(piece, Record) and piece.path == spooled:
                    yield replace(piece, path=None, content=content(piece, limit=limit))
                else:
                    yield piece


def _pieces(bundle: Bundle, spool: Path, limit: int) -> Iterator[Slice | Record | Reject]:
    try:
        yield from cut(bundle, spool=spool, limit=limit)
    except OSError as error:
        yield refused(bundle.source, error)
