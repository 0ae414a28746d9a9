"""Walks folders of any size in the order of their names, holding few names at a time."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

from polyglot_news.errors import OutputError
from polyglot_news.files import advice
from polyglot_news.read.results import is_result

HELD = 100_000
"""Names sorted in memory; of more, sorted runs lie in temporary files and are merged."""

_PIECE = 1 << 13
"""Bytes of a run that are read at a time."""


def walk(
    folder: Path,
    *,
    without: Sequence[Path] = (),
    before: Container[str] = (),
    on_result: Callable[[Path], None] = lambda _: None,
) -> Iterator[Path]:
    """The visible files below a folder, depth first, each folder sorted by name; a folder itself if it is closed.

    Folders and files in ``without`` are passed by, and so are paths in ``before`` and results of this program:
    ``on_result`` is told of each.
    """
    away = {each.resolve() for each in without}
    names = {each.name for each in away}
    waiting = [iter([folder])]
    while waiting:
        path = next(waiting[-1], None)
        if path is None:
            waiting.pop()
        elif path is not folder and (str(path) in before or not is_folder(path)):
            if str(path) not in before and (path.name not in names or path.resolve() not in away):
                yield path
        elif away and path.resolve() in away:
            continue
        elif is_result(path):
            on_result(path)
        else:
            try:
                waiting.append(map(path.joinpath, names_in(path)))
            except OSError:
                yield path


def is_folder(path: Path) -> bool:
    """False for a link, and where the path is too long or too well guarded to tell."""
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError:
        return False


def names_in(folder: Path, *, hidden: bool = False) -> Iterator[str]:
    """The names in a folder, sorted; visible ones, or all. Raises OSError at once where it is closed."""
    names = _listed(os.scandir(folder), hidden=hidden)
    held = sorted(islice(names, HELD))
    return iter(held) if len(held) < HELD else _merged(held, names)


def _listed(entries: AbstractContextManager[Iterator[os.DirEntry[str]]], *, hidden: bool) -> Iterator[str]:
    with entries as found:
        yield from (entry.name for entry in found if hidden or not entry.name.startswith("."))


def _merged(held: list[str], names: Iterator[str]) -> Iterator[str]:
    """All the names, sorted: runs of them lie in files until they are merged."""
    with ExitStack() as stack:
        runs = []
        while held:
            with _spooling():
                run = stack.enter_context(tempfile.TemporaryFile())
                run.write(b"\0".join(map(os.fsencode, held)) + b"\0")
                run.seek(0)
            runs.append(_names(run))
            held = sorted(islice(names, HELD))
        yield from heapq.merge(*runs)


@contextmanager
def _spooling() -> Iterator[None]:
    """Raises OutputError, which names the folder, where there is no room for temporary files."""
    try:
        yield
    except OSError as error:
        place = tempfile.tempdir or "a temporary file"
        raise OutputError(f"Cannot write {place}: {advice(error)}. TMPDIR may name another folder.") from error


def _names(run: IO[bytes]) -> Iterator[str]:
    rest = b""
    while piece := run.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\0")
        yield from map(os.fsdecode, whole)
