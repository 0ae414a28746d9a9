"""The words of a page as numbers."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.vocabulary import Vocabulary

CHARACTERS = st.one_of(st.sampled_from("aÉß1_-– .世가"), st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))


@settings(deadline=None)
@given(st.lists(st.text(CHARACTERS, max_size=20).map(lambda text: text.replace("\n", "")), min_size=1, max_size=6))
def test_a_word_begins_with_a_letter_or_digit_and_may_hold_dashes(lines: list[str]) -> None:
    """Every line has the words that the pattern finds in it, equal words have equal numbers."""
    vocabulary = Vocabulary(lines)
    found = [re.findall(r"\w[\w-]*", line.casefold()) for line in lines]
    words = [word for line in found for word in line]
    assert vocabulary.words.tolist() == list(map(len, found))
    assert vocabulary.lengths.tolist() == list(map(len, words))
    assert len(set(zip(words, vocabulary.ids.tolist(), strict=True))) == len(set(words))
    assert vocabulary.place.tolist() == [place for line in found for place in range(len(line))]


def test_lines_share_words_with_running_text() -> None:
    """Short words say nothing; a word that only the line itself has is not shared."""
    lines = ["The harbour bridge", "The council will build the bridge at last", "The lighthouse"]
    shared = Vocabulary(lines).shared(Vocabulary(lines).words > 5)[:, 0]
    assert shared.tolist() == [0.5, 0.0, 0.0]
