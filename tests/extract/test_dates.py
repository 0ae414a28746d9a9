"""Dates in the languages news is written in."""

from __future__ import annotations

from datetime import datetime

import pytest
from babel import Locale
from babel.dates import format_date, format_datetime
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract import dates
from polyglot_news.extract.dates import is_month_first, read_date, read_slowly

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
    "14-Sep-2022": "2022-09-14",
    "30.01.202430. Januar 2024": "2024-01-30",
    "5ed o Fedi 2023": "2023-09-05",
    "ika-5 ng Enero 2023": "2023-01-05",
    "Tarehe 5 Machi 2023": "2023-03-05",
    "më 5 dhjetor 2022, 2:05 m.d.": "2022-12-05T14:05",
    "Talaado, Janaayo 3, 2023": "2023-01-03",
    "3 thg 1, 2023": "2023-01-03",
    "الاثنين، 5 كانون الأول/ديسمبر 2022": "2022-12-05",
    "5 ديسمبر/كانون الأول 2022 - 10:15": "2022-12-05T10:15",
    "12 تشرين الثاني 2022": "2022-11-12",
    "14 جانفي 2022": "2022-01-14",
    "14 أوت 2022": "2022-08-14",
    "5 دجنبر 2022": "2022-12-05",
    "2 شوال 1444هـ - 22 أبريل 2023": "2023-04-22",
    "22/04/2023 الموافق 02/10/1444": "2023-04-22",
    "۱۵ آذر ۱۴۰۱": "2022-12-06",
    "سه‌شنبه ۱۵ آذر ۱۴۰۱ - ۱۰:۲۳": "2022-12-06T10:23",
    "۱۴۰۱/۰۹/۱۵": "2022-12-06",
    "تاریخ انتشار: 1401/9/15 ساعت 10:20": "2022-12-06T10:20",
    "15 آذرماه 1401": "2022-12-06",
    "令和4年12月5日": "2022-12-05",
    "令和元年5月1日": "2019-05-01",
    "2022年(令和4年)12月5日 9時5分": "2022-12-05T09:05",
    "平成30年4月1日": "2018-04-01",
    "中華民國111年12月5日": "2022-12-05",
    "२०७९ मंसिर १९ गते": "2022-12-05",
    "मंसिर १९, २०७९": "2022-12-05",
    "२०७९-०८-१९": "2022-12-05",
    "२०२२-१२-०५": "2022-12-05",
    "5 ธันวาคม พ.ศ. 2565 เวลา 14.05 น.": "2022-12-05T14:05",
}


@pytest.mark.parametrize(("line", "date"), WRITTEN.items())
def test_a_date_is_read(line: str, date: str) -> None:
    """Names of months, orders of parts, scripts and digits of many languages are known."""
    assert read_date(line) == date


IN_LANGUAGE = {
    ("fa", "1401/09/15"): "2022-12-06",
    ("en", "1401/09/15"): None,
    ("ne", "2079/08/19"): "2022-12-05",
    ("ja", "R4.12.5"): "2022-12-05",
    ("ja", "H30年4月1日"): "2018-04-01",
    ("en", "R4.12.5"): None,
    ("zh-Hant", "111-12-05"): "2022-12-05",
    ("zh-Hant", "111年12月5日"): "2022-12-05",
    ("en", "111-12-05"): None,
    ("th", "5 ธ.ค. 65"): "2022-12-05",
    ("th", "5 ธ.ค.22"): "2022-12-05",
    ("hr", "5. listopada 2022."): "2022-10-05",
    ("pl", "5 listopada 2022"): "2022-11-05",
}


@pytest.mark.parametrize(("told", "date"), IN_LANGUAGE.items())
def test_some_dates_need_their_language(told: tuple[str, str], date: str | None) -> None:
    """A name may be another month elsewhere, a number a year of another calendar or the version of something."""
    language, line = told
    assert read_date(line, language=language) == date


LOCALES = {
    **{code: code for code in (
        "af ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv mk ml mr ne nl no pa pl "
        "pt ro ru sk sl so sq sv sw ta te th tr uk ur vi"
    ).split()},
    "tl": "fil",
    "zh": "zh_Hans_CN",
    "zh-Hant": "zh_Hant_TW",
}  # fmt: skip
"""The languages that langdetect knows, and what the locale data of Unicode (CLDR) calls them."""
DIGITS = {"ar": "٠", "fa": "۰", "ur": "۰", "bn": "০", "hi": "०", "mr": "०", "ne": "०", "gu": "૦", "pa": "੦", "ta": "௦",
          "te": "౦", "kn": "೦", "ml": "൦", "th": "๐"}  # fmt: skip


@pytest.mark.parametrize("length", ["full", "long", "medium"])
@pytest.mark.parametrize("language", LOCALES)
def test_every_month_is_read_as_the_locale_writes_it(language: str, length: str) -> None:
    """In each language each month of CLDR's formats, with the time and without, in the script's own digits as well."""
    locale = Locale.parse(LOCALES[language])
    own = {ord(str(figure)): chr(ord(DIGITS.get(language, "0")) + figure) for figure in range(10)}
    moments = [datetime(2023, month, 30 - 2 * month, month + 9, 5) for month in range(1, 13)]
    for moment in moments:
        day, time = format_date(moment, length, locale), format_datetime(moment, length, locale=locale)
        for write in (str, lambda text: text.translate(own)):
            assert read_date(write(day), language=language) == moment.date().isoformat(), day
            assert read_date(write(time), language=language) == moment.isoformat(timespec="minutes"), time


PIECES = st.sampled_from(
    [*"1 12 03 20 2024 1999 2567 , . - / : ’ 年 月 년 May mayo мая er th de tháng năm m. оны x".split(), " ", " ", "  "]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_look_misses_no_date(line: str) -> None:
    """Where a shape of dates is found, the look that spares most lines the search for it lets the line through."""
    assert not list(dates._common(line)) or dates._SHAPED.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Views: 68",
        "2024-13-45",
        "1999 people",
        "31 February 2024",
        "13.45 percent",
        "10.10.10.10",
        "v2.10.11",
        "15 رمضان 1444 هـ",
        "١٤٤٤/٠٩/١٥",
        "30 اسفند 1402",
        "२०७९ मंसिर ३२",
    ],
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
        (["Seen on 02/03/2021", "Seen on 2 March 2021"], "en", "", False),
        (["Seen on 02/03/2021", "Seen on 2 March 2021"], "en-US", "gazette.com", False),
        (["Seen on 02/03/2021", "Seen on 2021-02-03"], "fr", "", True),
    ],
)
def test_a_page_tells_which_number_is_the_month(lines: list[str], language: str, host: str, month_first: bool) -> None:
    """Its other dates do, else its language, its region and the country of its host."""
    assert is_month_first(lines, language=language, host=host) == month_first


@pytest.mark.slow
def test_rare_shapes_are_left_to_dateparser() -> None:
    """What no shape covers is read in the article's language, or not at all."""
    assert read_slowly("2024, февраль 3", language="ru") == "2024-02-03"
    assert read_slowly("no date", language="en") is None
    assert read_slowly("no language 3", language="xx") is None
