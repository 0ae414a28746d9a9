"""The shape of every line: counts over its characters, for all lines of several pages at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import SCRIPTS, SORTS, Bytes, Sort, edges_of, scripts_of, tally
from polyglot_news.extract.lines import Lines

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

LONG = 100
"""From this width on a line counts as running text."""

_SPACELESS_WIDTH = 2.5
_SHORT_WORD = 3
_STOPLESS = [0x0E00 >> 7, 0x0E80 >> 7, 0x1780 >> 7]
"""Blocks of Thai, Lao and Khmer letters, 128 each: these write a space where others write a stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Counts over the characters of each line, one number a line in each array.

    ``counts[i, sort]`` is the number of characters of that :class:`Sort` in line ``i``. A character of a script
    without spaces counts two and a half in ``width``, half a word in ``words``. ``first``, ``last`` and ``closed``
    are the sorts of the first and last character and of the last one inside closing quotes, a stop behind running text
    in scripts that write none; ``foreign`` is the share of letters in another script than the page's.
    """

    lengths: Ints
    counts: Floats
    width: Floats
    words: Floats
    spaced_words: Ints
    capitalised: Ints
    short_words: Ints
    sentences: Floats
    first: Bytes
    last: Bytes
    closed: Bytes
    foreign: Floats


def measure(lines: Lines) -> Shapes:
    """Returns the shapes of lines."""
    size, starts, ends = len(lines), lines.starts, lines.ends
    # White space behind a line ends its last word and sentence; it is counted with it, and taken off again.
    stops = np.append(starts[1:], ends[-1:] + 1)
    codes, sorts = lines.codes[starts[0] : stops[-1]], lines.sorts[starts[0] : stops[-1]]
    owner = np.repeat(np.arange(size), stops - starts)
    counts = tally(owner, sorts, (size, SORTS))
    counts[:, Sort.SPACE] -= stops - ends
    lengths, spaceless = ends - starts, counts[:, Sort.SPACELESS]
    width = lengths + (_SPACELESS_WIDTH - 1) * spaceless
    stopless = (width >= LONG) & np.isin(lines.codes[ends - 1] >> 7, _STOPLESS)
    last, before = lines.sorts[ends - 1], lines.sorts[np.maximum(ends - 2, starts)]
    closed = np.where((last == Sort.QUOTE) | (last == Sort.BRACKET), before, last)
    spaced_words, capitalised, short_words = _count_words(owner, sorts, size)
    sentences = np.where(stopless, counts[:, Sort.SPACE] + 1, _count_sentences(owner, sorts, size))
    return Shapes(
        lengths=lengths,
        counts=counts,
        width=width,
        words=spaced_words + spaceless / 2,
        spaced_words=spaced_words,
        capitalised=capitalised,
        short_words=short_words,
        sentences=sentences,
        first=lines.sorts[starts],
        last=np.where(stopless, Sort.TERMINAL, last),
        closed=np.where(stopless, Sort.TERMINAL, closed),
        foreign=_foreign(tally(owner, scripts_of(codes), (size, len(SCRIPTS))), width, lines.pages),
    )


def _count_words(owner: Ints, sorts: Bytes, size: int) -> tuple[Ints, Ints, Ints]:
    """Returns how many words set apart by spaces each line has, and how many are capitalised, and short."""
    edges = edges_of((sorts >= Sort.UPPER) & (sorts <= Sort.DIGIT) & (sorts != Sort.SPACELESS))
    opens, lengths = edges[::2], edges[1::2] - edges[::2]
    whose = owner[opens]
    chosen = (whose, whose[sorts[opens] == Sort.UPPER], whose[lengths <= _SHORT_WORD])
    words, capitalised, short = (np.bincount(each, minlength=size) for each in chosen)
    return words, capitalised, short


def _count_sentences(owner: Ints, sorts: Bytes, size: int) -> Ints:
    """Returns how many stops each line has that white space, a quotation mark or a character without spaces follows."""
    at = np.flatnonzero(sorts == Sort.TERMINAL)
    then = sorts[at + 1]
    ended = (then == Sort.SPACE) | (then == Sort.QUOTE) | (then == Sort.SPACELESS)
    return np.bincount(owner[at[ended]], minlength=size)


def _foreign(by_script: Floats, width: Floats, pages: Ints) -> Floats:
    """Returns each line's share of letters in another script than most of the running text of its page is in."""
    by_script[:, SCRIPTS.index("")] = 0
    letters = by_script.sum(axis=1)
    weight = np.minimum(width / LONG, 3.0) ** 2
    script = np.add.reduceat(by_script * weight[:, None], pages[:-1]).argmax(axis=1)
    own = by_script[np.arange(len(width)), np.repeat(script, np.diff(pages))]
    return np.where(letters > 0, 1 - own / np.maximum(letters, 1), 0.0)
