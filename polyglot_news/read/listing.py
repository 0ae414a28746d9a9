"""Lists what the inputs hold: files, folders, globs and standard input, in one order, lazily, opening nothing."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from polyglot_news.errors import InputError
from polyglot_news.files import printable
from polyglot_news.read.bundle import FORMATS
from polyglot_news.read.compression import SUFFIXES as PACKED
from polyglot_news.read.reasons import Reason, reject
from polyglot_news.read.walk import walk
from polyglot_news.records import Bundle, Kind, Record, Reject

PAGES = {".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.DUMP}
SUFFIXES = tuple(sorted((*PAGES, *FORMATS)))
STDIN = "-"
Found = Record | Bundle | Reject


def listed(inputs: Sequence[str], *, stdin: Path | None = None, without: Sequence[Path] = ()) -> Iterator[Found]:
    """Everything the inputs hold, in the order they are given and sorted within a folder or a glob.

    A page in a file of its own is a record with its path, a file of many documents a bundle, a file of an unknown kind
    in a folder a reject. Hidden files are left out, and so is what ``without`` names; symbolic links to files are
    followed, links to folders are rejects; what two inputs name comes once. ``stdin`` is a file with what came on
    standard input.
    Raises :class:`InputError` at once, before the first document, where an input does not exist.
    """
    found = [(each, _matches(each)) for each in dict.fromkeys(inputs)]
    if not found:
        raise InputError("There is nothing to read: name a file, a folder, a glob, or - for standard input.")
    if any(each == STDIN for each, _ in found) and stdin is None:
        raise InputError("Standard input (-) is not open; name a file or a folder.")
    return _all(found, stdin, without)


def _matches(given: str) -> list[Path]:
    """The paths that an input names: itself, or what it matches as a glob, sorted."""
    if given == STDIN:
        return []
    try:
        if os.path.lexists(given):
            return [Path(given)]
        matches = sorted(set(_expanded(given))) if glob.has_magic(given) else []
    except (OSError, ValueError) as error:
        raise InputError(f"{given!r} cannot be opened: {error}.") from error
    if not matches:
        what = "Nothing matches the pattern" if glob.has_magic(given) else "There is no file or folder"
        raise InputError(f"{what} {given!r} in {Path.cwd()}; check the spelling, or use - for standard input.")
    return matches


def _expanded(pattern: str) -> Iterator[Path]:
    """The paths that match; ``**`` stands for visible folders and not for links to folders, which may go in circles."""
    parts = pattern.split("/")
    if "**" not in parts:
        yield from map(Path, glob.glob(pattern))  # noqa: PTH207 - may be absolute
        return
    head, tail = "".join(f"{part}/" for part in parts[: parts.index("**")]), parts[parts.index("**") + 1 :]
    for top in glob.glob(head) if head else ["."]:  # noqa: PTH207
        for folder, inner, _ in os.walk(top):
            inner[:] = (name for name in inner if not name.startswith("."))
            yield from _expanded("/".join([glob.escape(folder.rstrip("/")), *tail]))


def _all(found: list[tuple[str, list[Path]]], stdin: Path | None, without: Sequence[Path]) -> Iterator[Found]:
    before: set[str] = set()
    for given, paths in found:
        if given == STDIN and stdin is not None:
            yield Bundle(source=STDIN, path=stdin)
        for path in paths:
            if _is_covered(path, before):
                continue
            for file in walk(path, without=without, before=before) if path.is_dir() else [path]:
                yield _found(file, named=file is path)
            before.add(str(path))


def _is_covered(path: Path, before: set[str]) -> bool:
    """True when an earlier input is this path, or a folder whose walk has come by it."""
    if str(path) in before:
        return True
    for folder in path.parents:
        if str(folder) in before:
            inner = path.relative_to(folder).parts
            links = (folder.joinpath(*inner[:depth]).is_symlink() for depth in range(1, len(inner)))
            return not any(part.startswith(".") for part in inner) and not any(links)
    return False


def _found(path: Path, *, named: bool) -> Found:
    """What one file is, a reject where its path is too long or too well guarded to tell."""
    try:
        return _file(path, named=named)
    except OSError as error:
        return reject(_encodable(path), Reason.UNREADABLE, error.strerror or error)


def _file(path: Path, *, named: bool) -> Found:
    """What one file is; one that the user has ``named`` is read whatever its suffix."""
    source, suffix = _encodable(path), _suffix(path)
    if suffix in PAGES and path.is_file():
        return Record(source=source, path=path, kind=PAGES[suffix])
    if path.is_dir():
        detail = "a link to a folder is not followed; name it as an input" if path.is_symlink() else "permission denied"
        return reject(source, Reason.UNKNOWN_KIND if path.is_symlink() else Reason.UNREADABLE, detail)
    if not named and not path.is_file():
        return reject(source, Reason.UNREADABLE, "not a regular file" if path.exists() else "the link leads nowhere")
    if path.exists() and not path.is_file():
        shown = printable(source)
        raise InputError(f"{shown} is a pipe or a device, which can be read once only: give it as - < {shown}.")
    if suffix in PAGES:
        return Record(source=source, path=path, kind=PAGES[suffix])
    if suffix in FORMATS or named:
        return Bundle(source=source, path=path, suffix=suffix if suffix in FORMATS else "")
    return reject(source, Reason.UNKNOWN_KIND, f"not one of {' '.join(SUFFIXES)}, plain or with {' '.join(PACKED)}")


def _encodable(path: Path) -> str:
    """The path as text that can be encoded: a name need not be UTF-8; by ``\\xff`` the byte is found again."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _suffix(path: Path) -> str:
    name = path.name.lower()
    for packed in PACKED:
        name = name.removesuffix(packed)
    return Path(name).suffix
