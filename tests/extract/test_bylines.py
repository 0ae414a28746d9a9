"""Names in bylines."""

from __future__ import annotations

import pytest

from polyglot_news.extract.bylines import is_byline, read_names, starts_as_byline

BYLINES = {
    "By Tamilla Hasanova": ["Tamilla Hasanova"],
    "Von Max Müller und Eva Klein am 3. Mai": ["Max Müller", "Eva Klein"],
    "Publicado por Ana Souza e João Lima": ["Ana Souza", "João Lima"],
    "Автор: Иван Петров": ["Иван Петров"],
    "作者：茉莉": ["茉莉"],
    "By JOHN SMITH, Staff Writer": ["JOHN SMITH"],
    "Kristian Larsen July 13, 2025 — 7 minutes read": ["Kristian Larsen"],
    "Researched by Nicholas Azulay + Isabelle Brauer": ["Nicholas Azulay", "Isabelle Brauer"],
    "Brian Truitt USA TODAY": ["Brian Truitt"],
    "Nizaar Kinsella2 minutes ago": ["Nizaar Kinsella"],
    "سامية الطرابلسي الأحد 10 ديسمبر 2023": ["سامية الطرابلسي"],
    "Von Katrin Möller Dienstag, 7. Februar 2023": ["Katrin Möller"],
    "By Hannah Briggs Published 6 June 2023": ["Hannah Briggs"],
    "김민수 기자 입력 2023.05.09": ["김민수"],
    "王小明記者": ["王小明"],
    "[부산=김민수 기자]": ["김민수"],
    "Tác giả: Nguyễn Thị Lan Thứ hai, 20/3/2023": ["Nguyễn Thị Lan"],
    "ავტორი: ნინო ბერიძე": ["ნინო ბერიძე"],
    "লিখেছেন রফিকুল ইসলাম": ["রফিকুল ইসলাম"],
    "Fouzia Van Der Fort|Published 4 months ago": ["Fouzia Van Der Fort"],
    "Jan Sellner": ["Jan Sellner"],
    "Von Robin Amberg, Volontär (Sport)": ["Robin Amberg"],
    "Ada Harbour and AP": ["Ada Harbour", "AP"],
    "dpa": ["dpa"],
    "By Harbour Daily Staff": ["Harbour Daily Staff"],
    "Hafenblatt Redaktion": ["Hafenblatt Redaktion"],
    "Written byby Ada Harbour": ["Ada Harbour"],
    "Autorin/Autor Eva Klein": ["Eva Klein"],
    "Ein Kommentar von Eva Klein": ["Eva Klein"],
}


@pytest.mark.parametrize(("line", "names"), BYLINES.items())
def test_names_are_read(line: str, names: list[str]) -> None:
    """What says "by", when, and what the person does is left away."""
    assert read_names(line) == names


@pytest.mark.parametrize(
    "line", ["", "2 minutes ago", "share this", "By " + "x" * 200, "May 2021", "Über", "Our Staff"]
)
def test_other_lines_have_no_names(line: str) -> None:
    """A line without a name gives none."""
    assert read_names(line) == []


def test_a_byline_is_known_by_its_first_word() -> None:
    """The word is a whole one."""
    assert starts_as_byline("Von Eva Klein")
    assert not starts_as_byline("Vonovia wächst")


@pytest.mark.parametrize(
    "line",
    [
        "Kolumne von Eva Klein",
        "记者 王小明",
        "โดย สมชาย ใจดี",
        "김민수 기자",
        "Της Ελένης Παππά",
        "文/王小明",
        "Oleh: Dewi Lestari",
    ],
)
def test_a_line_is_a_byline_in_scripts_without_case_too(line: str) -> None:
    """A word for "by" or "author", or the reporter's office behind a name."""
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "An opinion by Ada Harbour.",
        "来源：新华社",
        "本报记者",
        "Της Ελένης άρεσε το βιβλίο",
        "The Winner Takes It All",
        "기자 회견이 열렸다",
    ],
)
def test_sources_sentences_and_titles_are_no_bylines(line: str) -> None:
    """Agencies, and lines that go on, do not name an author."""
    assert not is_byline(line)
