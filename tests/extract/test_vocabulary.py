"""The words of a page as numbers."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.folding import fold
from polyglot_news.extract.lines import Lines, split_lines
from polyglot_news.extract.vocabulary import Vocabulary, vocabulary

CHARACTERS = st.one_of(st.sampled_from("aÉß1_-– .世가"), st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))


def words_of(lines: Lines) -> Vocabulary:
    """The words of lines."""
    return vocabulary(fold(lines.codes, lines.starts, lines.ends))


@settings(deadline=None)
@given(st.lists(st.text(CHARACTERS, max_size=20).filter(lambda text: text.strip()), min_size=1, max_size=6))
def test_a_word_begins_with_a_letter_or_digit_and_may_hold_dashes(pages: list[str]) -> None:
    """Every line has the words that the pattern finds in it, equal words have equal numbers."""
    lines = split_lines(pages)
    told = words_of(lines)
    found = [re.findall(r"\w[\w-]*", line.casefold()) for line in lines.texts]
    words = [word for line in found for word in line]
    assert told.words.tolist() == list(map(len, found))
    assert told.lengths.tolist() == list(map(len, words))
    assert len(set(zip(words, told.keys.tolist(), strict=True))) == len(set(words)) == len(set(told.keys.tolist()))
    assert told.owner.tolist() == [i for i, line in enumerate(found) for _ in line]


def test_lines_share_words_with_running_text() -> None:
    """Short words say nothing; a word that only the line itself has is not shared."""
    lines = ["The harbour bridge", "The council will build the bridge at last", "The lighthouse"]
    for pages in (["\n".join(lines)], ["The bridge", "\n".join(lines), "The lighthouse"]):
        split = split_lines(pages)
        words = words_of(split)
        shared = words.shared(words.words > 5, split.pages)[:, 0]
        assert shared[len(pages) // 2 :][:3].tolist() == [0.5, 0.0, 0.0]
