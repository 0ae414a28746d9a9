"""The pages of a shard: its documents decoded, those that repeat an earlier one left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from polyglot_news.extract import batches, weight_of
from polyglot_news.files import fingerprint
from polyglot_news.read import STAGE, load
from polyglot_news.records import Page, Record, Reject
from polyglot_news.run.documents import documents
from polyglot_news.run.plan import Shard, Spot
from polyglot_news.run.pool import Watch
from polyglot_news.run.turns import Turn, safely

Item = TypeVar("Item")


def pages(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> Iterator[Turn[Page | Reject]]:
    """Yields every document of a shard in its order, as a page or as the reject that stands for it."""
    for found in documents(shard, quarantine, watch):
        yield Turn(step=found.step, item=safely(partial(_page, shard, found.spot), found.item))


def batched(shard: Shard, items: Iterable[Item], page_of: Callable[[Item], object]) -> Iterable[Sequence[Item]]:
    """Yields what has pages several at a time; in a shard that a worker has died of one by one, to show of which."""
    if shard.retried:
        return ([item] for item in items)
    return batches(items, lambda item: weight_of(page) if isinstance(page := page_of(item), Page) else 0)


def _page(shard: Shard, spot: Spot, record: Record) -> Page | Reject:
    if copy := shard.duplicates.get(spot):
        return Reject(
            source=record.source, stage=STAGE, reason=copy.reason, detail=copy.original, page_id=record.id or ""
        )
    if spot in shard.repeated_ids:
        record = replace(record, id=f"{record.id}:{fingerprint(record.source)[:8]}")
    return load(record)
