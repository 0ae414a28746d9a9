"""Whether the numbers of a text survived."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from polyglot_news.score.candidate import Candidate
from polyglot_news.score.numerals import is_said, scale_after

Side = tuple[str, str]
Reading = Callable[[str, str], Counter[int]]
_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f\u2009 '’]\d+)*")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[.,\u00a0\u202f\u2009 '’]\d{3})+(?!\d)")
_SEPARATORS = re.compile(r"\D")
_FULL_HOUR = re.compile(r"(?<![\d:])(\d{1,2}):00(?![\d:])")
_AFTERNOON = re.compile(r"\b([1-9]|1[01])((?:[:.]\d\d)?\s?(?:p\.?\s?m\b|час\w*|вечера|дня))", re.IGNORECASE)
_CENTURIES = (1900, 2000)
_MOST_DIGITS = 30


def numbers(candidate: Candidate) -> float | None:
    """Returns the share of the numbers of both sides that the other side has too; None when there is none.

    A number counts by its digits: ``1 234,5`` is ``1,234.5``, Arabic and Devanagari digits are digits, and the parts
    of a date or a time may be written in any order. 5 тыс. is 5,000, 5 p.m. is 17:00, the 80s are the 1980s, and what
    the other side says without digits counts, too (:func:`polyglot_news.score.numerals.is_said`).
    """
    source, target = (_ascii_digits(text) for text in (candidate.source, candidate.target))
    if not _DIGITS.search(source) and not _DIGITS.search(target):
        return None
    if Counter(_NUMBER.findall(source)) == Counter(_NUMBER.findall(target)):
        return 1.0
    sides = (source, candidate.source_lang), (target, candidate.target_lang)
    return max(_agreement(*sides, reading) for reading in (_parts, _amounts, _on_24_hours))


def _agreement(source: Side, target: Side, reading: Reading) -> float:
    """Returns the share of the numbers of both sides that the other side has in some form."""
    ours, theirs = reading(*source), reading(*target)
    lost = _missing(ours - theirs, theirs, target) + _missing(theirs - ours, ours, source)
    return 1 - lost / max(1, ours.total() + theirs.total())


def _missing(numbers: Counter[int], others: Counter[int], side: Side) -> int:
    """Counts the numbers that a side, which has ``others``, has in no form."""
    return sum(
        times for number, times in numbers.items() if not (_as_year(number) & others.keys() or is_said(number, *side))
    )


def _as_year(number: int) -> set[int]:
    """Returns the two digits of a year of this century or the last, or the years that two digits can be."""
    years = {number + century for century in _CENTURIES if 10 <= number < 100}
    return years | {number - century for century in _CENTURIES if 10 <= number - century < 100}


def _parts(text: str, language: str, scale: Callable[[str, int, str], int] = lambda *_: 1) -> Counter[int]:
    """Counts the groups of digits, thousands joined, minutes of full hours left out."""
    parts: Counter[int] = Counter()
    text = _FULL_HOUR.sub(r"\1", text)
    for found in _NUMBER.finditer(text):
        groups = [group[:_MOST_DIGITS] for group in _DIGITS.findall(_THOUSANDS.sub(_joined, found[0]))]
        times = scale(text, found.end(), language)
        parts.update(map(int, groups) if times == 1 else [round(float(".".join(groups[:2])) * times)])
    return parts


def _amounts(text: str, language: str) -> Counter[int]:
    """Counts the same, but 2,5 before a word for a million as one number."""
    return _parts(text, language, scale_after)


def _on_24_hours(text: str, language: str) -> Counter[int]:
    """Counts the same with the hours after noon as those of the whole day."""
    return _amounts(_AFTERNOON.sub(lambda found: f"{int(found[1]) + 12}{found[2]}", text), language)


def _joined(match: re.Match[str]) -> str:
    return _SEPARATORS.sub("", match[0])


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)
