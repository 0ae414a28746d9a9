"""Which lines may begin with one of many phrases, told for all lines at once by their first characters."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import codes_of
from polyglot_news.extract.folding import Folded

Ints = NDArray[np.intp]

_LONGEST = 3
_BITS = 21
"""So many bits hold a code point."""


class Openings:
    """The first characters of case-folded phrases, three of each that has so many."""

    def __init__(self, phrases: Iterable[str]) -> None:
        heads = {phrase[:_LONGEST] for phrase in phrases}
        self._keys = [
            np.array(sorted(_key(head) for head in heads if len(head) == size), np.intp)
            for size in range(1, _LONGEST + 1)
        ]

    def may_begin(self, lines: Folded) -> Ints:
        """Returns the numbers of the lines that begin with these characters, in their order."""
        found = np.zeros(len(lines.starts), dtype=np.bool_)
        key = np.zeros(len(lines.starts), np.intp)
        for place, keys in enumerate(self._keys):
            key |= lines.codes.take(lines.starts + place, mode="clip") << (_BITS * place)
            if len(keys):
                found |= keys.take(np.searchsorted(keys, key), mode="clip") == key
        return np.flatnonzero(found)


def _key(head: str) -> int:
    return sum(int(code) << (_BITS * place) for place, code in enumerate(codes_of(head).tolist()))
