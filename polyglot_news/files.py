"""Files that exist whole or not at all, and names that are safe to print."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import xxhash

from polyglot_news.errors import OutputError

_SEAL = "hash"
_LINE_BREAKS = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = "free some space and run the same command again, what is finished is kept"
SYNC_BYTES = 1 << 24
"""So much is written of a large file before it is synced: all of it at once can take minutes without a sign of life."""
_ADVICE = {
    errno.ENOSPC: f"the disk is full: {_SPACE}",
    errno.EDQUOT: f"the disk quota is used up: {_SPACE}",
    errno.EROFS: "read-only file system: choose another folder",
    errno.EACCES: "permission denied: choose another folder or change its permissions",
    errno.ENOTDIR: "a part of the path is a file: choose another folder",
    errno.EISDIR: "a folder of that name is in the way: remove or rename it, or choose another name",
}


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside ``path`` and, when the block ends well, syncs it and renames it to ``path``.

    A reader therefore sees the old file or the new one, never a part. Raises OutputError where the file system refuses.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with writing(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield partial
            sync(partial)
            partial.replace(path)
            sync(path.parent)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises OutputError, with advice, where the file system refuses what the block wants to write."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {advice(error)}.") from error


def advice(error: OSError) -> str:
    """Returns what is wrong and, where that is known, what to do about it."""
    return _ADVICE.get(error.errno or 0, error.strerror or str(error))


def entries(folder: Path, pattern: str = "*", *, deep: bool = False) -> Iterator[Path]:
    """Yields what lies in a folder under names like the pattern, in no order, one after the other; ``deep`` below it.

    However many files there are, their names are not held; the one that came last may be removed.
    """
    try:
        found = os.scandir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    with found:
        for entry in found:
            if fnmatchcase(entry.name, pattern):
                yield folder / entry.name
            elif deep and entry.is_dir(follow_symlinks=False):
                yield from entries(folder / entry.name, pattern, deep=True)


def sweep(partials: Iterable[Path], *, own: bool) -> None:
    """Removes files that :func:`atomic` began: all of them where nobody else may write, else those of dead processes.

    The numbers of dead processes are given to others, so a file that only we may write is never somebody's.
    """
    for partial in partials:
        process = partial.name.split(".")[-2]
        if own or (process.isdecimal() and not _is_alive(int(process))):
            partial.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def write_bytes(path: Path, content: bytes | memoryview) -> None:
    """Writes a file whole or not at all."""
    with atomic(path) as partial:
        partial.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Writes a small text file whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: object) -> None:
    """Writes ``value`` as indented JSON with sorted keys, so that the same value gives the same bytes."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def read_json(path: Path) -> Any:
    """Returns what a file of JSON holds, or None where there is none or it was damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def write_sealed(path: Path, value: Mapping[str, object]) -> None:
    """Writes an object of the program's own with a hash of itself; a folder in its place is removed."""
    if path.is_dir():
        remove(path)
    write_json(path, {**value, _SEAL: _seal(value)})


def read_sealed(path: Path) -> dict[str, Any] | None:
    """Returns what :func:`write_sealed` wrote, or None where there is none or anything else."""
    found = read_json(path)
    seal = found.pop(_SEAL, None) if isinstance(found, dict) else None
    return found if seal is not None and seal == _seal(found) else None


def _seal(value: object) -> str:
    return xxhash.xxh3_128_hexdigest(json.dumps(value, sort_keys=True).encode("ascii"))


def remove(path: Path) -> None:
    """Removes a file, or the folder that came in its place; raises OutputError where the file system refuses."""
    with writing(path):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


def unlink(path: Path) -> None:
    """Removes a file if it is there; raises OutputError, with advice, where it is a folder or may not be removed."""
    with writing(path):
        path.unlink(missing_ok=True)


def fingerprint(value: object) -> str:
    """Returns 128 bits of hash, in hexadecimal, of a value made of strings, numbers, tuples and lists."""
    return xxhash.xxh3_128_hexdigest(repr(value).encode("utf-8", "surrogatepass"))


def version_of(path: Path) -> str:
    """Returns what changes when a file is written or replaced, not when it is linked; nothing for one that is gone."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def hash_of(path: Path, tick: Callable[[], None] = lambda: None) -> str:
    """Returns 128 bits of hash, in hexadecimal, of a file's content; nothing for a file that cannot be read.

    ``tick`` is called after every megabyte, as a sign of life.
    """
    digest = xxhash.xxh3_128()
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
                tick()
    except OSError:
        return ""
    return digest.hexdigest()


def printable(text: str) -> str:
    """Returns scraped text as one line without what a terminal would obey: escapes, controls, direction overrides."""
    return _CONTROL.sub("", _LINE_BREAKS.sub(" ", text))


def sync(path: Path) -> None:
    """Makes sure that what was written to a file or folder is on the disk."""
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) if path.is_dir() else os.O_RDWR
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
