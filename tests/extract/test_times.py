"""Times of day."""

from __future__ import annotations

import pytest

from polyglot_news.extract.times import read_time

TIMES = {
    "15:59 Uhr": "15:59",
    "12:05 am": "00:05",
    "12:05 p. m.": "12:05",
    "오전 12:05": "00:05",
    "PM 2시 5분": "14:05",
    "下午2:05": "14:05",
    "9.05.00 UTC": "09:05",
    "14 นาฬิกา 05 นาที": "14:05",
    "2:05 CH": "14:05",
    "2:05 م": "14:05",
    "2:05 m.d.": "14:05",
    "2:05 GD": "14:05",
    "2:05 ਬਾ.ਦੁ.": "14:05",
    "١٠:٣٠": "10:30",
    "à 9h05": "09:05",
}


@pytest.mark.parametrize(("text", "time"), TIMES.items())
def test_the_time_of_day_is_read(text: str, time: str) -> None:
    """Hours and minutes, with the half of the day before or behind them, in the words of many languages."""
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["", "score 3:2", "12.05.2023", "25:10", "1.2.3", "10.50%"])
def test_other_numbers_are_no_time(text: str) -> None:
    """Results, dates, versions and shares are not."""
    assert read_time(text) is None
