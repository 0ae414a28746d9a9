"""Days of the calendars that stand in news beside the Gregorian one, or instead of it: Iran's, Nepal's, eras.

The months of Nepal's calendar follow the sun and are published year by year; what stands here are the lengths on which
the libraries that convert such dates agree (``tests/extract/test_calendars.py`` asks one of them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The names of the months of a calendar with the first day of each month of the years it is known for."""

    months: Mapping[str, int]
    first_year: int
    starts: tuple[date, ...]

    def day(self, year: int, month: int, day: int) -> date | None:
        """Returns the Gregorian day, or ``None`` where there is no such day or the year is not known."""
        at = (year - self.first_year) * 12 + month - 1
        if not 0 <= at < len(self.starts) - 1 or not 1 <= month <= 12 or day < 1:
            return None
        found = self.starts[at] + timedelta(days=day - 1)
        return found if found < self.starts[at + 1] else None

    def knows(self, year: int) -> bool:
        """True for a year of which the months are known."""
        return 0 <= (year - self.first_year) * 12 < len(self.starts) - 1


ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "r": 2018, "h": 1988, "s": 1925, "": 1911}
"""The Gregorian years before the first years of eras; what names none is a year of the Republic of China."""


def _starts(first: date, lengths: list[int]) -> tuple[date, ...]:
    return tuple(first + timedelta(days=days) for days in accumulate(lengths, initial=0))


def _numbered(lines: str) -> dict[str, int]:
    """Returns the names in twelve lines → the numbers of the months."""
    return {name: at for at, line in enumerate(lines.split("\n"), 1) for name in line.split()}


# The Iranian calendar. Its leap years are those of a cycle of 33 years (Birashk 1993), for centuries around ours.

_JALALI_FIRST, _JALALI_YEARS = 1358, 80
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_JALALI_LENGTHS = [
    length
    for year in range(_JALALI_FIRST, _JALALI_FIRST + _JALALI_YEARS)
    for length in [*[31] * 6, *[30] * 5, 29 + (year % 33 in _LEAP)]
]
JALALI = Calendar(
    months=_numbered(
        "فروردین حمل وری\nاردیبهشت ثور غویی\nخرداد جوزا غبرګولی\nتیر سرطان چنګاښ\nمرداد اسد زمری\nشهریور سنبله وږی\n"
        "مهر میزان تله\nآبان عقرب لړم\nآذر قوس لیندۍ\nدی جدی مرغومی\nبهمن دلو سلواغه\nاسفند حوت کب"
    ),
    first_year=_JALALI_FIRST,
    starts=_starts(date(1979, 3, 21), _JALALI_LENGTHS),
)

# Bikram Sambat, the calendar of Nepal: the days over 29 of each month, from the year 2036 on.

_BIKRAM_LENGTHS = """
    223222101011 223321101011 232321110012 222322011011 223222101011 223321101011 232321110012 222322011011
    223222101011 232321101011 232321110012 222322101011 223222101011 232321110011 232321110102 222322101011
    223222101011 232321110011 232321110102 223222101011 223231101011 232321110012 132321110102 223222101011
    223321101011 232321110012 222322010102 223222101011 223321101011 232321110012 222322011002 223222101011
    223321101011 232321110012 222322011011 223222101011 232321101011 232321110012 222322101011 223222101011
    232321110011 232321110102 222322101011 223222101011 232321110011 232321110102 223222101011 223222101011
    223221110111 232312110111 132321110111
"""
BIKRAM = Calendar(
    months=_numbered(
        "बैशाख वैशाख\nजेठ जेष्ठ ज्येष्ठ\nअसार आषाढ असाढ\nसाउन श्रावण\nभदौ भाद्र\nअसोज आश्विन\nकात्तिक कार्तिक\n"
        "मंसिर मङ्सिर मङसिर मार्ग\nपुस पुष पौष\nमाघ\nफागुन फाल्गुन\nचैत चैत्र"
    ),
    first_year=2036,
    starts=_starts(date(1979, 4, 14), [29 + int(days) for days in chain.from_iterable(_BIKRAM_LENGTHS.split())]),
)
