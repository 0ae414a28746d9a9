"""Whether the numbers of a text survived."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from polyglot_news.score.candidate import Candidate

_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f\u2009 '’]\d+)*")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[.,\u00a0\u202f\u2009 '’]\d{3})+(?!\d)")
_SEPARATORS = re.compile(r"\D")


def numbers(candidate: Candidate) -> float | None:
    """Returns the share of the numbers of both sides that the other side has too; None when there is none.

    A number counts by its digits: ``1 234,5`` is ``1,234.5``, Arabic and Devanagari digits are digits, and the parts
    of a date or a time may be written in any order.
    """
    if not _DIGITS.search(candidate.source) and not _DIGITS.search(candidate.target):
        return None
    source, target = _numbers(candidate.source), _numbers(candidate.target)
    if source == target:
        return 1.0
    source, target = _parts(source), _parts(target)
    shared = (source & target).total()
    return 2 * shared / max(1, source.total() + target.total())


def _numbers(text: str) -> Counter[str]:
    found = _NUMBER.findall(text if text.isascii() else _ascii_digits(text))
    return Counter(found)


def _parts(found: Counter[str]) -> Counter[str]:
    """Counts the digit groups, thousands joined, without leading zeros: 05 in a date is 5 elsewhere."""
    parts: Counter[str] = Counter()
    for number, times in found.items():
        for group in _DIGITS.findall(_THOUSANDS.sub(_joined, number)):
            parts[group.lstrip("0") or "0"] += times
    return parts


def _joined(match: re.Match[str]) -> str:
    return _SEPARATORS.sub("", match[0])


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)
