"""What shards must know of each other: which of their documents repeat earlier ones. A line a shard, on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from polyglot_news.files import atomic
from polyglot_news.run.documents import name_of
from polyglot_news.run.looks import Looks, Rows
from polyglot_news.run.plan import Duplicate, Shard
from polyglot_news.run.planning import Plan
from polyglot_news.run.sorter import Sorter, repeats

_SHARDS_HELD = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A page and the earlier one that it repeats, to the letter or nearly, by their numbers."""

    page: int
    original: int
    exact: bool


def write_links(path: Path, looks: Looks, plan: Plan, *, near: bool) -> None:
    """Writes down for every shard how many documents it has, and which repeat an earlier one or its id.

    Memory does not grow with the pages, but for the index of ``near`` copies.
    """
    copies = _Ordered(_copies(looks, near=near))
    ids = _Ordered(_repeated(looks, "id"))

    @lru_cache(maxsize=_SHARDS_HELD)
    def shard_at(line: int) -> Shard:
        return plan.shard_at(line)

    def source(page: int) -> str:
        row = looks.row(page)
        return name_of(int(row["place"]), shard_at(int(row["line"])).pieces[row["piece"]])

    with atomic(path) as partial, partial.open("w", encoding="ascii") as file:
        for start, rows in _by_shard(looks.rows()):
            spots, end = rows[["piece", "place"]].tolist(), start + len(rows)
            found = ((*spots[each.page - start], source(each.original), each.exact) for each in copies.until(end))
            told = {
                "line": int(rows["line"][0]),
                "surveyed": len(rows),
                "copies": list(found),
                "ids": [spots[each.page - start] for each in ids.until(end)],
            }
            file.write(json.dumps(told) + "\n")


def linked(path: Path, shards: Iterable[Shard]) -> Iterator[Shard]:
    """Yields shards with what :func:`write_links` wrote down about them."""
    with path.open(encoding="ascii") as file:
        lines = map(json.loads, file)
        told = next(lines, None)
        for shard in shards:
            if told is None or told["line"] != shard.line:  # no document came of it
                yield shard
                continue
            copies = {
                (piece, place): Duplicate(original=source, exact=exact)
                for piece, place, source, exact in told["copies"]
            }
            ids = frozenset((piece, place) for piece, place in told["ids"])
            yield replace(shard, surveyed=told["surveyed"], duplicates=copies, repeated_ids=ids)
            told = next(lines, None)


def _copies(looks: Looks, *, near: bool) -> Iterator[Copy]:
    exact = _repeated(looks, "hash")
    return _with_near(looks, exact) if near else exact


def _repeated(looks: Looks, column: str) -> Iterator[Copy]:
    """Yields the pages that repeat another's number in a column, in their order; 0 is no number."""
    by_value, page = Sorter(looks.folder), 0
    for rows in looks.rows():
        (numbered,) = np.nonzero(rows[column])
        by_value.add(rows[column][numbered], numbered + page)
        page += len(rows)
    by_page = Sorter(looks.folder)
    for pages, firsts in repeats(by_value):
        by_page.add(pages, firsts)
    for block in by_page.blocks():
        for number, original in block.tolist():
            yield Copy(page=number, original=original, exact=True)


def _with_near(looks: Looks, exact: Iterator[Copy]) -> Iterator[Copy]:
    """Adds the near copies, each of a page that is itself kept."""
    from polyglot_news.run.similarity import Neighbours

    near: dict[int, int] = {}
    neighbours, known = Neighbours(), _Ordered(exact)
    signatures = (signature for block in looks.signatures() for signature in block)
    for page, signature in enumerate(signatures):
        if copies := known.until(page + 1):
            original = copies[0].original
            yield replace(copies[0], original=near.get(original, original))
        elif signature.any() and (original := neighbours.add(page, signature)) != page:
            near[page] = original
            yield Copy(page=page, original=original, exact=False)


def _by_shard(blocks: Iterable[Rows]) -> Iterator[tuple[int, Rows]]:
    """Yields the rows of a shard together, and the number of the first."""
    first, held = 0, None
    for block in blocks:
        rows = block if held is None else np.concatenate([held, block])
        *whole, held = np.split(rows, np.flatnonzero(rows["line"][1:] != rows["line"][:-1]) + 1)
        for each in whole:
            yield first, each
            first += len(each)
    if held is not None:
        yield first, held


class _Ordered:
    """Copies in the order of their pages, taken off from the front."""

    def __init__(self, copies: Iterator[Copy]) -> None:
        self._copies = copies
        self._next = next(copies, None)

    def until(self, page: int) -> list[Copy]:
        """Takes those before a page."""
        taken = []
        while self._next is not None and self._next.page < page:
            taken.append(self._next)
            self._next = next(self._copies, None)
        return taken
