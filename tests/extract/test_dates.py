"""Dates in the languages news is written in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract import dates
from polyglot_news.extract.dates import is_month_first, read_date, read_slowly, read_time

WRITTEN = {
    "14 February 2026 10:29": "2026-02-14T10:29",
    "Feb 2, 2025, 9:15 pm": "2025-02-02T21:15",
    "Published Fri, Apr 28 20232:23 PM EDT": "2023-04-28T14:23",
    "Published 10:31 a.m. ET Nov. 21, 2019": "2019-11-21T10:31",
    "2024-05-01T10:00:00Z": "2024-05-01T10:00",
    "Stand: 30. Juni 2025, 15.59 Uhr": "2025-06-30T15:59",
    "1er août 2023 à 15h30": "2023-08-01T15:30",
    "3 de mayo de 2022": "2022-05-03",
    "søndag 2. februar 2025": "2025-02-02",
    "5.3.2024 klo 12.30": "2024-03-05T12:30",
    "2025. május 5. 12:33": "2025-05-05T12:33",
    "23 ноября 2011, 10:05": "2011-11-23T10:05",
    "Παρασκευή, 09 Δεκεμβρίου 2011, 14:58:24": "2011-12-09T14:58",
    "3 tháng 5, 2024 10:00": "2024-05-03T10:00",
    "2005年05月07日 14:03:55": "2005-05-07T14:03",
    "2024년 5월 1일": "2024-05-01",
    "12 जनवरी 2024": "2024-01-12",
    "۱۲ نوفمبر 2024": "2024-11-12",
    "১২ নভেম্বর ২০২৪, ১০:৩০": "2024-11-12T10:30",
    "١٢ نوفمبر ٢٠٢٤": "2024-11-12",
    "２０２４年５月１日 １０：３０": "2024-05-01T10:30",
    "29/11/11 11:01": "2011-11-29T11:01",
    "2023.05.09. 오후 3:21": "2023-05-09T15:21",
    "2023年6月18日 上午9:05": "2023-06-18T09:05",
    "2023年11月2日 午後5時30分": "2023-11-02T17:30",
    "10 ديسمبر 2023 09:45 م": "2023-12-10T21:45",
    "10 ديسمبر 2023 09:45 ص": "2023-12-10T09:45",
    "18 Μαΐου 2023, 1:05 μ.μ.": "2023-05-18T13:05",
    "5 ธ.ค. 2565": "2022-12-05",
    "2022. gada 14. septembris": "2022-09-14",
    "2022 жылғы 14 қыркүйек": "2022-09-14",
    "14-го сентября 2022": "2022-09-14",
}


@pytest.mark.parametrize(("line", "date"), WRITTEN.items())
def test_a_date_is_read(line: str, date: str) -> None:
    """Names of months, orders of parts, scripts and digits of many languages are known."""
    assert read_date(line) == date


PIECES = st.sampled_from(
    [*"1 12 03 20 2024 1999 2567 , . - / : ’ 年 月 년 May mayo мая er th de tháng năm m. оны x".split(), " ", " ", "  "]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_look_misses_no_date(line: str) -> None:
    """Where a shape of dates is found, the look that spares most lines the search for it lets the line through."""
    assert not list(dates._matches(line)) or dates._SHAPED.search(line)


@pytest.mark.parametrize(
    "line", ["", "Views: 68", "2024-13-45", "1999 people", "31 February 2024", "13.45 percent", "10.10.10.10"]
)
def test_other_numbers_are_no_date(line: str) -> None:
    """A number, an impossible day and a paragraph are not dates."""
    assert read_date(line) is None


def test_slashes_can_be_read_month_first() -> None:
    """Only slashed numbers are ambiguous, and a day above twelve decides."""
    assert read_date("02/03/2025", month_first=True) == "2025-02-03"
    assert read_date("02/03/2025") == "2025-03-02"
    assert read_date("02/23/2025") == "2025-02-23"


@pytest.mark.parametrize(
    ("lines", "language", "host", "month_first"),
    [
        ([], "en", "", True),
        ([], "en-US", "gazette.com", True),
        ([], "en-GB", "gazette.com", False),
        ([], "en", "gazette.co.uk", False),
        ([], "de", "gazette.com", False),
        (["Seen on 28/02/2021"], "en", "", False),
        (["Seen on 02/28/2021"], "fr", "gazette.co.uk", True),
        (["Seen on 02/03/2021, page 14/20"], "en", "", True),
    ],
)
def test_a_page_tells_which_number_is_the_month(lines: list[str], language: str, host: str, month_first: bool) -> None:
    """Its other dates do, else its language, its region and the country of its host."""
    assert is_month_first(lines, language=language, host=host) == month_first


def test_the_time_alone_is_read() -> None:
    """A line below the date may hold the time."""
    assert read_time("15:59 Uhr") == "15:59"
    assert read_time("12:05 am") == "00:05"
    assert read_time("오전 12:05") == "00:05"
    assert read_time("score 3:2") is None


@pytest.mark.slow
def test_rare_shapes_are_left_to_dateparser() -> None:
    """What no shape covers is read in the article's language, or not at all."""
    assert read_slowly("2024, февраль 3", language="ru") == "2024-02-03"
    assert read_slowly("no date", language="en") is None
    assert read_slowly("no language 3", language="xx") is None
