"""Other calendars than the Gregorian one, against other people's conversions."""

from __future__ import annotations

from datetime import date, timedelta

import jdatetime
import nepali_datetime
import pytest

from polyglot_news.extract.calendars import BIKRAM, JALALI, Calendar

FIRST, LAST = date(1980, 1, 1), date(2030, 4, 13)
DAYS = [FIRST + timedelta(days=days) for days in range((LAST - FIRST).days + 1)]


def test_every_day_of_half_a_century_is_the_one_that_others_find_in_iran() -> None:
    """Also the last days of leap years."""
    for day in DAYS:
        other = jdatetime.date.fromgregorian(date=day)
        assert JALALI.day(other.year, other.month, other.day) == day


def test_every_day_of_half_a_century_is_the_one_that_others_find_in_nepal() -> None:
    """The lengths of months are published; no rule gives them."""
    for day in DAYS:
        other = nepali_datetime.date.from_datetime_date(day)
        assert BIKRAM.day(other.year, other.month, other.day) == day


@pytest.mark.parametrize(
    ("calendar", "day"),
    [(JALALI, (1402, 12, 30)), (JALALI, (1401, 7, 31)), (JALALI, (1401, 13, 1)), (JALALI, (1401, 1, 0)),
     (JALALI, (1300, 1, 1)), (BIKRAM, (2079, 8, 30)), (BIKRAM, (2079, 0, 1)), (BIKRAM, (2022, 12, 5))],
)  # fmt: skip
def test_a_day_that_is_none_is_not_found(calendar: Calendar, day: tuple[int, int, int]) -> None:
    """The 30th of a month of 29 days, a thirteenth month, a year that is not known."""
    assert calendar.day(*day) is None


def test_months_are_known_by_any_of_their_names() -> None:
    """Iran's and Afghanistan's; those said and those written in Nepal."""
    assert JALALI.months["آذر"] == JALALI.months["قوس"] == 9
    assert BIKRAM.months["साउन"] == BIKRAM.months["श्रावण"] == 4
