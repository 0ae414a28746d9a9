"""Documents that take turns: whatever one makes a library do, it alone is to blame, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from polyglot_news.records import Reject
from polyglot_news.run.pool import TOGETHER, Watch

_LONGEST_DETAIL = 2_000


class Document(Protocol):
    """What a document is in any form: something with a source, and maybe an id."""

    @property
    def source(self) -> str: ...

    @property
    def id(self) -> str | None: ...


Given = TypeVar("Given", bound=Document)
Result = TypeVar("Result")
Item = TypeVar("Item", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Generic[Item]):
    """A document and the step at which it is worked on."""

    step: int
    item: Item


def together(
    turns: Iterable[Turn[Given | Reject]],
    work: Callable[[Sequence[Given]], Iterable[Result]],
    watch: Watch,
    *,
    which: Callable[[Given], bool] = lambda _: True,
) -> dict[int, Result]:
    """Returns what the documents ``which`` are meant become together, by their steps.

    That is nothing where there is one of them, or one makes it fail. No step is at hand meanwhile.
    """
    some = [(turn.step, turn.item) for turn in turns if not isinstance(turn.item, Reject) and which(turn.item)]
    if len(some) < 2:
        return {}
    watch(TOGETHER)
    with suppress(Exception):
        return dict(zip([step for step, _ in some], work([item for _, item in some]), strict=True))
    return {}


def one_by_one(
    turns: Iterable[Turn[Given | Reject]],
    work: Callable[[Given], Result | Reject],
    watch: Watch,
    *,
    known: Mapping[int, Result | Reject],
) -> Iterator[Turn[Result | Reject]]:
    """Yields what becomes of each document: what is ``known`` of its step, else what the work makes of it.

    Its step is at hand meanwhile.
    """
    for turn in turns:
        watch(turn.step)
        item = known[turn.step] if turn.step in known else safely(work, turn.item)
        yield Turn(step=turn.step, item=item)


def safely(work: Callable[[Given], Result | Reject], item: Given | Reject) -> Result | Reject:
    """Returns what the work makes of a document; a reject where there is one already, or where the work fails."""
    if isinstance(item, Reject):
        return item
    failed = partial(Reject, source=item.source, stage="extract", page_id=item.id or "")
    try:
        return work(item)
    except MemoryError:
        return failed(reason="memory")
    except RecursionError:
        return failed(reason="too_deep")
    except Exception as error:
        return failed(reason="error", detail=f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL])
