"""The shape of every line of a page: counts over its characters, for all lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import (
    SCRIPTS,
    SORTS,
    Bytes,
    Codes,
    Sort,
    codes_of,
    edges_of,
    scripts_of,
    sorts_of,
    tally,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

LONG = 100
"""From this width on a line counts as running text."""

_SPACELESS_WIDTH = 2.5
_SHORT_WORD = 3
_STOPLESS = [0x0E00 >> 7, 0x0E80 >> 7, 0x1780 >> 7]
"""Blocks of Thai, Lao and Khmer letters, 128 each: these write a space where others write a stop."""


class Shapes:
    """Counts over the characters of each line, one number a line in each array.

    ``counts[i, sort]`` is the number of characters of that :class:`Sort` in line ``i``. A character of a script
    without spaces counts two and a half in ``width``, half a word in ``words``. ``first``, ``last`` and ``closed``
    are the sorts of the first and last character and of the last one inside closing quotes, a stop behind running text
    in scripts that write none; ``foreign`` is the share of letters in another script than the page's.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.size = len(lines)
        self.lengths = np.fromiter(map(len, lines), dtype=np.intp, count=self.size)
        # The line break behind each line ends its last word and sentence; it is not counted.
        codes = codes_of("\n".join([*lines, ""]))
        sorts = sorts_of(codes)
        owner = np.repeat(np.arange(self.size), self.lengths + 1)
        starts = np.cumsum(self.lengths + 1) - self.lengths - 1
        ends = starts + self.lengths
        self.counts = tally(owner, sorts, (self.size, SORTS))
        self.counts[:, Sort.SPACE] -= 1
        self.first, self.last = sorts[starts], sorts[ends - 1]
        before = sorts[np.maximum(ends - 2, starts)]
        self.closed = np.where((self.last == Sort.QUOTE) | (self.last == Sort.BRACKET), before, self.last)
        spaceless = self.counts[:, Sort.SPACELESS]
        self.width: Floats = self.lengths + (_SPACELESS_WIDTH - 1) * spaceless
        stopless = (self.width >= LONG) & np.isin(codes[ends - 1] >> 7, _STOPLESS)
        self.last, self.closed = (np.where(stopless, Sort.TERMINAL, sort) for sort in (self.last, self.closed))
        self._count_words(owner, sorts)
        self.words: Floats = self.spaced_words + spaceless / 2
        self._count_sentences(owner, sorts, stopless)
        self._measure_script(owner, codes)

    def _count_words(self, owner: Ints, sorts: Bytes) -> None:
        edges = edges_of((sorts >= Sort.UPPER) & (sorts <= Sort.DIGIT) & (sorts != Sort.SPACELESS))
        opens, lengths = edges[::2], edges[1::2] - edges[::2]
        whose = owner[opens]
        self.spaced_words = np.bincount(whose, minlength=self.size)
        self.capitalised = np.bincount(whose[sorts[opens] == Sort.UPPER], minlength=self.size)
        self.short_words = np.bincount(whose[lengths <= _SHORT_WORD], minlength=self.size)

    def _count_sentences(self, owner: Ints, sorts: Bytes, stopless: NDArray[np.bool_]) -> None:
        at = np.flatnonzero(sorts == Sort.TERMINAL)
        then = sorts[at + 1]
        ended = (then == Sort.SPACE) | (then == Sort.QUOTE) | (then == Sort.SPACELESS)
        found = np.bincount(owner[at[ended]], minlength=self.size)
        self.sentences = np.where(stopless, self.counts[:, Sort.SPACE] + 1, found)

    def _measure_script(self, owner: Ints, codes: Codes) -> None:
        """Finds the script most of the running text is in, and each line's share of letters in others."""
        by_script = tally(owner, scripts_of(codes), (self.size, len(SCRIPTS)))
        by_script[:, SCRIPTS.index("")] = 0
        letters = by_script.sum(axis=1)
        weight = np.minimum(self.width / LONG, 3.0) ** 2
        script = int((weight @ by_script).argmax())
        self.foreign: Floats = np.where(letters > 0, 1 - by_script[:, script] / np.maximum(letters, 1), 0.0)
