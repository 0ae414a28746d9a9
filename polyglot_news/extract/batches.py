"""Batches of pages: a call of numpy costs the same for one page and for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from polyglot_news.records import Kind, Page

MOST_LINES = 20_000
"""Lines that are read of a page."""

_CHARACTERS = 200_000
"""Characters of a batch: so few that their arrays stay near the processor."""
_PAGES = 64
"""Pages of a batch, however short."""
_BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"

Item = TypeVar("Item")


def batches(items: Iterable[Item], weight: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Yields the items in their order, several at a time: as many as weigh no more than a batch may hold, or one."""
    batch: list[Item] = []
    total = 0
    for item in items:
        weighs = weight(item)
        if batch and (total + weighs > _CHARACTERS or len(batch) >= _PAGES):
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += weighs
    if batch:
        yield batch


def weight_of(page: Page) -> int:
    """Returns the characters of a page; a dump with more lines than are read weighs a whole batch."""
    return max(len(page.text), _CHARACTERS) if _is_endless(page) else len(page.text)


def _is_endless(page: Page) -> bool:
    text = page.text
    return page.kind is Kind.DUMP and len(text) > 2 * MOST_LINES and sum(map(text.count, _BREAKS)) >= MOST_LINES
