"""The words of a page, line by line, as numbers: what they announce, and which of them the lines share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.interface import HINT_OF_PIECE, HINT_OF_WORD, HINTS, PIECE, words_in

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_HINTED = 14
"""Words at the head of a line that may announce something; what comes later is running text."""

_HEAD = 100
"""Characters at the head of a line that may, in scripts without spaces."""

_CONTENT = 5
"""From this length on a word says what a line is about."""


class Vocabulary:
    """Every word of a page as a number, with the line it stands in."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.folded = [line.casefold() for line in lines]
        words = words_in(self.folded)
        numbers: dict[str, int] = {}
        ids = np.fromiter(map(numbers.setdefault, words, count()), dtype=np.intp, count=len(words))
        breaks = ids == numbers.get("\n", -1)
        owner = np.cumsum(breaks)
        self.size = len(lines)
        self.ids, self.owner = ids[~breaks], owner[~breaks]
        self.known, self.numbers = list(numbers), np.fromiter(numbers.values(), dtype=np.intp, count=len(numbers))
        self.total = len(words)
        counts = np.bincount(self.owner, minlength=self.size)
        self.words: Ints = counts
        self.place = np.arange(len(self.ids)) - np.repeat(np.cumsum(counts) - counts, counts)

    def hints(self) -> Floats:
        """Returns for each line and hint 1 where a word at the line's head gives that hint; then the share that do."""
        hint = np.fromiter(map(HINT_OF_WORD.get, self.known, repeat(-1)), dtype=np.intp, count=len(self.known))
        what = self._spread(hint)[self.ids]
        at = np.flatnonzero((what >= 0) & (self.place < _HINTED))
        found = np.zeros((self.size, len(HINTS) + 1))
        np.add.at(found, (self.owner[at], what[at]), 1)
        self._add_pieces(found)
        found[:, -1] = np.minimum(found.sum(axis=1) / np.clip(self.words, 1, _HINTED), 1)
        return np.minimum(found, 1)

    def _add_pieces(self, found: Floats) -> None:
        if not PIECE.search("\n".join(self.folded)):
            return
        for i, line in enumerate(self.folded):
            if line.isascii():
                continue
            for piece in PIECE.findall(line, 0, _HEAD):
                found[i, HINT_OF_PIECE[piece]] += 1

    def shared(self, running: NDArray[np.bool_]) -> Floats:
        """Returns for each line the share of its content words that other lines of running text have, that any other
        line has, and that the page's first line has; then the share of the first line's words that it has.
        """
        long = np.fromiter(map(len, self.known), dtype=np.intp, count=len(self.known)) >= _CONTENT
        content = self._spread(long)[self.ids]
        pairs = np.unique((self.owner * self.total + self.ids)[content])
        line, word = np.divmod(pairs, max(self.total, 1))
        in_running = np.bincount(word[running[line]], minlength=self.total)
        anywhere = np.bincount(word, minlength=self.total)
        first = np.zeros(self.total, dtype=bool)
        first[word[line == 0]] = True
        total = np.maximum(np.bincount(line, minlength=self.size), 1)
        marks = [in_running[word] > running[line], anywhere[word] > 1, first[word]]
        shares = [np.bincount(line[mark], minlength=self.size) for mark in marks]
        return np.stack([*(share / total for share in shares), shares[2] / max(int(first.sum()), 1)], axis=1)

    def _spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Puts what is known of each word where its number points."""
        table = np.zeros(self.total, dtype=values.dtype)
        table[self.numbers] = values
        return table
