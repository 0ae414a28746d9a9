"""The months that a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from polyglot_news.calendar import months
from polyglot_news.languages import primary

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_CLEAR, _NEAR = 5, 7
_VERB = "march"
_IN_MONTHS = (
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре "
    "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні"
).split()
"""The case of "in March" in Russian and Ukrainian, which dateparser's tables lack."""
_SHORT = set("june july juin juni juli märz août maio июнь июня июню июль июля июлю март мая".split())
"""Names of months that are nothing else, however short."""
_NAMES = ("march", "may")
_IN = re.compile(r"\b(?:in|since|until|last|next|early|late|mid|this)[\s-]\Z", re.IGNORECASE)
_NAMED_OTHERWISE = {"hr", "bs"}
"""Listopad is October there, November in Polish and Czech; the calendar knows the latter."""


def months_said(text: str) -> Counter[int]:
    """Returns the months that a text names.

    A short name counts beside a number only, as does the English verb: may is one, and the sea of a Spaniard (mar);
    and where English has a word for time before a capital: in May.
    """
    table = _months()
    if table.keys().isdisjoint(_WORD.findall(text.casefold())):
        return Counter()
    words = ((found, found[0].casefold()) for found in _WORD.finditer(text))
    return Counter(table[word] for found, word in words if word in table and _is_month(text, found, word))


def months_changed(source: tuple[str, str], target: tuple[str, str]) -> int:
    """Counts the months that only one (text, language) names where the other names others in their place."""
    if _NAMED_OTHERWISE & {primary(source[1]), primary(target[1])}:
        return 0
    if not (here := months_said(source[0])):
        return 0
    there = months_said(target[0])
    return min((here - there).total(), (there - here).total())


def _is_month(text: str, found: re.Match[str], word: str) -> bool:
    if word in _IN_MONTHS or word in _SHORT or (len(word) >= _CLEAR and word != _VERB):
        return True
    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    in_time = word in _NAMES and found[0][0].isupper() and _IN.search(text, 0, found.start())
    return bool(in_time) or _DIGITS.search(around) is not None


@cache
def _months() -> Mapping[str, int]:
    return {**months(), **{word: index % 12 + 1 for index, word in enumerate(_IN_MONTHS)}}
