"""The fractions that the digits of a text stand for: decimals, 1/2, ½, per cent, and parts of a year or an hour."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_DECIMAL = re.compile(r"(?<![\d.,])(\d{0,9})[.,](\d{1,3})(?!\d|[.,]\d)")
_SLASHED = re.compile(r"(?<![\d/.,])(?:(\d{1,3})[\s-])?(\d{1,2})/(\d{1,2})(?!\d|/\d)")
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?[%％٪]|[\s-]?(?:per\s?cent|проц|відсот|prozent|pour\scent|por\sciento|per\scento"
    r"|por\scento|proc|パーセント|퍼센트|百分))",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?<![\d.,])(\d{1,2})[\s-]?(?:month|мес|місяц|monat|mois\b|mes(?:es|i)?\b|miesi|か月|ヶ月|个月)", re.I
)
_MINUTES = re.compile(r"(?<![\d.,])(\d{1,3})[\s-]?(?:мин|хвил|min|分)", re.IGNORECASE)
_TWELVE, _SIXTY = 12, 60
_SPOKEN = (0.25, 0.5, 0.75, 1.5, 2.5)
"""Parts of a year and an hour that have words of their own: полгода, an hour and a half."""


class Fraction(NamedTuple):
    """A value to two places, and the numbers that it is written with: 0.5 with 1 and 2."""

    numbers: tuple[int, ...]
    value: float


def fractions_of(text: str) -> Iterator[Fraction]:
    """Yields the fractions of a text, a decimal both whole and without its integer: 2.5 is 2.5, and 0.5 with the 5."""
    for found in _DECIMAL.finditer(text):
        yield from _decimal(found[1], found[2])
    for found in _SLASHED.finditer(text):
        if 0 < (above := int(found[2])) < (below := int(found[3])):
            part = round(above / below, 2)
            yield Fraction((above, below), part)
            yield Fraction((above, below), int(found[1] or 0) + part)
    for found in _PERCENT.finditer(text):
        yield Fraction((int(found[1]),), int(found[1]) / 100)
    for pattern, whole in ((_MONTHS, _TWELVE), (_MINUTES, _SIXTY)):
        counted = (int(found[1]) for found in pattern.finditer(text))
        yield from (Fraction((count,), count / whole) for count in counted if count / whole in _SPOKEN)
    if not text.isascii():
        signs = (c for c in text if unicodedata.category(c) == "No" and "\u2044" in unicodedata.normalize("NFKC", c))
        yield from (Fraction((), round(unicodedata.numeric(c), 2)) for c in signs)


def _decimal(whole: str, places: str) -> Iterator[Fraction]:
    part = round(float(f"0.{places}"), 2)
    if part:
        yield Fraction((int(places),) if int(whole or 1) else (0, int(places)), part)
        if whole:
            yield Fraction((int(whole), int(places)), int(whole) + part)
