"""The seconds that a shard's pages take, each by itself and several together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from polyglot_news.run.pool import NOBODY, TOGETHER, Watch


class Clock:
    """A watch that adds up the seconds of every step before it passes the next one on."""

    def __init__(self, watch: Watch) -> None:
        self.step = NOBODY
        self._watch = watch
        self._spent: Counter[int] = Counter()
        self._since = time.perf_counter_ns()

    def __call__(self, step: int, /) -> None:
        now = time.perf_counter_ns()
        self._spent[self.step] += now - self._since
        self.step, self._since = step, now
        self._watch(step)

    def seconds(self, pages: Sequence[tuple[int, int]]) -> list[float]:
        """Returns what each page took, given its step and its characters.

        To be read counts, and of what pages took together a share by their characters.
        """
        rate = self._spent[TOGETHER] / max(1, sum(characters for _, characters in pages))
        return [(self._own(step) + rate * characters) / 1e9 for step, characters in pages]

    def _own(self, step: int) -> int:
        # A document is worked on at an odd step, and was read at the one before.
        return self._spent[step] + (self._spent[step - 1] if step % 2 else 0)
