"""What the log says that a page took."""

from __future__ import annotations

import time

import pytest

from polyglot_news.run.clock import Clock
from polyglot_news.run.pool import NOBODY, TOGETHER


def test_time_taken_together_is_shared_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has its own time besides, to be read and worked on; what is no page's is left out."""
    moments = iter([0, 5, 6, 8, 9, 10, 40, 42, 45])
    monkeypatch.setattr(time, "perf_counter_ns", lambda: next(moments) * 1_000_000_000)
    told: list[int] = []
    clock = Clock(told.append)
    steps = [0, 1, 2, 3, TOGETHER, 1, 3, NOBODY]
    for step in steps:
        clock(step)
    assert told == steps
    assert clock.seconds([(1, 200), (3, 100)]) == [1 + 2 + 2 + 20, 1 + 1 + 3 + 10]
