"""The numbers that the digits of a text stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from polyglot_news.languages import primary
from polyglot_news.score.clock import hours_said
from polyglot_news.score.fractions import Fraction, fractions_of
from polyglot_news.score.numerals import knows_scales, scale_after

_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f\u2009 '’]\d+)*")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(
    r"(?<!\d)(?:\d{1,3}(?:[.,\u00a0\u202f\u2009 '’]\d{3})+|\d{1,2}(?:,\d\d){1,5},\d{3})(?!\d)"  # 1,234,567 or 12,34,567
)
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+\d[\d ()\u00a0-]{7,18}\d|\d[- ]\(?\d{3}\)?[- ]\d{3}[- ]\d\d[- ]\d\d)(?![\d.,]?\d)"
)
_NOT_DIGITS = re.compile(r"\D")
_FULL_HOUR = re.compile(r"(?<![\d:])(\d{1,2})\s?[:h]\s?00(?![\d:])")
_NO_CENTS = re.compile(r"(?<![\d.,:])(\d{1,3}(?:[.,\u00a0\u202f\u2009 '’]\d{3})+|\d+)[.,]00(?![.,:]?\d)")
_QUARTERS = re.compile(r"(?<![\d:.,])(\d{1,2})[:.](15|30|45)(?![.,:]?\d)")
_SHORT_YEAR = re.compile(
    r"""
    (?<!\d)(\d\d)(?:['’]?s\b | -?(?:е|х|ые|ых|м|го|ми|ти|ті)\b | \s(?:год|рок) | er\b | 年代)
    | (?:\b(?:años|ann[ée]es|anni|anos|lat|lata|latach)\s | \w[-–—/.] | \bFY\s? | (?<!\w)['’])(\d\d)(?![\d.,%]*\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECADE = re.compile(r"(?<!\d)(?:19|20)(\d0)(?:['’]?s\b|-?(?:е|х|ые|ых|м|ми|ті|их)\b|er\b|年代)", re.IGNORECASE)
_CENTURY = re.compile(r"(?<!\d)(1\d)00(?:['’]?s\b|-?(?:е|х|ые|ых)\b)", re.IGNORECASE)
_RANGE = re.compile(r"(?:\s?[-–—]\s?|\s\w{1,4}\s)[$£€¥]?")
_NEAR = re.compile(r"\.?\s?")
_CENTURIES = (1900, 2000)
_MOST_DIGITS = 30
_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The numbers of a text, each as often as it is there, and as what else each of them can be meant.

    ``in_words`` is what words may say in the place of a number: a half in that of the 5 of 0.5, three in that of the 2
    of 2:30. ``fractions`` are what the digits stand for.
    """

    counts: Counter[int]
    meant: Mapping[int, Set[int]]
    in_words: Mapping[int, Set[float]]
    fractions: Set[Fraction]

    def has_part(self, number: int, forms: Set[float]) -> bool:
        """Says whether one of these forms of a number is a fraction of these, written in other numbers."""
        return any(value in forms and number not in numbers for numbers, value in self.fractions)

    @property
    def all_meant(self) -> set[int]:
        """What the numbers can be meant as, beside what they are."""
        return {form for number in self.counts for form in self.meant.get(number, ())}

    def may_be_among(self, number: int, others: Amounts) -> bool:
        """Says whether a number of these is one of the others when one of both is not what it seems."""
        return number in (meant := others.all_meant) or bool(
            self.meant.get(number, set()) & (meant | others.counts.keys())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quantity:
    """An ``amount`` in groups of digits, and how many ``times`` as much a word behind it makes it, 1 for no word.

    ``surely`` says that the word can mean nothing else, as the m of metres can.
    """

    start: int
    end: int
    parts: list[int]
    amount: float
    times: int
    surely: bool

    @property
    def value(self) -> int:
        """All together."""
        return round(self.amount * self.times)


def has_digits(text: str) -> bool:
    """Says whether there is a digit of any script."""
    return _DIGITS.search(text) is not None


def amounts_of(text: str, language: str, *, beside: str) -> Amounts:
    """Reads the digits of a text in a language, beside which a text in another stands.

    ``1 234`` and ``5 тыс.`` are one number, ``14.02.2026`` three; digits of any script are digits. A 5 can also be
    meant as 17 in ``5 p.m.``, 80 as 1980 in ``the 80s``, 1980 as 80 in ``the 1980s`` and 1800 as 19 in ``the 1800s``,
    5 as five millions in ``5–6 million``, five millions as 5 where ``5 m`` may be metres or the other language's words
    for millions are not known.
    """
    text = _plain(text)
    found = list(_summed(text, _quantities(text, language)))
    meant: defaultdict[int, set[int]] = defaultdict(set)
    for number, form in [*hours_said(text, language), *_years(text), *_ranges(text, found)]:
        meant[number].add(form)
    for each in found:
        if each.times > 1 and not (each.surely and knows_scales(beside)):
            meant[each.value].update(each.parts)
    counts = Counter(number for each in found for number in ([each.value] if each.times > 1 else each.parts))
    fractions = list(fractions_of(text))
    in_words: defaultdict[int, set[float]] = defaultdict(set)
    for fraction in fractions:
        for number in fraction.numbers:
            in_words[number].add(fraction.value)
    for hour, next_hour in _quarters(text, beside):
        in_words[hour].add(next_hour)
    return Amounts(counts=counts, meant=meant, in_words=in_words, fractions=set(fractions))


def _plain(text: str) -> str:
    """Returns a text with digits of one script, phone numbers in one piece and without the zeros of 7:00 and 19.00."""
    text = _PHONE.sub(_joined, _ascii_digits(text))
    return _NO_CENTS.sub(r"\1", _FULL_HOUR.sub(r"\1", text))


def _quarters(text: str, beside: str) -> Iterator[tuple[int, int]]:
    """Yields the next hour for 2:45, quarter to three, and for 2:30, half of the third in all but English."""
    for found in _QUARTERS.finditer(text):
        if found[2] == "45" or primary(beside) != "en":
            yield int(found[1]), int(found[1]) % 12 + 1


def _years(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHORT_YEAR.finditer(text):
        year = int(found[1] or found[2])
        yield from ((year, year + century) for century in _CENTURIES)
    yield from ((int(found[0][:4]), int(found[1])) for found in _DECADE.finditer(text))
    yield from ((int(found[1]) * 100, int(found[1]) + 1) for found in _CENTURY.finditer(text))


def _ranges(text: str, found: list[_Quantity]) -> Iterator[tuple[int, int]]:
    for first, second in pairwise(found):
        if first.times == 1 < second.times and _RANGE.fullmatch(text, first.end, second.start):
            yield from ((part, round(first.amount * second.times)) for part in first.parts)


def _quantities(text: str, language: str) -> Iterator[_Quantity]:
    for found in _NUMBER.finditer(text):
        groups = [group[:_MOST_DIGITS] for group in _DIGITS.findall(_THOUSANDS.sub(_joined, found[0]))]
        times, end = scale_after(text, found.end(), language)
        yield _Quantity(
            start=found.start(),
            end=end,
            parts=[int(group) for group in groups],
            amount=float(".".join(groups[:2])),
            times=times,
            surely=len(text[found.end() : end].strip()) > 1 or not text[end - 1].isascii(),
        )


def _summed(text: str, found: Iterator[_Quantity]) -> Iterator[_Quantity]:
    """Yields 2 million 750 thousand, and 1万2000, as one."""
    last: _Quantity | None = None
    for each in found:
        if last is not None and each.times < last.times and _continues(text, last, each):
            amount = last.amount + each.value / last.times
            last = replace(last, end=each.end, parts=last.parts + each.parts, amount=amount)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _continues(text: str, first: _Quantity, second: _Quantity) -> bool:
    between = text[first.end : second.start]
    return not between or ((second.times > 1 or first.times == _THOUSAND) and _NEAR.fullmatch(between) is not None)


def _joined(match: re.Match[str]) -> str:
    return _NOT_DIGITS.sub("", match[0])


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)
