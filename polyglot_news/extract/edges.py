"""How lines begin and end: the numbers that tell whether one goes on with the one above."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Bytes, Codes, Marks, Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.lines import Ints, Lines

Matrix = NDArray[np.float32]

GRID = 64
"""Numbers are multiples of one by this, so that sums of their products are exact, in whatever order they are made."""
CASE = {"first_upper": "first_caseless", "first_lower": "first_caseless", "last_upper": "last_caseless",
        "last_lower": "last_caseless", "small_word": "", "capitalised": ""}  # fmt: skip
"""What is seen in scripts with case only, and what the same line shows without it."""

_CONTINUING = ",.;:)]!?»”’،؛؟。，、；：！？）」』"
_OPENING = "([„«“‘（「『"
_QUOTES = "„«“‘「『¿¡\"'"
_BRACKETS = "([（【"
_CLOSING = ")]»”’」』）】》\"'"
_BULLETS = "-–—|•·*"
_SIGNS = (_CONTINUING, _OPENING, _QUOTES, _BRACKETS, _CLOSING, _BULLETS)
_GEORGIAN = 0x10A0, 0x10FF
"""Letters that Unicode calls small, in a script that begins nothing with a capital."""
_DOT = ord(".")
_WIDTHS = (12, 40, 100, 300)


def describe_edges(clues: Clues, at: Ints) -> Matrix:
    """Returns a row of numbers for each of the lines ``at``, the columns named as in :func:`edges`."""
    columns = edges(clues, at)
    matrix = np.empty((len(at), len(columns)), dtype=np.float32)
    for number, column in enumerate(columns.values()):
        matrix[:, number] = column
    return np.asarray(np.round(matrix * GRID) / GRID, dtype=np.float32)


def edges(clues: Clues, at: Ints) -> dict[str, NDArray[np.generic]]:
    """Returns for each of the lines ``at`` what is seen of its ends, its size and its place, by name."""
    lines = clues.lines
    starts, ends = lines.starts[at], lines.ends[at]
    return {
        **_beginning(lines, starts),
        **_end(lines, starts, ends),
        **_size(clues, at),
        "indented": lines.indents[at] > 0,
        "listed": (lines.indents[at] > 0) & (lines.indents[at] == lines.indents[at - 1]) & ~np.isin(at, lines.pages),
        "apart": lines.gaps[at] > 0,
        "hints": clues.hints[at, -1],
        "pointing": clues.pointing[at],
        "dated": clues.dated[at],
        "again": clues.firsts[at] < at,
    }


def _beginning(lines: Lines, starts: Ints) -> dict[str, Marks]:
    code, sort = lines.codes[starts], lines.sorts[starts]
    dots = (code == _DOT) & (lines.codes[np.minimum(starts + 1, len(lines.codes) - 1)] == _DOT)
    going_on = _among(_CONTINUING, code) & ~dots
    comma, stop = going_on & (sort == Sort.COMMA), going_on & (sort == Sort.TERMINAL)
    small, caseless = _letters(code, sort)
    return {
        "first_upper": sort == Sort.UPPER,
        "first_lower": small,
        "first_caseless": caseless,
        "first_spaceless": sort == Sort.SPACELESS,
        "first_digit": sort == Sort.DIGIT,
        "first_comma": comma,
        "first_stop": stop,
        "first_going_on": going_on & ~comma & ~stop,
        "first_quote": _among(_QUOTES, code) & ~going_on,
        "first_bracket": _among(_BRACKETS, code),
        "first_bullet": _among(_BULLETS, code),
    }


def _end(lines: Lines, starts: Ints, ends: Ints) -> dict[str, Marks]:
    code, sort, before = lines.codes[ends - 1], lines.sorts[ends - 1], lines.sorts[np.maximum(ends - 2, starts)]
    closed = np.where((sort == Sort.QUOTE) | (sort == Sort.BRACKET), before, sort) == Sort.TERMINAL
    small, caseless = _letters(code, sort)
    return {
        "last_stop": closed,
        "last_comma": sort == Sort.COMMA,
        "last_colon": sort == Sort.COLON,
        "last_opening": _among(_OPENING, code),
        "last_dash": sort == Sort.DASH,
        "last_upper": sort == Sort.UPPER,
        "last_lower": small,
        "last_caseless": caseless,
        "last_spaceless": sort == Sort.SPACELESS,
        "last_digit": sort == Sort.DIGIT,
        "last_closing": _among(_CLOSING, code) & ~closed,
        "small_word": _ends_in_small_word(lines.sorts, ends),
    }


def _size(clues: Clues, at: Ints) -> dict[str, NDArray[np.generic]]:
    s = clues.shapes
    width, words, counts = s.width[at], s.words[at], s.counts[at]
    return {
        "size": np.log1p(width) / 4,
        **{f"width_{most}": np.minimum(width, most) / most for most in _WIDTHS},
        "one_word": words <= 1.5,
        "words": np.minimum(words, 8) / 8,
        "capitalised": s.capitalised[at] / np.maximum(s.spaced_words[at], 1),
        "sentences": np.minimum(s.sentences[at], 3) / 3,
        "odd_bracket": counts[:, Sort.BRACKET] % 2,
        "odd_quote": counts[:, Sort.QUOTE] % 2,
        "bars": np.minimum(counts[:, Sort.BAR], 2) / 2,
        "symbols": np.minimum(counts[:, Sort.SYMBOL], 3) / 3,
        "commas": np.minimum(counts[:, Sort.COMMA], 3) / 3,
        "digits": counts[:, Sort.DIGIT] / np.maximum(s.lengths[at], 1),
    }


def _among(signs: str, code: Codes) -> Marks:
    """Marks the characters that are among these."""
    return np.asarray(_signs().take(code, mode="clip") & (1 << _SIGNS.index(signs)) > 0)


@cache
def _signs() -> Bytes:
    """Returns for each character of the basic plane, as bits, among which signs it is."""
    bits = np.zeros(1 << 16, dtype=np.uint8)
    for number, signs in enumerate(_SIGNS):
        bits[list(map(ord, signs))] |= 1 << number
    return bits


def _letters(code: Codes, sort: Bytes) -> tuple[Marks, Marks]:
    """Marks small letters, and those of scripts without case."""
    georgian = (sort == Sort.LOWER) & (code >= _GEORGIAN[0]) & (code <= _GEORGIAN[1])
    return (sort == Sort.LOWER) & ~georgian, (sort == Sort.CASELESS) | georgian


def _ends_in_small_word(sorts: Bytes, ends: Ints) -> Marks:
    """Marks the lines whose last word has up to three letters, all small: "of the" is no end."""
    small, spaced = ([(sorts[np.maximum(ends - k, 0)] == sort) for k in range(1, 5)] for sort in (Sort.LOWER, 0))
    return np.asarray(small[0] & (spaced[1] | (small[1] & (spaced[2] | (small[2] & spaced[3])))))
