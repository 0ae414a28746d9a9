"""Lines in one case: a table for nearly all characters, since :meth:`str.casefold` takes three times as long."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Codes, codes_of
from polyglot_news.extract.keys import Sums

Ints = NDArray[np.intp]

_LAST = 0xFFFF
"""No character; it stands for those beyond the basic plane."""
_CASED = (range(0x3000), range(0xA000, 0xAC00), range(0xF900, _LAST))
"""The blocks of the basic plane that characters with a case lie in."""
_SLOW = 0x110000
"""Marks a character that becomes several, or that lies beyond the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Case-folded lines: line ``i`` is the characters from ``starts[i]`` to ``ends[i]``; ``sums`` number its pieces.

    White space stands between two lines and behind the last one.
    """

    codes: Codes
    starts: Ints
    ends: Ints
    sums: Sums


def fold(codes: Codes, starts: Ints, ends: Ints) -> Folded:
    """Returns these lines of a text, given by its code points, case-folded."""
    plain = folds().take(codes, mode="clip")
    slow = np.flatnonzero(plain == _SLOW)
    if len(slow):
        pieces = [chr(code).casefold() for code in codes[slow].tolist()]
        plain[slow] = [ord(piece[0]) for piece in pieces]
        at = np.repeat(slow + 1, [len(piece) - 1 for piece in pieces])
        plain = np.insert(plain, at, codes_of("".join(piece[1:] for piece in pieces)))
        starts, ends = (column + np.searchsorted(at, column, side="right") for column in (starts, ends))
    return Folded(codes=plain, starts=starts, ends=ends, sums=Sums(plain))


@cache
def folds() -> Codes:
    """Returns what each character of the basic plane is folded to."""
    folds = np.arange(_LAST + 1)
    folds[_LAST] = _SLOW
    for block in _CASED:
        texts = [chr(code).casefold() for code in block]
        folds[block.start : block.stop] = [ord(text) if len(text) == 1 else _SLOW for text in texts]
    return folds
