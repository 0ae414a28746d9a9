"""The shape of every line of a page: counts over its characters, for all lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import SCRIPTS, Sort, codes_of, scripts_of, sorts_of

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

LONG = 100
"""From this width on a line counts as running text."""

_SPACELESS_WIDTH = 2.5
_SHORT_WORD = 3


class Shapes:
    """Counts over the characters of each line, one number a line in each array.

    ``counts[i, sort]`` is the number of characters of that :class:`Sort` in line ``i``. A character of a script
    without spaces counts two and a half in ``width``, half a word in ``words``. ``first``, ``last`` and ``closed``
    are the sorts of the first and last character and of the last one inside closing quotes; ``foreign`` is the share
    of letters in another script than the page's.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, lines), dtype=np.intp, count=len(lines))
        codes = codes_of("".join(lines))
        sorts = sorts_of(codes)
        owner = np.repeat(np.arange(len(lines)), lengths)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        self.lengths = lengths
        self.counts = _tally(owner, sorts, (len(lines), len(Sort)))
        self.first, self.last = sorts[starts], sorts[ends - 1]
        before = np.maximum(ends - 2, starts)
        self.closed = np.where((self.last == Sort.QUOTE) | (self.last == Sort.BRACKET), sorts[before], self.last)
        spaceless = self.counts[:, Sort.SPACELESS]
        self.width: Floats = lengths + (_SPACELESS_WIDTH - 1) * spaceless
        self._count_words(owner, sorts, starts)
        self.words: Floats = self.spaced_words + spaceless / 2
        self._count_sentences(owner, sorts, ends)
        self._measure_script(owner, codes)

    def _count_words(self, owner: Ints, sorts: NDArray[np.uint8], starts: Ints) -> None:
        n = len(self.lengths)
        inside = (sorts >= Sort.UPPER) & (sorts <= Sort.DIGIT) & (sorts != Sort.SPACELESS)
        opens = inside.copy()
        opens[1:] &= ~inside[:-1]
        opens[starts] = inside[starts]
        at = np.flatnonzero(opens)
        lengths = np.add.reduceat(inside, at, dtype=np.intp) if len(at) else at
        whose = owner[at]
        self.spaced_words = np.bincount(whose, minlength=n)
        self.capitalised = np.bincount(whose[sorts[at] == Sort.UPPER], minlength=n)
        self.short_words = np.bincount(whose[lengths <= _SHORT_WORD], minlength=n)

    def _count_sentences(self, owner: Ints, sorts: NDArray[np.uint8], ends: Ints) -> None:
        at = np.flatnonzero(sorts == Sort.TERMINAL)
        then = sorts[np.minimum(at + 1, len(sorts) - 1)]
        ended = (then == Sort.SPACE) | (then == Sort.QUOTE) | (then == Sort.SPACELESS) | (at == ends[owner[at]] - 1)
        self.sentences = np.bincount(owner[at[ended]], minlength=len(self.lengths))

    def _measure_script(self, owner: Ints, codes: NDArray[np.uint32]) -> None:
        """Finds the script most of the running text is in, and each line's share of letters in others."""
        by_script = _tally(owner, scripts_of(codes), (len(self.lengths), len(SCRIPTS)))
        by_script[:, SCRIPTS.index("")] = 0
        letters = by_script.sum(axis=1)
        weight = np.minimum(self.width / LONG, 3.0) ** 2
        script = int((weight @ by_script).argmax())
        self.foreign: Floats = np.where(letters > 0, 1 - by_script[:, script] / np.maximum(letters, 1), 0.0)


def _tally(owner: Ints, kinds: NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    flat = np.bincount(owner * shape[1] + kinds, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)
