"""Documents extracted several at a time: whatever one of them does, the others are not to blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from polyglot_news.extract import extract, extract_dumps
from polyglot_news.records import Article, Page, Record, Reject
from polyglot_news.run import extraction
from polyglot_news.run.articles import Extracted
from polyglot_news.run.extraction import Extraction, extract_items
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import NOBODY, TOGETHER

TEXT = "The council met on Monday to decide on the new bridge, which has been planned for ten years.\n"
MARKUP = f"<html><body><h1>A bridge</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
SHARD = Shard(
    index=0,
    pieces=tuple(
        Record(source=name, content=content)
        for name, content in [("a", TEXT * 3), ("b", MARKUP), ("c", f"third\n{TEXT}"), ("d", "\n"), ("e", TEXT)]
    ),
)


def outcomes(shard: Shard, watch: Any = lambda _: None) -> list[str]:
    """The sources in their order, with the reason of those that were rejected."""
    results = extract_items(shard, {}, watch, settings=Extraction(routed=False))
    return [_told(result) for result in results]


def _told(result: Extracted | Reject) -> str:
    return f"{result.source}: {result.reason}" if isinstance(result, Reject) else result.article.source


def test_results_come_in_the_order_of_the_inputs() -> None:
    """Dumps, HTML and rejects side by side, together or one by one."""
    expected = ["a", "b", "c", "d: empty", "e"]
    assert outcomes(SHARD) == outcomes(replace(SHARD, retried=True)) == expected


def test_the_page_that_is_worked_on_is_the_one_at_hand() -> None:
    """Each page's own step is told before its result comes, and none at the end."""
    steps: list[int] = []
    told = [steps[-1] for _ in extract_items(SHARD, {}, steps.append, settings=Extraction(routed=False))]
    assert told == [1, 5, 9, 13, 17]
    assert steps[-1] == -1


@pytest.mark.parametrize("routed", [False, True])
def test_while_dumps_are_read_together_no_page_is_at_hand(routed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lone one, and each in a shard that is retried, is at hand by its own step."""
    steps: list[int] = []
    seen: list[tuple[int, int]] = []

    def reading(pages: Sequence[Page], **how: Any) -> Iterator[Article | Reject]:
        seen.append((len(pages), steps[-1]))
        yield from extract_dumps(pages, **how)

    def reading_one(page: Page, **how: Any) -> Article | Reject:
        seen.append((1, steps[-1]))
        return extract(page, **how)

    monkeypatch.setattr(extraction, "extract_dumps", reading)
    monkeypatch.setattr(extraction, "extract", reading_one)
    settings = Extraction(target="en", routed=routed)
    for shard in (SHARD, replace(SHARD, retried=True), replace(SHARD, pieces=SHARD.pieces[:2])):
        list(extract_items(shard, {}, steps.append, settings=settings))
        seen.append((0, NOBODY))
    ones = [(1, step) for step in (1, 5, 9, 17)]
    end = (0, NOBODY)
    assert seen == [(3, TOGETHER), (1, 5), end, *ones, end, (1, 1), (1, 5), end]


def test_one_page_that_fails_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were read together with it are read again by themselves."""

    def failing(pages: Sequence[Page], **how: Any) -> Iterator[Article | Reject]:
        for page, result in zip(pages, extract_dumps(pages, **how), strict=True):
            if page.text.startswith("third"):
                raise ValueError("no such page")
            yield result

    def failing_alone(page: Page, **how: Any) -> Article | Reject:
        return next(failing([page], identify=lambda texts, **_: list(map(how["identify"], texts))))

    monkeypatch.setattr(extraction, "extract_dumps", failing)
    monkeypatch.setattr(extraction, "extract", failing_alone)
    assert outcomes(SHARD) == ["a", "b", "c: error", "d: empty", "e"]
