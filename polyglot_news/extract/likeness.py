"""Numbers for lines that are equal where the lines differ in case or the width of spaces only, short ones in numbers.

"12 comments" is "7 comments" on another page; two reports of the day that differ in their figures are two reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort, tables
from polyglot_news.extract.folding import folds
from polyglot_news.extract.keys import Sums

Hashes = NDArray[np.uint64]
Units = NDArray[np.uint16]

RUNNING = 60
"""From this length on a line says what it says in its numbers, too."""

_ZERO, _BLANK, _BREAK = map(ord, "0 \n")
_SLOW = 0xFFFF
"""No character; it marks what becomes several characters, and what begins one beyond the basic plane with a case."""
_HALVES = range(0xD800, 0xE000)
_LEADS = _HALVES[:0x40]
"""A character beyond the basic plane is two halves, the first one a lead: these of the only plane with a case."""


def hashes_from(lines: Sequence[str], seeds: Hashes) -> Hashes:
    """Returns 64 bits a line, which hold no line break, each with a seed of its own."""
    units, given = alike("\n".join([*lines, ""]))
    stops = np.flatnonzero(units == _BREAK)
    sizes = np.diff(stops, prepend=-1)
    again = units[1:] == units[:-1]
    again &= (units[1:] == _ZERO) | (units[1:] == _BLANK)
    digits = np.flatnonzero(units == _ZERO)
    telling = digits[np.repeat(sizes > RUNNING, sizes)[digits]]
    again[telling], units[telling] = False, given[telling]
    once = units[np.append(~again, np.ones(min(1, len(units)), np.bool_))]
    ends = np.flatnonzero(once == _BREAK)
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    return _mixed(Sums(once).keys(starts, ends) ^ seeds)


def alike(text: str) -> tuple[Units, Units]:
    """Returns a text in UTF-16, case-folded, with one digit for all digits and one blank for white space in a line.

    Beside it come the same units with the digits and blanks as they were.
    """
    units = _units(text)
    plain = _alike().take(units)
    slow = plain == _SLOW
    if slow.any():
        units = _units(_folded(text, set(map(chr, units[slow].tolist()))))
        plain = _alike().take(units)
        np.copyto(plain, units, where=plain == _SLOW)
    return plain, units


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


def _folded(text: str, chars: set[str]) -> str:
    """Returns a text with these characters of it case-folded, maybe others; a loop takes a third of folding all."""
    if any(ord(char) in _LEADS for char in chars):
        return text.casefold()
    for char in chars:
        text = text.replace(char, char.casefold())
    return text


def _mixed(keys: Hashes) -> Hashes:
    """Returns numbers of which every bit depends on all bits of the key (the end of SplitMix64, Steele et al. 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


@cache
def _alike() -> Units:
    """Returns what each unit of UTF-16 is made."""
    table, sorts = np.minimum(folds(), _SLOW), tables().sorts
    for each, char in ((sorts == Sort.DIGIT, "0"), (sorts == Sort.SPACE, " "), (ord("\n"), "\n")):
        table[each] = ord(char)
    table[_HALVES], table[_SLOW] = _HALVES, _SLOW
    table[[lead for lead in _LEADS if _is_cased(lead)]] = _SLOW
    return table.astype(np.uint16)


def _is_cased(lead: int) -> bool:
    """Says whether a surrogate begins characters that case-folding changes."""
    start = 0x10000 + ((lead - _LEADS.start) << 10)
    chars = np.arange(start, start + 0x400, dtype="<u4").tobytes().decode("utf-32-le")
    return chars.casefold() != chars
