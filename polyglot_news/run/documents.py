"""The documents of a shard one after the other, in a worker that one of them may end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from polyglot_news.read import LIMIT, STAGE
from polyglot_news.read import documents as read
from polyglot_news.read.slicing import place_of, rest_of
from polyglot_news.records import Bundle, Record, Reject, Slice
from polyglot_news.run.plan import Shard, Spot
from polyglot_news.run.pool import NOBODY, Watch

WHILE_READ = "while it was read"
"""The detail of a reject that stands for all the documents of a piece that could not be read any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document, or what became of it, where in its shard it is, and at which step somebody works on it."""

    spot: Spot
    step: int
    item: Record | Reject


def documents(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> Iterator[Found]:
    """Yields every document of a shard in its order.

    The steps told to ``watch`` are even while a document is read and odd while somebody works on it. A document whose
    odd step is in quarantine comes as a reject; where an even one is, the rest of its piece is one reject.
    In the end no step is said to be at hand.
    """
    step = 0
    for position, piece in enumerate(shard.pieces):
        reading, last = iter(_items(piece)), None
        while True:
            watch(step)
            if step in quarantine:
                yield Found(spot=(position, -1), step=step, item=_unread(piece, last, quarantine[step]))
                break
            if (item := next(reading, None)) is None:
                break
            watch(step + 1)
            last = place_of(item, piece)
            yield Found(spot=(position, last), step=step + 1, item=_kept(item, quarantine.get(step + 1)))
            step += 2
        step += 2
    watch(NOBODY)  # what follows, writing the shard down, no page is to blame for


def name_of(place: int, piece: Slice | Record | Reject | Bundle) -> str:
    """Returns the source of the document at a place."""
    return f"{piece.source}#{place}" if place >= 0 else piece.source


def rejected_pages(details: Iterable[str], *, kept: int, surveyed: int) -> int:
    """Returns how many pages rejects stand for: one each, but where reading broke off, all that the survey saw."""
    told = list(details)
    return max(len(told), surveyed - kept) if WHILE_READ in told else len(told)


def _items(piece: object) -> Iterable[Record | Reject]:
    if isinstance(piece, Slice):
        return read(piece, limit=LIMIT)
    assert isinstance(piece, Record | Reject)
    return [piece]


def _kept(item: Record | Reject, reason: str | None) -> Record | Reject:
    if reason is None:
        return item
    return Reject(source=item.source, stage="extract", reason=reason, page_id=getattr(item, "id", "") or "")


def _unread(piece: object, last: int | None, reason: str) -> Reject:
    """Returns the reject for the rest of a piece, which ends or stops whoever reads it."""
    assert isinstance(piece, Slice | Record | Reject)
    source = rest_of(piece, last) if isinstance(piece, Slice) else piece.source
    return Reject(source=source, stage=STAGE, reason=reason, detail=WHILE_READ)
