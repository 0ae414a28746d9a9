"""Near-duplicate pages: MinHash over shingles of words (Broder 1997), through rensa, in bands (Leskovec 2014, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

Signatures = NDArray[np.uint32]
"""A row of :data:`PERMUTATIONS` numbers for every page; zeros where a page has no signature."""

SIMILAR = 0.8
"""Pages whose sets of shingles share at least this much (Jaccard) are near-duplicates."""
PERMUTATIONS = 128
NUMBER = np.dtype("<u4")

_BANDS = 16
_CROWD = 8
"""Pages with the same band that a further one is compared with: the first ones, however many there are."""
_WORDS = 5
_LONG_WORD = 15


def signature(text: str) -> Signatures:
    """Returns the MinHash of a page, one row; of its characters where it is written without spaces."""
    from rensa import RMinHash

    words: Sequence[str] = text.split()
    if len(text) > _LONG_WORD * max(1, len(words)):
        words = "".join(words)
    shingles = [" ".join(words[start : start + _WORDS]) for start in range(max(1, len(words) - _WORDS + 1))]
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=0)
    minhash.update(shingles)
    return np.array(minhash.digest(), NUMBER)


class Neighbours:
    """Finds for each page, in the order they come, the first earlier one that it nearly repeats.

    Compares a page with those that share a band of their signatures, of each band with the first few: pages that are
    all alike but no copies take no longer than others. Holds about two kilobytes for every page that repeats none.
    """

    def __init__(self) -> None:
        self._rows = np.empty((1 << 10, PERMUTATIONS), NUMBER)
        self._numbers: list[int] = []
        self._crowds: dict[int, tuple[int, ...]] = {}

    def add(self, number: int, row: Signatures) -> int:
        """Returns the number of the page that this one nearly repeats, or its own."""
        bands = [xxh3_64_intdigest(band.tobytes(), seed=place) for place, band in enumerate(row.reshape(_BANDS, -1))]
        crowds = [self._crowds.get(band, ()) for band in bands]
        if others := sorted(set[int]().union(*crowds)):
            shared = (self._rows[others] == row).mean(axis=1)
            if (near := np.flatnonzero(shared >= SIMILAR)).size:
                return self._numbers[others[int(near[0])]]
        self._hold(number, row)
        own = (len(self._numbers) - 1,)
        self._crowds |= {band: crowd + own for band, crowd in zip(bands, crowds, strict=True) if len(crowd) < _CROWD}
        return number

    def _hold(self, number: int, row: Signatures) -> None:
        place = len(self._numbers)
        if place == len(self._rows):
            self._rows.resize((2 * place, PERMUTATIONS), refcheck=False)
        self._rows[place] = row
        self._numbers.append(number)
