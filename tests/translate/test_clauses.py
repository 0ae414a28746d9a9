"""Long texts: cut where one may, nothing lost, each piece short enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.translate.clauses import join, split_long
from polyglot_news.translate.engine import open_engine

if TYPE_CHECKING:
    from conftest import Packages


@given(st.text(max_size=200), st.integers(1, 40))
def test_nothing_is_lost(text: str, longest: int) -> None:
    """All characters but white space are there, in order, and every piece fits."""
    pieces = split_long(text, lambda piece: len(piece) <= longest)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= max(1, longest) for piece in pieces)


def test_a_text_that_fits_is_left_whole() -> None:
    """White space at its ends included."""
    assert split_long(" a, b; c. d ", lambda _: True) == [" a, b; c. d "]


def test_a_cut_prefers_sentences_to_clauses_to_words() -> None:
    """Each text is cut at the best place near its middle."""
    for text, pieces in {
        "One thing, and two. Three things, and four.": ["One thing, and two.", "Three things, and four."],
        "one thing, and two; three things, and four": ["one thing, and two;", "three things, and four"],
        "one thing and two, three things and four": ["one thing and two,", "three things and four"],
        "one thing two three things": ["one thing two", "three things"],
        "昨天港口举行演习。船长说一切顺利。": ["昨天港口举行演习。", "船长说一切顺利。"],
        "onethingtwothreethings": ["onethingtwo", "threethings"],
    }.items():
        assert split_long(text, lambda piece, text=text: piece != text) == pieces  # type: ignore[misc]


def test_pieces_are_joined_as_the_language_writes() -> None:
    """With a space, without one in Chinese; an empty piece leaves no trace."""
    assert join(["One.", "", "Two."], "en") == "One. Two."
    assert join(["一。", "二。"], "zh") == "一。二。"


def test_a_long_text_is_translated_whole(packages: Packages, tmp_path: Path) -> None:
    """A model that copies gives every word back, though it was never shown them all at once."""
    packages.folder(tmp_path)
    text = " ".join(f"Министры подписали соглашение номер {n}, сообщил капитан судна." for n in range(40))
    [long, short] = open_engine("argos", models=tmp_path).translate([text, "капитан"], source="ru", target="en")
    assert long.target == text and short.target == "капитан"
    assert long.score is not None and -0.1 < long.score <= 0
