"""Lists the documents of the inputs: files, folders, globs and standard input, in one order, lazily."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from polyglot_news.errors import InputError
from polyglot_news.read.compression import SUFFIXES as PACKED
from polyglot_news.read.compression import read_bounded, unpacked
from polyglot_news.read.csv import read_csv
from polyglot_news.read.jsonl import read_jsonl
from polyglot_news.read.page import LIMIT
from polyglot_news.read.parquet import read_parquet
from polyglot_news.read.reasons import Reason, Refused, reject
from polyglot_news.read.warc import read_warc
from polyglot_news.records import Kind, Record, Reject


class Reader(Protocol):
    """Reads the documents of one file that holds many, packed or not."""

    def __call__(self, file: BinaryIO, source: str, limit: int, /) -> Iterator[Record | Reject]:
        """One record or reject a document, in the order of the file; raises ``Refused`` where the file breaks off."""
        ...


PAGES = {".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.DUMP}
ROWS: dict[str, Reader] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
    ".wet": read_warc,
}
_HEADS: tuple[tuple[re.Pattern[bytes], Reader], ...] = (
    (re.compile(rb"PAR1"), read_parquet),
    (re.compile(rb"WARC/[01]\."), read_warc),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:\"|$)"), read_jsonl),
    (re.compile(rb'(?:\xef\xbb\xbf)?(?:"?\w+"?,)*"?(?:html|text)"?(?:,"?\w+"?)*\r?\n'), read_csv),
)
SUFFIXES = tuple(sorted((*PAGES, *ROWS)))
STDIN = "-"


def records(inputs: Sequence[str], *, stdin: BinaryIO | None = None, limit: int = LIMIT) -> Iterator[Record | Reject]:
    """Every document of the inputs, in the order they are given and sorted within a folder or a glob.

    A document in a file of its own comes unread, by its path; one of many in a ``.jsonl .ndjson .csv .parquet .warc
    .wet`` file comes with its content, its source being ``path#row`` or ``path#offset``. What cannot be read is a
    reject, and so is a file of an unknown kind in a folder. Hidden files are left out; symbolic links to files are
    followed, links to folders are rejects.
    Raises :class:`InputError` at once, before the first document, where an input does not exist.
    """
    found = [(each, _matches(each)) for each in dict.fromkeys(inputs)]
    if not found:
        raise InputError("There is nothing to read: name a file, a folder, a glob, or - for standard input.")
    if any(each == STDIN for each, _ in found) and stdin is None:
        raise InputError("Standard input (-) is not open; name a file or a folder.")
    return _all(found, stdin, limit)


def _matches(given: str) -> list[Path]:
    """The paths that an input names: itself, or what it matches as a glob, sorted."""
    if given == STDIN:
        return []
    try:
        if os.path.lexists(given):
            return [Path(given)]
        matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207 - may be absolute
    except (OSError, ValueError) as error:
        raise InputError(f"{given!r} cannot be opened: {error}.") from error
    if not matches:
        what = "Nothing matches the pattern" if glob.has_magic(given) else "There is no file or folder"
        raise InputError(f"{what} {given!r} in {Path.cwd()}; check the spelling, or use - for standard input.")
    return list(map(Path, matches))


def _all(found: list[tuple[str, list[Path]]], stdin: BinaryIO | None, limit: int) -> Iterator[Record | Reject]:
    several = sum(max(1, len(paths)) for _, paths in found) > 1
    seen: set[str] = set()
    for given, paths in found:
        if given == STDIN and stdin is not None:
            yield from _stream(stdin, STDIN, limit=limit)
        for path in paths:
            for file in _walk(path) if path.is_dir() else [path]:
                if several and (str(file) in seen or seen.add(str(file))):  # type: ignore[func-returns-value]
                    continue
                yield from _file(file, limit=limit, named=file is path)


def _walk(folder: Path) -> Iterator[Path]:
    """The visible files below a folder, depth first, each folder sorted by name; a folder itself if it is closed."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path is not folder and (path.is_symlink() or not path.is_dir()):
            yield path
            continue
        try:
            below = sorted(path.iterdir(), key=lambda each: each.name, reverse=True)
        except OSError:
            yield path
            continue
        waiting.extend(each for each in below if not each.name.startswith("."))


def _file(path: Path, *, limit: int, named: bool) -> Iterator[Record | Reject]:
    """The documents of one file; one that the user has ``named`` is read whatever its suffix."""
    source, suffix = _printable(path), _suffix(path)
    if path.is_dir():
        detail = "a link to a folder is not followed; name it as an input" if path.is_symlink() else "permission denied"
        yield reject(source, Reason.UNKNOWN_KIND if path.is_symlink() else Reason.UNREADABLE, detail)
    elif not named and not path.is_file():
        yield reject(source, Reason.UNREADABLE, "the link leads nowhere" if path.is_symlink() else "not a regular file")
    elif path.exists() and not path.is_file():
        raise InputError(f"{source} is a pipe or a device, which can be read once only: give it as - < {source}.")
    elif suffix in PAGES and path.is_file():
        yield Record(source=source, path=path, kind=PAGES[suffix])
    elif suffix in ROWS or named:
        try:
            with path.open("rb", buffering=1 << 16) as file:
                yield from _stream(file, source, limit=limit, suffix=suffix)
        except OSError as error:
            yield reject(source, Reason.UNREADABLE, error.strerror or error)
    else:
        yield reject(source, Reason.UNKNOWN_KIND, f"not one of {' '.join(SUFFIXES)}, plain or with {' '.join(PACKED)}")


def _printable(path: Path) -> str:
    """The path as text that can be encoded: a name need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _suffix(path: Path) -> str:
    name = path.name.lower()
    for packed in PACKED:
        name = name.removesuffix(packed)
    return Path(name).suffix


def _stream(file: BinaryIO, source: str, *, limit: int, suffix: str = "") -> Iterator[Record | Reject]:
    """The documents of an open file: many by its suffix, else by its first bytes, else one page."""
    try:
        if read := ROWS.get(suffix):
            yield from read(file, source, limit)
            return
        stream = unpacked(file)
        if read := _reader_of(stream.peek()):
            yield from read(stream, source, limit)
        else:
            yield Record(source=source, content=read_bounded(stream, limit), kind=PAGES.get(suffix))
    except Refused as refused:
        yield reject(source, refused.reason, refused.detail)


def _reader_of(head: bytes) -> Reader | None:
    """The reader for a stream that begins so, ``None`` for a page."""
    found = [read for pattern, read in _HEADS if pattern.match(head)]
    return found[0] if found else None
