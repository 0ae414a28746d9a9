"""Near-duplicate pages: MinHash over shingles of words (Broder 1997), through rensa."""

from __future__ import annotations

from collections.abc import Sequence

from rensa import RMinHash, RMinHashLSH

SIMILAR = 0.8
"""Pages whose sets of shingles share at least this much (Jaccard) are near-duplicates."""

_PERMUTATIONS = 128
_BANDS = 16
_WORDS = 5
_LONG_WORD = 15


def signature(text: str) -> RMinHash:
    """Returns the MinHash of a page; of its characters where it is written without spaces."""
    words: Sequence[str] = text.split()
    if len(text) > _LONG_WORD * max(1, len(words)):
        words = "".join(words)
    shingles = [" ".join(words[start : start + _WORDS]) for start in range(max(1, len(words) - _WORDS + 1))]
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=0)
    minhash.update(shingles)
    return minhash


def restored(state: bytes) -> RMinHash:
    """Returns a signature from its state."""
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=0)
    minhash.__setstate__(state)
    return minhash


class Neighbours:
    """Finds for each page, in the order they come, the first earlier one that it nearly repeats.

    Holds about 1.5 kilobytes for every page that repeats none.
    """

    def __init__(self) -> None:
        self._index = RMinHashLSH(threshold=SIMILAR, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._held: dict[int, RMinHash] = {}

    def add(self, number: int, minhash: RMinHash) -> int:
        """Returns the number of the page that this one nearly repeats, or its own."""
        near = [other for other in self._index.query(minhash) if self._held[other].jaccard(minhash) >= SIMILAR]
        if near:
            return int(min(near))
        self._index.insert(number, minhash)
        self._held[number] = minhash
        return number
