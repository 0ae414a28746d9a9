"""Cutting a text that is too long for a model where a reader would draw breath, and joining what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable

_BREAKS = [
    re.compile(pattern)
    for pattern in (
        r"[.!?…]+[\"'»”’)\]]*\s+|[。！？]+[」』”]?",
        r"[;:؛]\s+|[；：]",
        r"[,،]\s+|[，、]|\s+[–—-]\s+",
        r"\s+",
        r"",
    )
]
_EDGE = 0.15
_UNSPACED = {"zh", "zt", "ja", "th", "lo", "km", "my"}


def split_long(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Returns the text in pieces that fit: cut at the end of a sentence, else of a clause, else between words.

    The cut nearest to the middle is taken, so that no piece is a mere scrap. Joined again the pieces have every
    character of the text but the white space at the cuts.
    """
    if len(text) < 2 or fits(text):
        return [text]
    cut = _cut(text)
    return [piece for half in (text[:cut].rstrip(), text[cut:].lstrip()) if half for piece in split_long(half, fits)]


def join(pieces: list[str], target: str) -> str:
    """Returns the translations of the pieces as one text in the language ``target`` (Argos code)."""
    return ("" if target in _UNSPACED else " ").join(piece for piece in pieces if piece)


def _cut(text: str) -> int:
    middle, edge = len(text) / 2, len(text) * _EDGE
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text)]
        inside = [end for end in ends if edge <= end <= len(text) - edge and 0 < end < len(text)]
        if inside:
            return min(inside, key=lambda end: abs(end - middle))
    return max(1, len(text) // 2)
