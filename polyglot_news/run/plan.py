"""Shards: the unit of work, of retry and of output, planned from the inputs alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import xxhash

from polyglot_news.files import fingerprint
from polyglot_news.records import Record, Reject

FIRST_PAGES = 8
SHARD_PAGES = 256
SHARD_BYTES = 32_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The source of the earlier input that one repeats, to the letter or nearly."""

    original: str
    exact: bool

    @property
    def reason(self) -> str:
        """The reason of its reject."""
        return "duplicate" if self.exact else "near_duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A run of consecutive inputs; what is in it depends on the inputs alone, never on the number of workers.

    ``duplicates`` says of which earlier input the input at a position is a copy; at the positions of ``repeated_ids``
    are inputs that give themselves the id of an earlier one.
    """

    index: int
    items: tuple[Record | Reject, ...]
    duplicates: Mapping[int, Duplicate] = field(default_factory=dict)
    repeated_ids: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The name of its output files."""
        return f"{self.index:06d}"

    @property
    def links(self) -> str:
        """A hash of what the shard knows of other shards' inputs."""
        copies = sorted((place, copy.original, copy.exact) for place, copy in self.duplicates.items())
        return fingerprint((copies, sorted(self.repeated_ids)))

    @property
    def fingerprint(self) -> str:
        """A hash that changes when one of its inputs does (path, size and time of a file, content of a row)."""
        return fingerprint([_identity(item) for item in self.items])


def shards(items: Iterable[Record | Reject], *, pages: int = SHARD_PAGES, size: int = SHARD_BYTES) -> Iterator[Shard]:
    """Cuts the inputs, in their order, into shards of at most ``pages`` inputs and about ``size`` bytes.

    The first shards are small and every four of them twice as large as those before, so that a few pages already keep
    every worker busy and many pages make few files.
    """
    held: list[Record | Reject] = []
    weight = index = 0
    for item in items:
        held.append(item)
        weight += _weight(item)
        if len(held) >= min(pages, FIRST_PAGES << index // 4) or weight >= size:
            yield Shard(index=index, items=tuple(held))
            held, weight, index = [], 0, index + 1
    if held:
        yield Shard(index=index, items=tuple(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is known of a shard without holding it: name, number and bytes of its inputs, and their fingerprint."""

    name: str
    inputs: int
    size: int
    fingerprint: str


def plan(items: Iterable[Record | Reject]) -> list[Planned]:
    """Returns every shard of the inputs, small enough to hold for millions of pages."""
    return [
        Planned(
            name=shard.name,
            inputs=len(shard.items),
            size=sum(map(_weight, shard.items)),
            fingerprint=shard.fingerprint,
        )
        for shard in shards(items)
    ]


def _weight(item: Record | Reject) -> int:
    if isinstance(item, Reject):
        return len(item.text)
    if item.content is not None:
        return len(item.content)
    try:
        return item.path.stat().st_size if item.path else 0
    except OSError:
        return 0


def _identity(item: Record | Reject) -> tuple[object, ...]:
    if isinstance(item, Reject):
        return (item.source, item.stage, item.reason, item.detail)
    if item.content is not None:
        content = item.content.encode("utf-8", "surrogatepass") if isinstance(item.content, str) else item.content
        extra = sorted(item.extra.items(), key=repr)
        return (item.source, item.id, item.url, item.kind, repr(extra), xxhash.xxh3_128_hexdigest(content))
    try:
        status = item.path.stat() if item.path else None
    except OSError:
        status = None
    return (item.source, status and (status.st_size, status.st_mtime_ns))
