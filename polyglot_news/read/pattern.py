"""The paths that a pattern names, one after the other in their order, however many there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from glob import has_magic
from itertools import takewhile
from pathlib import Path

from polyglot_news.read.walk import is_folder, names_in

States = frozenset[tuple[str, ...]]
"""What may still have to match: the parts of the pattern that are left, once for each way to have come so far."""

_DEEP = "**"


class Pattern:
    """A pattern as a shell knows it; ``**`` stands for any visible folders, and no links, which may go in circles."""

    def __init__(self, pattern: str) -> None:
        *parts, last = pattern.split("/")
        parts = [part for place, part in enumerate(parts) if part or not place]
        fixed = list(takewhile(lambda part: not has_magic(part), parts))
        self._top = Path("/".join(fixed) or ("/" if fixed else "."))
        self._states = _also_skipping({tuple([*parts, last][len(fixed) :])})

    def paths(self) -> Iterator[Path]:
        """Yields the paths, each folder's sorted by name and after the folder itself."""
        if _matches(self._top, self._states) and os.path.lexists(self._top):
            yield self._top
        yield from _below(self._top, self._states)

    def names(self, path: Path) -> bool:
        """True for one of the paths, which was found under the same top."""
        return any(found == path for found in self.along(path))

    def along(self, path: Path) -> Iterator[Path]:
        """Yields, of the folders on the way to a path and itself, those that are among the paths."""
        top = self._top.parts
        if path.parts[: len(top)] != top:
            return
        at, states = self._top, self._states
        if _matches(at, states):
            yield at
        for part in path.parts[len(top) :]:
            at /= part
            states = _after(at, states)
            if _matches(at, states):
                yield at


def _below(top: Path, states: States) -> Iterator[Path]:
    waiting = [_children(top, states)]
    while waiting:
        path, after = next(waiting[-1], (None, states))
        if path is None:
            waiting.pop()
            continue
        if _matches(path, after):
            yield path
        if any(rest and rest != ("",) for rest in after) and _leads_to_folder(path):
            waiting.append(_children(path, after))


def _children(folder: Path, states: States) -> Iterator[tuple[Path, States]]:
    """Returns what is in a folder in its order, each with what is left to match below it."""
    hidden = any(rest[0].startswith(".") for rest in states if rest)
    try:
        names = names_in(folder, hidden=hidden)
    except OSError:
        return iter(())
    return ((path, _after(path, states)) for path in map(folder.joinpath, names))


def _after(path: Path, states: States) -> States:
    """Returns what is left to match below a path."""
    after = set()
    for rest in states:
        if rest[:1] == (_DEEP,):
            if not path.name.startswith(".") and is_folder(path):
                after.add(rest)
        elif rest and fnmatchcase(path.name, rest[0]) and (rest[0][:1] == "." or path.name[:1] != "."):
            after.add(rest[1:])
    return _also_skipping(after)


def _also_skipping(states: Iterable[tuple[str, ...]]) -> States:
    """Adds that ``**`` may stand for no folder at all."""
    found = set(states)
    for rest in states:
        while rest[:1] == (_DEEP,):
            rest = rest[1:]
            found.add(rest)
    return frozenset(found)


def _matches(path: Path, states: States) -> bool:
    return () in states or (("",) in states and _leads_to_folder(path))


def _leads_to_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - raises nothing where the path is too long
