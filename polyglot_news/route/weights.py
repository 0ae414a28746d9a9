"""What an n-gram says for a language in which it makes up a share of the grams of its length."""

from __future__ import annotations

from math import log

ORDERS = 5
FLOORS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
GRAM_WEIGHTS = (0.3, 0.5, 0.7, 1.0, 1.0)
"""By length of gram: a share as small as the floor says little, and a short gram less than a long one."""
KEPT = (1e-4, 1e-4, 3e-5, 1e-5, 1e-5)
"""The least share, by length, of a gram worth keeping."""

LETTER = 8
"""Steps that a letter says for each language that uses it at all, beside what its share says."""


def value(share: float, length: int, step: float) -> int:
    """Returns what a gram that makes up ``share`` of a language's grams of its length says, in steps of nats."""
    floor = FLOORS[length - 1]
    return round(GRAM_WEIGHTS[length - 1] * log((share + floor) / floor) / step)
