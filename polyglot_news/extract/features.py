"""What can be seen of a line without knowing its language: the numbers the line model reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.bylines import starts_as_byline
from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import MOST, SEVERAL
from polyglot_news.extract.interface import HINTS
from polyglot_news.extract.lines import Line
from polyglot_news.extract.shapes import LONG, Floats, Shapes

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
    matrix = np.empty((len(clues.lines), len(columns)), dtype=np.float32)
    for number, column in enumerate(columns):
        matrix[:, number] = column
    return matrix


def groups(clues: Clues) -> dict[str, Columns]:
    """Returns the numbers by what they are about, a column each; a single number stands for a column of it."""
    shapes = clues.shapes
    gaps = np.fromiter((line.gap for line in clues.lines), dtype=np.float64, count=len(clues.lines))
    return {
        "form": _form(shapes),
        "edges": _edges(shapes),
        "place": _place(shapes),
        "gaps": _gaps(clues.lines, gaps),
        "repetition": _repetition(clues.vocabulary.folded),
        "hints": list(clues.hints.T),
        "vocabulary": list(clues.shared.T),
        "page": _page(shapes, gaps),
        "metadata": _metadata(clues),
        "evidence": _recurrence(clues.pages),
    }


def _form(s: Shapes) -> Columns:
    n, width, words = np.maximum(s.lengths, 1), s.width, np.maximum(s.words, 1)
    letters = np.maximum(s.counts[:, _LETTERS].sum(axis=1), 1)
    spaced = np.maximum(s.spaced_words, 1)
    return [
        np.log1p(width),
        np.minimum(width, 300) / 300,
        np.log1p(s.words),
        s.counts[:, Sort.UPPER] / letters,
        s.capitalised / spaced,
        s.short_words / spaced,
        letters / n,
        s.counts[:, Sort.DIGIT] / n,
        s.counts[:, Sort.SYMBOL] / n,
        s.counts[:, Sort.BAR] > 0,
        np.minimum(s.counts[:, Sort.BAR], 5) / words,
        s.counts[:, Sort.COMMA] / words,
        s.counts[:, Sort.QUOTE] > 0,
        s.counts[:, Sort.BRACKET] > 0,
        s.counts[:, Sort.COLON] > 0,
        np.log1p(s.sentences),
        s.sentences / words,
        np.minimum(letters / words, 15) / 10,
        s.foreign,
    ]


def _edges(s: Shapes) -> Columns:
    first, last = s.first[:, None] == _FIRSTS, s.last[:, None] == _LASTS
    return [*first.T, *last.T, s.closed == Sort.TERMINAL]


def _place(s: Shapes) -> Columns:
    """Where a line stands, in lines and in running text."""
    n = len(s.lengths)
    at = np.arange(n)
    mass = s.width * (s.width >= LONG)
    before = (np.cumsum(mass) - mass) / max(mass.sum(), 1)
    return [at / n, np.log1p(at) / 5, np.log1p(n - at) / 5, before]


def _gaps(lines: Sequence[Line], above: Floats) -> Columns:
    below = np.append(above[1:], 2)
    indent = np.fromiter((line.indent for line in lines), dtype=np.float64, count=len(lines))
    return [above > 0, below > 0, np.log1p(above), np.log1p(indent)]


def _repetition(folded: Sequence[str]) -> Columns:
    """How often a line stands on its page, and whether it stands further up already."""
    firsts: dict[str, int] = {}
    first = np.fromiter(map(firsts.setdefault, folded, count()), dtype=np.intp, count=len(folded))
    times = np.bincount(first, minlength=len(folded))
    return [np.log(times[first]), np.arange(len(folded)) > first]


def _metadata(clues: Clues) -> Columns:
    """Whether a line gives a date, a time with it, and whether it begins as bylines do."""
    dated = np.array([date is not None for date in clues.dates])
    timed = np.array([date is not None and "T" in date for date in clues.dates])
    return [dated, timed, np.array([starts_as_byline(line.text) for line in clues.lines])]


def _recurrence(pages: Sequence[int] | None) -> Columns:
    counts = np.zeros(1) if pages is None else np.asarray(pages, dtype=np.float64)
    return [counts >= SEVERAL, counts > SEVERAL, counts / MOST, float(pages is not None)]


def _page(s: Shapes, gaps: Floats) -> Columns:
    """What the page is like, the same in every row."""
    long, total = s.width >= LONG, max(int(s.lengths.sum()), 1)
    return [
        np.log1p(len(s.lengths)) / 5,
        long.mean(),
        np.log1p(s.width[long].sum()) / 10,
        ((s.first == Sort.LOWER) | (s.first == Sort.COMMA) | (s.first == Sort.TERMINAL)).mean(),
        (gaps > 0).mean(),
        s.counts[:, Sort.SPACELESS].sum() / total,
        s.counts[:, Sort.LOWER].sum() / total,
    ]
