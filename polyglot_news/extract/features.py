"""What can be seen of a line without knowing its language: the numbers the line model reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues, Counts
from polyglot_news.extract.evidence import MOST, SEVERAL
from polyglot_news.extract.lines import Ints, Lines
from polyglot_news.extract.shapes import LONG, Shapes
from polyglot_news.extract.terms import HINTS

Matrix = NDArray[np.float32]
Columns = Sequence[NDArray[Any] | float]

_LETTERS = [Sort.UPPER, Sort.LOWER, Sort.CASELESS, Sort.SPACELESS]
_FIRSTS = np.array([*_LETTERS, Sort.DIGIT, Sort.COMMA, Sort.TERMINAL, Sort.COLON, Sort.QUOTE, Sort.BRACKET, Sort.DASH,
                    Sort.BAR, Sort.SYMBOL])  # fmt: skip
_LASTS = np.array([Sort.TERMINAL, Sort.COMMA, Sort.COLON, Sort.QUOTE, Sort.BRACKET, Sort.DASH, Sort.BAR, Sort.DIGIT,
                   Sort.SYMBOL])  # fmt: skip


_SIZES = {"form": 19, "edges": 23, "place": 4, "gaps": 4, "repetition": 2, "hints": len(HINTS) + 1, "vocabulary": 4,
          "page": 7, "metadata": 3, "evidence": 4}  # fmt: skip


def columns_of(group: str) -> slice:
    """Returns the columns of a group of numbers."""
    names = list(_SIZES)
    start = sum(_SIZES[name] for name in names[: names.index(group)])
    return slice(start, start + _SIZES[group])


def describe(clues: Clues) -> Matrix:
    """Returns one row of numbers a line, the groups of :func:`groups` side by side."""
    columns = [column for group in groups(clues).values() for column in group]
    # Columns are written one by one, so that each of them lies in one piece.
    matrix = np.empty((len(columns), len(clues.lines)), dtype=np.float32)
    for number, column in enumerate(columns):
        matrix[number] = column
    return matrix.T


def groups(clues: Clues) -> dict[str, Columns]:
    """Returns the numbers by what they are about, a column each; a single number stands for a column of it."""
    shapes, lines = clues.shapes, clues.lines
    return {
        "form": _form(shapes),
        "edges": _edges(shapes),
        "place": _place(shapes, lines.pages),
        "gaps": _gaps(lines),
        "repetition": _repetition(clues.firsts),
        "hints": list(np.minimum(clues.hints, 1).T),
        "vocabulary": list(clues.shared.T),
        "page": _page(shapes, lines),
        "metadata": _metadata(clues),
        "evidence": _recurrence(clues.seen),
    }


def _form(s: Shapes) -> Columns:
    n, width, words = np.maximum(s.lengths, 1), s.width, np.maximum(s.words, 1)
    counts = s.counts.T
    letters = np.maximum(counts[_LETTERS].sum(axis=0), 1)
    spaced = np.maximum(s.spaced_words, 1)
    return [
        np.log1p(width),
        np.minimum(width, 300) / 300,
        np.log1p(s.words),
        counts[Sort.UPPER] / letters,
        s.capitalised / spaced,
        s.short_words / spaced,
        letters / n,
        counts[Sort.DIGIT] / n,
        counts[Sort.SYMBOL] / n,
        counts[Sort.BAR] > 0,
        np.minimum(counts[Sort.BAR], 5) / words,
        counts[Sort.COMMA] / words,
        counts[Sort.QUOTE] > 0,
        counts[Sort.BRACKET] > 0,
        counts[Sort.COLON] > 0,
        np.log1p(s.sentences),
        s.sentences / words,
        np.minimum(letters / words, 15) / 10,
        s.foreign,
    ]


def _edges(s: Shapes) -> Columns:
    first, last = _FIRSTS[:, None] == s.first, _LASTS[:, None] == s.last
    return [*first, *last, s.closed == Sort.TERMINAL]


def _place(s: Shapes, pages: Ints) -> Columns:
    """Where a line stands on its page, in lines and in running text."""
    starts, sizes = pages[:-1], np.diff(pages)
    n = np.repeat(sizes, sizes)
    at = np.arange(pages[-1]) - np.repeat(starts, sizes)
    mass = s.width * (s.width >= LONG)
    above = np.cumsum(mass) - mass
    before = (above - np.repeat(above[starts], sizes)) / np.repeat(np.maximum(np.add.reduceat(mass, starts), 1), sizes)
    return [at / n, np.log1p(at) / 5, np.log1p(n - at) / 5, before]


def _gaps(lines: Lines) -> Columns:
    above = lines.gaps
    below = np.append(above[1:], 2)
    below[lines.pages[1:] - 1] = 2
    return [above > 0, below > 0, np.log1p(above), np.log1p(lines.indents)]


def _repetition(firsts: Ints) -> Columns:
    """How often a line stands on its page, and whether it stands further up already."""
    times = np.bincount(firsts, minlength=len(firsts))
    return [np.log(times[firsts]), np.arange(len(firsts)) > firsts]


def _metadata(clues: Clues) -> Columns:
    """Whether a line gives a date, a time with it, and whether it begins as bylines do."""
    timed = np.zeros(len(clues.dates), dtype=np.bool_)
    timed[[i for i in np.flatnonzero(clues.dated).tolist() if "T" in str(clues.dates[i])]] = True
    return [clues.dated, timed, clues.signed]


def _recurrence(seen: Counts | None) -> Columns:
    counts = np.zeros(1) if seen is None else seen
    return [counts >= SEVERAL, counts > SEVERAL, counts / MOST, float(seen is not None)]


def _page(s: Shapes, lines: Lines) -> Columns:
    """What the page is like, the same for all of its lines."""
    starts, sizes = lines.pages[:-1], np.diff(lines.pages)
    long = s.width >= LONG
    begun = (s.first == Sort.LOWER) | (s.first == Sort.COMMA) | (s.first == Sort.TERMINAL)
    observed = [long, np.where(long, s.width, 0), begun, lines.gaps > 0, s.lengths,
                s.counts[:, Sort.SPACELESS], s.counts[:, Sort.LOWER]]  # fmt: skip
    sums = np.add.reduceat(np.array(observed, dtype=np.float64), starts, axis=1)
    total = np.maximum(sums[4], 1)
    pages = [
        np.log1p(sizes) / 5,
        sums[0] / sizes,
        np.log1p(sums[1]) / 10,
        sums[2] / sizes,
        sums[3] / sizes,
        sums[5] / total,
        sums[6] / total,
    ]
    return list(np.repeat(pages, sizes, axis=1))
