"""Dates and times in a line of text, in the languages news is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from polyglot_news.calendar import months

LONGEST = 150
"""Characters of a line that may still be a date line; a longer one is running text."""

_NAME = r"(?P<name>[^\W\d_][^\s\d,/]{1,19})"
# A look back stands behind the first digit: a pattern that begins with a digit is searched for several times as fast.
_DAY = r"(?P<day>\d(?<!\d\d)\d?)(?!\d)"
_YEAR = r"(?P<year>\d(?<!\d\d)\d{3})(?!\d)"
_OF = r"(?:\s+(?:(?:de|del|of|da)(?=\s)|(?:d|ta)['’]))?"
_ANY_YEAR = r"(?<!\d)(?P<year>(?:19|20|25)\d\d)"
_YEAR_FIRST = re.compile(rf"{_YEAR}\s?(?P<mark>[-/.])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?{_DAY}")
_CHINESE = re.compile(rf"{_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?{_DAY}")
_DAY_FIRST_IN_FIGURES = re.compile(
    r"(?P<day>\d(?<!\d\d)(?<!\d[./]\d)\d?)(?!\d)\s?(?P<mark>[./-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<year>\d{4}|\d{2})(?!\d|[./]\d+(?![\d:]))"
)
_DAY_FIRST_NAMED = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|º|ª|\.|-?(?:[ея]|го)|\))?{_OF}[\s/.-]*{_NAME}[,]?{_OF}[\s/,.-]*{_ANY_YEAR}", re.I
)
# Atomic, since no shorter name leads to a number where the longest does not.
_NAME_FIRST = re.compile(rf"(?>{_NAME}[\s/.-]*){_DAY}(?:st|nd|rd|th)?[\s,/.-]+{_ANY_YEAR}", re.I)
_YEAR_FIRST_NAMED = re.compile(rf"{_YEAR}\.?\s*(?:m\.|оны|\.)?\s*{_NAME}\s+{_DAY}", re.I)
_SHORT_YEAR = re.compile(rf"{_DAY}[-\s]{_NAME}[-\s'’](?P<year>\d\d)(?!\d)", re.I)
_YEAR_THEN_DAY = re.compile(rf"{_YEAR}\.?\s(?:gada|жылғы)\s{_DAY}\.?\s{_NAME}", re.I)
_VIETNAMESE = re.compile(rf"{_DAY} tháng (?P<month>\d{{1,2}}),? (?:năm )?{_YEAR}", re.I)
_FIGURES = re.compile(r"(?:19|20|25)\d\d|\d[./-]\s?\d{1,2}[./-]|\d[-'’\s][^\W\d_]+[-'’\s]\d\d|[^\x00-\x7f]\d{3}")
# A shape that begins with a name is tried at every letter of a line: only where the rest of it can be found.
_AFTER_NAME = re.compile(rf"\d(?:st|nd|rd|th)?[\s,/.-]+{_ANY_YEAR}", re.I)
_TWO_FIGURES = re.compile(r"\d\s?[-/.]\s?\d")
_CENTURIES = re.compile(_ANY_YEAR)
# What each of the shapes needs from its first number on, a pattern that begins with a digit.
_SHAPED = re.compile(
    r"\d(?<!\d\d)(?:"
    r"\d{3}(?!\d)(?:\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d|\D*\s\d)"
    r"|\d?(?!\d)(?:\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d\d|\D+(?:19|20|25)\d\d|[-\s][^\W\d_]\D+\d\d(?!\d)|\s\w+\s\d)"
    r")"
)
_TIME = re.compile(
    r"(?:(?P<part>오후|下午|午後|晚上|오전|上午|午前|凌晨|早上)\s?)?"
    r"(?<![.,:/-])(?<!\d)(?P<hour>[01]?\d|2[0-3])(?:[:h時时点시：]\s?|\.)(?P<minute>[0-5]\d)(?![\d%])(?![.,/]\d)"
    r"(?::[0-5]\d)?\s*(?P<half>(?:[apμπ]\.?[mμ]|[صم])\b)?",
    re.I,
)
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\d/])")
_MONTHS = 12
_NOON = 12
_AFTER_NOON = ("p", "μ", "م", "오후", "下午", "午後", "晚上")
_DAY_FIRST = frozenset("uk ie au nz in pk bd lk sg my hk za ng ke gh ug tz zw jm tt mt".split())
"""Top-level domains of countries that write English and the day first."""
_CENTURY = 100
_BUDDHIST = 2400
_BUDDHIST_OFFSET = 543
_EARLIEST, _LATEST = 1980, 2099


def read_date(line: str, *, month_first: bool = False) -> str | None:
    """Returns the date a short line gives, ISO 8601 with the time when there is one, or ``None``.

    Numbers alone are read day first unless the day cannot be one, or ``month_first`` is set and they are slashed.
    """
    if len(line) > LONGEST:
        return None
    line = _plain_digits(line)
    if not _SHAPED.search(line) or not _FIGURES.search(line):
        return None
    found = [(match, day) for match in _matches(line) if (day := _day(match, month_first))]
    if not found:
        return None
    match, day = min(found, key=lambda pair: pair[0].start())
    time = read_time(line[match.end() :]) or read_time(line[: match.start()])
    return f"{day.isoformat()}T{time}" if time else day.isoformat()


def is_month_first(lines: Iterable[str], *, language: str, host: str = "") -> bool:
    """Tells whether 03/04/2021 is the fourth of March on a page in this language (BCP-47), of this host.

    Its other dates between slashes show it where a number above twelve decides; else those do so who write English
    (of which nothing else is said) outside the countries that write the day first.
    """
    pairs = [tuple(map(int, pair)) for line in lines if "/" in line for pair in _SLASHED.findall(line)]
    month_first = sum(second > _MONTHS >= first for first, second in pairs)
    day_first = sum(first > _MONTHS >= second for first, second in pairs)
    if month_first != day_first:
        return month_first > day_first
    name, _, region = language.casefold().replace("_", "-").partition("-")
    return name == "en" and region in ("", "us") and host.rpartition(".")[2] not in _DAY_FIRST


def _plain_digits(text: str) -> str:
    """Returns the text with the decimal digits of every script as ASCII ones, one for one."""
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), text)


def _matches(line: str) -> Iterator[re.Match[str]]:
    """Yields what looks like a date; each pattern is tried only where a quicker one finds what it needs."""
    figures = _TWO_FIGURES.search(line)
    if figures:
        yield from _YEAR_FIRST.finditer(line)
    if "年" in line or "년" in line:
        yield from _CHINESE.finditer(line)
    if figures:
        yield from _DAY_FIRST_IN_FIGURES.finditer(line)
    if _CENTURIES.search(line):
        yield from _DAY_FIRST_NAMED.finditer(line)
        if _AFTER_NAME.search(line):
            yield from _NAME_FIRST.finditer(line)
    yield from _YEAR_FIRST_NAMED.finditer(line)
    yield from _SHORT_YEAR.finditer(line)
    if "gada" in line or "жылғы" in line:
        yield from _YEAR_THEN_DAY.finditer(line)
    if "á" in line or "Á" in line:
        yield from _VIETNAMESE.finditer(line)


def read_time(text: str) -> str | None:
    """Returns the first time of day in the text as ``HH:MM``, or ``None``."""
    match = _TIME.search(_plain_digits(text))
    if not match:
        return None
    hour = int(match["hour"])
    half = match["half"] or match["part"]
    if half and hour <= _NOON:
        hour = hour % _NOON + _NOON * half.casefold().startswith(_AFTER_NOON)
    return f"{hour:02}:{int(match['minute']):02}"


def is_month(word: str) -> bool:
    """True for the name of a month."""
    return _month(word.strip(",")) is not None


def read_slowly(line: str, *, language: str) -> str | None:
    """Returns the date that dateparser finds in a line of this language: tens of milliseconds, for rare shapes."""
    import dateparser

    try:
        found = dateparser.parse(line, languages=[language], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    except (ValueError, OverflowError, RecursionError):
        return None
    return found.date().isoformat() if found and _EARLIEST <= found.year <= _LATEST else None


def _day(match: re.Match[str], month_first: bool) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    month = _month(parts["name"]) if parts.get("name") else int(parts["month"])
    if month is None:
        return None
    if month > 12 or (month_first and parts.get("mark") == "/" and day <= 12):
        day, month = month, day
    return _valid(year, month, day)


def _month(name: str) -> int | None:
    return months().get(name.casefold().replace(".", ""))


def _valid(year: int, month: int, day: int) -> date | None:
    if year < _CENTURY:
        year += 2000
    elif year > _BUDDHIST:
        year -= _BUDDHIST_OFFSET
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
