"""Counts over the characters of lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.characters import Sort, codes_of, sorts_of
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.shapes import measure


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=8))
def test_every_character_is_counted_in_its_line(pages: list[str]) -> None:
    """The counts of a line add up to its length, whatever the script, surrogates included."""
    lines = split_lines(pages)
    assert measure(lines).counts.sum(axis=1).tolist() == list(map(len, lines.texts))


@pytest.mark.parametrize(
    ("line", "words", "sentences"),
    [
        ("Two words.", 2, 1),
        ("Это три слова. И ещё!", 5, 2),
        ("3.5 million", 3, 0),
        ("他们在北京。", 2.5, 1),
    ],
)
def test_words_and_sentences_are_counted(line: str, words: float, sentences: int) -> None:
    """A character of a script without spaces is half a word; a point inside a number ends nothing."""
    shapes = measure(split_lines([line]))
    assert shapes.words[0] == words
    assert shapes.sentences[0] == sentences


def test_a_line_in_another_script_is_foreign() -> None:
    """The page's script is the one of its running text, not of its many labels."""
    text = "The council met on Monday to decide on the new bridge, which has been planned for more than ten years. " * 2
    shapes = measure(
        split_lines(["\n".join(["Поделиться", "Ссылка скопирована", "Главная", "Контакты", text, "2026"])])
    )
    assert shapes.foreign.tolist() == [1, 1, 1, 1, 0, 0]


def test_characters_beyond_the_basic_plane_have_a_sort() -> None:
    """Rare Han characters are letters without spaces, emoji are symbols."""
    assert sorts_of(codes_of("𠀀😀")).tolist() == [Sort.SPACELESS, Sort.SYMBOL]
