"""Lines in one case: a table for nearly all characters, since :meth:`str.casefold` takes three times as long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Codes, Sort, codes_of, tables

Ints = NDArray[np.intp]
Codes32 = NDArray[np.uint32]

_LAST = 0xFFFF
"""No character; it stands for those beyond the basic plane."""
_CASED = (range(0x3000), range(0xA000, 0xAC00), range(0xF900, _LAST))
"""The blocks of the basic plane that characters with a case lie in."""
_SLOW = 0x110000
"""Marks a character that becomes several, or that lies beyond the table."""
_BLANK = ord(" ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Case-folded lines: line ``i`` is the characters from ``starts[i]`` to ``ends[i]``, as a string ``texts[i]``.

    White space stands between two lines and behind the last one.
    """

    codes: Codes
    texts: list[str]
    starts: Ints
    ends: Ints


def fold(codes: Codes, texts: Sequence[str], starts: Ints, ends: Ints) -> Folded:
    """Returns these lines of a text, given by its code points, case-folded."""
    plain = _folds().take(codes, mode="clip")
    slow = np.flatnonzero(plain == _SLOW)
    plain[slow] = _BLANK
    text = plain.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    folded = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    if not len(slow):
        return Folded(codes=plain, texts=folded, starts=starts, ends=ends)
    for i in set(np.searchsorted(starts, slow, side="right").tolist()):
        folded[i - 1] = texts[i - 1].casefold()
    return _anew(folded)


def alike(text: str) -> Codes32:
    """Returns the code points of a text case-folded, one digit for all digits, one blank for white space in a line."""
    plain = _alike().take(codes_of(text), mode="clip")
    if plain.max(initial=0) < _SLOW:
        return plain
    codes = codes_of(text.casefold())
    return np.where(codes < _LAST, _alike().take(codes, mode="clip"), codes.astype("<u4"))


def _anew(texts: list[str]) -> Folded:
    """Returns lines that have become longer: where each of them is must be counted again."""
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    ends = np.cumsum(lengths + 1) - 1
    return Folded(codes=codes_of("\n".join([*texts, ""])), texts=texts, starts=ends - lengths, ends=ends)


@cache
def _folds() -> Codes:
    """Returns what each character of the basic plane is folded to."""
    folds = np.arange(_LAST + 1)
    folds[_LAST] = _SLOW
    for block in _CASED:
        texts = [chr(code).casefold() for code in block]
        folds[block.start : block.stop] = [ord(text) if len(text) == 1 else _SLOW for text in texts]
    return folds


@cache
def _alike() -> Codes32:
    """Returns the same with digits and white space made alike."""
    folds, sorts = _folds().astype("<u4"), tables().sorts[:_LAST]
    for each, char in ((sorts == Sort.DIGIT, "0"), (sorts == Sort.SPACE, " "), (ord("\n"), "\n")):
        folds[:_LAST][each] = ord(char)
    return folds
