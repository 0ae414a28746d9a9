"""Dates in a line of text, in the languages and the calendars news is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from polyglot_news.calendar import dated_months, weekdays
from polyglot_news.extract.calendars import BIKRAM, ERAS, JALALI, Calendar
from polyglot_news.extract.times import plain, read_time

LONGEST = 150
"""Characters of a line that may still be a date line; a longer one is running text."""

_NAME = r"(?P<name>[^\W\d_][^\s\d,،/–-]{1,19})"
# A look back stands behind the first digit: a pattern that begins with a digit is searched for several times as fast.
_DAY = r"(?P<day>\d(?<!\d\d)\d?)(?!\d)"
_YEAR = r"(?P<year>\d(?<!\d\d)\d{3})(?!\d)"
_MONTH = r"(?P<month>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?(?:[ея]|го)|\)|af|il|y?dd|fe?d|ed|ain)"
_OF = r"(?:\s+(?:(?:de|del|of|da|o|ng)(?=\s)|(?:d|ta)['’]))?"
_ANY_YEAR = r"(?<!\d)(?P<year>(?:19|20|25)\d\d)"
_THAI = r"(?:[คพ]\.?ศ\.?\s?)?"
_YEAR_FIRST = re.compile(rf"{_YEAR}\s?(?P<mark>[-/.])\s?{_MONTH}\s?(?P=mark)\s?{_DAY}")
_ERA = "(?P<era>令和|平成|昭和|(?:中華)?民[國国])"
_ERA_BESIDE = r"[(（](?:令和|平成|昭和)\s?(?:\d+|元)年?[)）]"
_CHINESE = re.compile(rf"{_YEAR}\s?[年년]\s?{_MONTH}\s?[月월]\s?{_DAY}")
_BESIDE_ERA = re.compile(rf"{_YEAR}\s?年?{_ERA_BESIDE}\s?年?\s?{_MONTH}\s?月\s?{_DAY}")
_IN_ERA = re.compile(rf"{_ERA}\s?(?P<year>\d{{1,3}}|元)\s?年\s?{_MONTH}\s?月\s?{_DAY}")
_DAY_FIRST_IN_FIGURES = re.compile(
    r"(?P<day>\d(?<!\d\d)(?<!\d[./]\d)(?<!\b[vV]\d)\d?)(?!\d)\s?(?P<mark>[./-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    # The same day may follow at once, in words.
    r"(?P<year>\d{4}|\d{2})(?:(?!\d|[./]\d+(?![\d:]))|(?=\d\d?\.\s[^\W\d]))"
)
_DAY_FIRST_NAMED = re.compile(rf"{_DAY}{_ORDINAL}?{_OF}[\s/.,-]*{_NAME}[,،]?{_OF}[\s/,،.-]*{_THAI}{_ANY_YEAR}", re.I)
# Atomic, since no shorter name leads to a number where the longest does not.
_NAME_FIRST = re.compile(rf"(?>{_NAME}[\s/.-]*){_DAY}(?:st|nd|rd|th)?[\s,/.-]+{_ANY_YEAR}", re.I)
_YEAR_FIRST_NAMED = re.compile(rf"{_YEAR}[.,]?\s*(?:m\.|оны|\.)?\s*{_NAME}\s+{_DAY}", re.I)
_SHORT_YEAR = re.compile(rf"{_DAY}[-\s]{_NAME}[-\s'’](?P<year>\d\d)(?!\d)", re.I)
_YEAR_THEN_DAY = re.compile(rf"{_YEAR}\.?\s(?:gada|жылғы)\s{_DAY}\.?\s{_NAME}", re.I)
_VIETNAMESE = re.compile(rf"{_DAY} (?:tháng|thg) {_MONTH},? (?:năm )?{_YEAR}", re.I)
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
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_DAY_SIZE = len("2020-01-01")
_MONTHS = 12
_DAY_FIRST = frozenset("uk ie au nz in pk bd lk sg my hk za ng ke gh ug tz zw jm tt mt".split())
"""Top-level domains of countries that write English and the day first."""
_MONTH_FIRST = ("en", "tl", "fil")
_CENTURY = 100
_BUDDHIST = 2400
_BUDDHIST_OFFSET = 543
_BUDDHIST_CENTURY = 2500
_SHORT_BUDDHIST = 53
"""The year 2010, from which on two figures of a Thai date are those of a Buddhist year."""
_EARLIEST, _LATEST = 1980, 2099


def read_date(line: str, *, month_first: bool = False, language: str = "") -> str | None:
    """Returns the date a short line gives, ISO 8601 with the time when there is one, or ``None``.

    Numbers alone are read day first unless the day cannot be one, or ``month_first`` is set and they are slashed. In
    ``language`` (BCP-47) names are read that mean another month elsewhere, and numbers in its country's own calendar.
    """
    if len(line) > LONGEST:
        return None
    text = plain(line)
    usual = _SHAPED.search(text) and _FIGURES.search(text)
    sign = None if line.isascii() else _SIGNS.search(line)
    if not usual and not sign and language not in _LOCAL:
        return None
    calendar = _CALENDARS.get(language) or (_calendar_of(sign[0]) if sign else None)
    if calendar is JALALI:
        text = _with_one_name(text)
    matches = [*_common(text)] if usual else []
    if sign or language in _LOCAL:
        matches += _particular(text, language, calendar)
    found = [(match, day) for match in matches if (day := _day(match, month_first, language, calendar))]
    if not found:
        return None
    match, day = min(found, key=lambda pair: pair[0].start())
    time = read_time(text[match.end() :]) or read_time(text[: match.start()])
    return f"{day.isoformat()}T{time}" if time else day.isoformat()


def is_month_first(lines: Iterable[str], *, language: str, host: str = "") -> bool:
    """Tells whether 03/04/2021 is the fourth of March on a page in this language (BCP-47), of this host.

    Its other dates between slashes show it where a number above twelve decides, or the same day in words; else those do
    so who write English (of which nothing else is said) outside the countries that write the day first, or Tagalog.
    """
    lines = list(lines)
    pairs = [tuple(map(int, pair)) for line in lines if "/" in line for pair in _SLASHED.findall(line)]
    month_first = sum(second > _MONTHS >= first for first, second, _ in pairs)
    day_first = sum(first > _MONTHS >= second for first, second, _ in pairs)
    if month_first == day_first and (known := _days_in_words(lines) if pairs else ()):
        month_first = sum(_valid(year, first, second) in known for first, second, year in pairs)
        day_first = sum(_valid(year, second, first) in known for first, second, year in pairs)
    if month_first != day_first:
        return month_first > day_first
    name, _, region = language.casefold().replace("_", "-").partition("-")
    return name in _MONTH_FIRST and region in ("", "us") and host.rpartition(".")[2] not in _DAY_FIRST


def _days_in_words(lines: Iterable[str]) -> frozenset[date]:
    """Returns the days of the lines without slashes."""
    found = (read_date(line) for line in lines if "/" not in line)
    return frozenset(date.fromisoformat(moment[:_DAY_SIZE]) for moment in found if moment)


# The calendars of countries that write two; their names of months and their years are mistaken for no other.

_DEVANAGARI = "\u0900"
_SIGNS = re.compile("[\u0600-\u06ff\u0900-\u097f年]")
"""What stands in every date that is not of the common shapes, language apart."""
_TWO_WORDS = re.compile(r"(?<=كانون|تشرين)\s+(?=ال|ثاني)")
_SECOND_NAME = re.compile(r"(?<=[\u0621-\u064a])\s?/\s?[\u0621-\u064a]{3,}")
_CALENDARS = {"fa": JALALI, "ps": JALALI, "ne": BIKRAM}
_OWN_NAMES = (*JALALI.months, *BIKRAM.months)
_OWN_NAME = rf"(?P<name>{'|'.join(sorted(_OWN_NAMES, key=len, reverse=True))})(?:[\s\u200c]?ماه)?"
_FOUR_FIGURES = r"(?P<year>(?:1[34]|20)\d\d)(?!\d)"
_OWN_DAY_FIRST = re.compile(rf"{_DAY}[\s,،]*{_OWN_NAME}[\s,،]*(?<!\d){_FOUR_FIGURES}")
_OWN_YEAR_FIRST = re.compile(rf"(?<!\d){_FOUR_FIGURES}[\s,،]*(?:साल\s)?{_OWN_NAME}\s+{_DAY}")
_OWN_NAME_FIRST = re.compile(rf"{_OWN_NAME}\s+{_DAY}(?:\s?गते)?[\s,،]+{_FOUR_FIGURES}")
_REPUBLIC = re.compile(
    rf"(?<![\d./-])(?P<era>)(?P<year>\d{{2,3}})(?P<mark>[-/.年]){_MONTH}(?:(?P=mark)|月){_DAY}(?![./-]\d)"
)
_LOCAL = {
    "ja": re.compile(
        rf"(?<![\w.])(?P<era>[RHS])(?P<year>\d{{1,2}})(?P<mark>[./年]){_MONTH}(?:(?P=mark)|月){_DAY}(?![./-]\d)"
    ),
    "zh-Hant": _REPUBLIC,
    "zh-TW": _REPUBLIC,
    "th": re.compile(rf"{_DAY}\s*{_NAME}\s*(?P<year>\d\d)(?!\d)"),
}
"""Shapes of dates that mean something else in other languages."""


OWN_WAYS = frozenset((*_LOCAL, *_CALENDARS, "hr"))
"""Languages in which some dates are read another way than in others."""


def _calendar_of(sign: str) -> Calendar | None:
    """Returns the calendar that numbers without a name may be of, by a letter or digit beside them."""
    return None if sign == "年" else BIKRAM if sign >= _DEVANAGARI else JALALI


def _with_one_name(line: str) -> str:
    """Returns the line with one word for each month: Arabic has two for some, and two names for many."""
    return _SECOND_NAME.sub("", _TWO_WORDS.sub("", line))


def _particular(line: str, language: str, calendar: Calendar | None) -> Iterator[re.Match[str]]:
    """Yields what is a date in this language or this calendar."""
    if language in _LOCAL:
        yield from _LOCAL[language].finditer(line)
    if "年" in line:
        yield from _IN_ERA.finditer(line)
        yield from _BESIDE_ERA.finditer(line)
    if calendar:
        for shape in (_OWN_DAY_FIRST, _OWN_YEAR_FIRST, _OWN_NAME_FIRST):
            yield from shape.finditer(line)


def _common(line: str) -> Iterator[re.Match[str]]:
    """Yields what is a date in every country; each pattern is tried only where a quicker one finds what it needs."""
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
    if "á" in line or "Á" in line or "thg" in line:
        yield from _VIETNAMESE.finditer(line)


def is_month(word: str) -> bool:
    """True for the name of a month."""
    return _month(word.strip(",")) is not None


def names_weekday(line: str) -> bool:
    """True when a word of the line is a day of the week."""
    return any(word.strip(".,:()") in weekdays() for word in line.casefold().split())


def read_slowly(line: str, *, language: str) -> str | None:
    """Returns the date that dateparser finds in a line of this language: tens of milliseconds, for rare shapes."""
    import dateparser

    try:
        found = dateparser.parse(line, languages=[language], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    except (ValueError, OverflowError, RecursionError):
        return None
    return found.date().isoformat() if found and _EARLIEST <= found.year <= _LATEST else None


def _day(match: re.Match[str], month_first: bool, language: str, calendar: Calendar | None) -> date | None:
    parts = match.groupdict()
    name, era = parts.get("name"), parts.get("era")
    year = 1 if parts["year"] == "元" else int(parts["year"])
    month, day = _month(name, language) if name else int(parts["month"]), int(parts["day"])
    if era is not None:
        return _valid(year + ERAS[era.removeprefix("中華").casefold()], month or 0, day)
    if month is None:
        own = next((calendar for calendar in (JALALI, BIKRAM) if str(name) in calendar.months), None)
        return own.day(year, own.months[name], day) if own and name else None
    if not name and calendar and calendar.knows(year):
        return calendar.day(year, month, day)
    if month > _MONTHS or (month_first and parts.get("mark") == "/" and day <= _MONTHS):
        day, month = month, day
    if language == "th" and _SHORT_BUDDHIST <= year < _CENTURY:
        year += _BUDDHIST_CENTURY
    return _valid(year, month, day)


def _month(name: str, language: str = "") -> int | None:
    return dated_months(language).get(name.casefold().replace(".", ""))


def _valid(year: int, month: int, day: int) -> date | None:
    if year < _CENTURY:
        year += 2000
    elif year > _BUDDHIST:
        year -= _BUDDHIST_OFFSET
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
