"""Lists what the inputs hold: files, folders, globs and standard input, in one order, lazily, opening nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from glob import has_magic
from pathlib import Path

from polyglot_news.errors import InputError
from polyglot_news.files import printable
from polyglot_news.read.bundle import FORMATS
from polyglot_news.read.compression import SUFFIXES as PACKED
from polyglot_news.read.pattern import Pattern
from polyglot_news.read.reasons import Reason, refused, reject
from polyglot_news.read.results import is_result
from polyglot_news.read.walk import walk
from polyglot_news.records import Bundle, Kind, Record, Reject

PAGES = {".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.DUMP}
SUFFIXES = tuple(sorted((*PAGES, *FORMATS)))
STDIN = "-"
Found = Record | Bundle | Reject


def listed(
    inputs: Sequence[str],
    *,
    stdin: Path | None = None,
    without: Sequence[Path] = (),
    on_result: Callable[[Path], None] = lambda _: None,
) -> Iterator[Found]:
    """Everything the inputs hold, in the order they are given and sorted within a folder or a glob.

    A page in a file of its own is a record with its path, a file of many documents a bundle, a file of an unknown kind
    in a folder a reject. Hidden files are left out, and so is what ``without`` names; symbolic links to files are
    followed, links to folders are rejects; what two inputs name comes once. A folder that a run of this program wrote
    is passed by, and ``on_result`` is told of it. ``stdin`` is a file with what came on standard input.
    Raises :class:`InputError` at once, before the first document, where an input does not exist.
    """
    found = [_Given(each) for each in dict.fromkeys(inputs)]
    if not found:
        raise InputError("There is nothing to read: name a file, a folder, a glob, or - for standard input.")
    if any(each.name == STDIN for each in found) and stdin is None:
        raise InputError("Standard input (-) is not open; name a file or a folder.")
    return _all(found, stdin, partial(walk, without=without, on_result=on_result))


class _Given:
    """An input as given: a path, or a pattern of paths. Raises InputError where there is nothing of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pattern: Pattern | None = None
        try:
            if name == STDIN or os.path.lexists(name):
                return
            self.pattern = Pattern(name) if has_magic(name) else None
            if self.pattern and next(self.pattern.paths(), None):
                return
        except (OSError, ValueError) as error:
            raise InputError(f"{name!r} cannot be opened: {error}.") from error
        what = "Nothing matches the pattern" if self.pattern else "There is no file or folder"
        raise InputError(f"{what} {name!r} in {Path.cwd()}; check the spelling, or use - for standard input.")

    def paths(self) -> Iterator[Path]:
        """Yields its paths in their order."""
        return self.pattern.paths() if self.pattern else iter([Path(self.name)])


class _Before:
    """Tells whether a path has come by already; those that a pattern names are not held."""

    def __init__(self) -> None:
        self._paths: set[object] = set()
        self._patterns: list[Pattern] = []

    def __contains__(self, path: object) -> bool:
        return path in self._paths or any(pattern.names(Path(str(path))) for pattern in self._patterns)

    def add(self, given: _Given) -> None:
        """Takes an input that has been gone through."""
        if given.pattern:
            self._patterns.append(given.pattern)
        else:
            self._paths.add(str(Path(given.name)))

    def covers(self, path: Path, given: _Given) -> bool:
        """True when an earlier input is this path, or a folder, maybe of the same input, whose walk has come by it."""
        if str(path) in self:
            return True
        named = set(given.pattern.along(path.parent)) if given.pattern else ()
        for folder in path.parents:
            if folder in named or str(folder) in self:
                inner = path.relative_to(folder).parts
                between = [folder.joinpath(*inner[:depth]) for depth in range(len(inner))]
                passed = is_result(folder) or any(each.is_symlink() or is_result(each) for each in between[1:])
                return not any(part.startswith(".") for part in inner) and not passed
        return False


def _all(found: Sequence[_Given], stdin: Path | None, walk: Callable[..., Iterator[Path]]) -> Iterator[Found]:
    before = _Before()
    for given in found:
        if given.name == STDIN and stdin is not None:
            yield Bundle(source=STDIN, path=stdin)
            continue
        for path in given.paths():
            if before.covers(path, given):
                continue
            for file in walk(path, before=before) if path.is_dir() else [path]:
                yield _found(file, named=file is path)
        before.add(given)


def _found(path: Path, *, named: bool) -> Found:
    """What one file is, a reject where its path is too long or too well guarded to tell."""
    try:
        return _file(path, named=named)
    except OSError as error:
        return refused(_encodable(path), error)


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
