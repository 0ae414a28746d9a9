"""Names in bylines."""

from __future__ import annotations

import pytest

from polyglot_news.extract.bylines import read_names, starts_as_byline

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
    "Fouzia Van Der Fort|Published 4 months ago": ["Fouzia Van Der Fort"],
}


@pytest.mark.parametrize(("line", "names"), BYLINES.items())
def test_names_are_read(line: str, names: list[str]) -> None:
    """What says "by", when, and what the person does is left away."""
    assert read_names(line) == names


@pytest.mark.parametrize("line", ["", "2 minutes ago", "share this", "By " + "x" * 200])
def test_other_lines_have_no_names(line: str) -> None:
    """A line without a name gives none."""
    assert read_names(line) == []


def test_a_byline_is_known_by_its_first_word() -> None:
    """The word is a whole one."""
    assert starts_as_byline("Von Eva Klein")
    assert not starts_as_byline("Vonovia wächst")
