"""The pages of a shard: its documents decoded, those that repeat an earlier one left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from polyglot_news.files import fingerprint
from polyglot_news.read import STAGE, load
from polyglot_news.records import Page, Record, Reject
from polyglot_news.run.documents import documents
from polyglot_news.run.plan import Shard, Spot
from polyglot_news.run.pool import Watch
from polyglot_news.run.turns import Turn, safely


def pages(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> Iterator[Turn[Page | Reject]]:
    """Yields every document of a shard in its order, as a page or as the reject that stands for it."""
    for found in documents(shard, quarantine, watch):
        yield Turn(step=found.step, item=safely(partial(_page, shard, found.spot), found.item))


def _page(shard: Shard, spot: Spot, record: Record) -> Page | Reject:
    if copy := shard.duplicates.get(spot):
        return Reject(
            source=record.source, stage=STAGE, reason=copy.reason, detail=copy.original, page_id=record.id or ""
        )
    if spot in shard.repeated_ids:
        record = replace(record, id=f"{record.id}:{fingerprint(record.source)[:8]}")
    return load(record)
