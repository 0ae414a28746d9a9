"""Numbers for pieces of a text that are equal where the pieces are, for all pieces at once."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp] | NDArray[np.uint16]
Keys = NDArray[np.uint64]
Ints = NDArray[np.intp]

_BASE = 0x9E3779B97F4A7C15
_MODULUS = 1 << 64
APART = np.uint64(0xC2B2AE3D27D4EB4F)
"""Times the number of a page, this sets its keys apart from those of other pages."""

_LEAST_POWERS, _MOST_POWERS = 1 << 18, 1 << 20
"""So many powers are kept."""


class Sums:
    """Sums over the characters of a text, from which the number of any piece of it follows.

    Its characters are the digits of a number to an odd base, modulo 2 to the 64th (Karp and Rabin 1987). Different
    pieces of ordinary text have one number with a chance of about 2 to minus 64.
    """

    def __init__(self, codes: Codes) -> None:
        size = max(_LEAST_POWERS, 1 << len(codes).bit_length())
        powers, self._inverse = _powers(size) if size <= _MOST_POWERS else _powers.__wrapped__(size)
        self._sums = np.empty(len(codes) + 1, np.uint64)
        self._sums[0] = 0
        digits = codes.view(np.uint64) if codes.itemsize == self._sums.itemsize else codes
        np.cumsum(digits * powers[: len(codes)], out=self._sums[1:])

    def keys(self, starts: Ints, ends: Ints) -> Keys:
        """Returns the number of each piece, given by where it starts and ends."""
        keys: Keys = (self._sums[ends] - self._sums[starts]) * self._inverse[starts]
        return keys


@cache
def _powers(size: int) -> tuple[Keys, Keys]:
    """Returns the powers of the base, and those of its inverse."""
    powers, inverse = (np.full(size, base, np.uint64) for base in (_BASE, pow(_BASE, -1, _MODULUS)))
    powers[0] = inverse[0] = 1
    return np.cumprod(powers), np.cumprod(inverse)
