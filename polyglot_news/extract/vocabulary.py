"""The words of a page, line by line, as numbers: what they announce, and which of them the lines share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import codes_of, edges_of, word_marks_of
from polyglot_news.extract.interface import HINT_OF_PIECE, HINT_OF_WORD, HINTS, PIECE

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_HINTED = 14
"""Words at the head of a line that may announce something; what comes later is running text."""

_HEAD = 100
"""Characters at the head of a line that may, in scripts without spaces."""

_CONTENT = 5
"""From this length on a word says what a line is about."""

_DASH, _BLANK = ord("-"), ord(" ")


# The words that announce something have the first numbers, so that their numbers say what they announce.
_NUMBERS = {word: number for number, word in enumerate(HINT_OF_WORD)}
_HINT_OF_NUMBER = np.array(list(HINT_OF_WORD.values()))


class Vocabulary:
    """Every word of a page as a number, with the line it stands in.

    A word is what ``\\w[\\w-]*`` matches in a case-folded line. ``ids``, ``owner``, ``place`` and ``lengths`` hold its
    number, its line, the words before it in that line, and its characters; ``words`` counts the words of each line.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._page = page = "\n".join([*lines, ""]).casefold()
        self.folded = page.split("\n")[:-1]
        self.size = len(lines)
        words, starts, ends = _words(page)
        self.lengths = ends - starts
        self.ids = np.fromiter(map(_NUMBERS.copy().setdefault, words, count(len(_NUMBERS))), np.intp, len(words))
        self.total = len(_NUMBERS) + len(words)
        owner = np.repeat(np.arange(self.size), np.fromiter(map(len, self.folded), np.intp, self.size) + 1)
        self.owner = owner[starts]
        self.words: Ints = np.bincount(self.owner, minlength=self.size)
        self.place = np.arange(len(words)) - np.repeat(np.cumsum(self.words) - self.words, self.words)

    def hints(self) -> Floats:
        """Returns for each line and hint 1 where a word at the line's head gives that hint; then the share that do."""
        at = np.flatnonzero((self.ids < len(_NUMBERS)) & (self.place < _HINTED))
        rows, columns = self.size, len(HINTS) + 1
        cells = self.owner[at] * columns + _HINT_OF_NUMBER[self.ids[at]]
        found = np.bincount(cells, minlength=rows * columns).reshape(rows, columns).astype(np.float64)
        self._add_pieces(found)
        found[:, -1] = np.minimum(found.sum(axis=1) / np.clip(self.words, 1, _HINTED), 1)
        return np.minimum(found, 1)

    def _add_pieces(self, found: Floats) -> None:
        if self._page.isascii() or not PIECE.search(self._page):
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
        pairs = _distinct((self.owner * self.total + self.ids)[self.lengths >= _CONTENT])
        line, word = np.divmod(pairs, self.total)
        in_running = np.bincount(word[running[line]], minlength=self.total)
        anywhere = np.bincount(word, minlength=self.total)
        first = np.zeros(self.total, dtype=bool)
        first[word[line == 0]] = True
        total = np.maximum(np.bincount(line, minlength=self.size), 1)
        marks = [in_running[word] > running[line], anywhere[word] > 1, first[word]]
        shares = [np.bincount(line[mark], minlength=self.size) for mark in marks]
        return np.stack([*(share / total for share in shares), shares[2] / max(int(first.sum()), 1)], axis=1)


def _words(page: str) -> tuple[list[str], Ints, Ints]:
    """Returns the words of a page that ends with a line break, and where each begins and ends.

    All else is made a space, and the page split at these: three times as fast as looking for words.
    """
    codes = codes_of(page)
    inside = word_marks_of(codes)
    dashes = np.flatnonzero(codes == _DASH)
    if len(dashes):
        # A dash belongs to the word behind which it stands, or behind which the dashes before it do.
        first = np.diff(dashes, prepend=-2) > 1
        inside[dashes] = inside[dashes[first] - 1][np.cumsum(first) - 1]
    blanked = np.where(inside, codes, _BLANK).astype("<u4").tobytes()
    edges = edges_of(inside)
    return blanked.decode("utf-32-le", "surrogatepass").split(), edges[::2], edges[1::2]


def _distinct(numbers: Ints) -> Ints:
    """Returns the different ones among many numbers, sorted."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]
