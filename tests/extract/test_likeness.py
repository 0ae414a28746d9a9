"""Which lines count as one: those that differ in case, in numbers or in the width of spaces only."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.extract.characters import Sort, codes_of, sorts_of
from polyglot_news.extract.likeness import alike, hashes_from

TEXT = st.text(
    st.one_of(
        st.sampled_from("aAßſİǅﬁ07٣½ \t\r\x1c\xa0\u2028\uffff\U00010400\U0001d7ce😀𐐨"),
        st.characters(exclude_categories=["Cs"]),
    )
)


def by_hand(text: str) -> str:
    """A text case-folded, one digit for all digits, one blank for white space in a line; a character at a time."""
    kinds = zip(text.casefold(), sorts_of(codes_of(text.casefold())).tolist(), strict=True)
    made = {Sort.DIGIT: "0", Sort.SPACE: " "}
    kept = "[\n\ud800-\udfff\uffff-\U0010ffff]"
    return "".join(char if re.match(kept, char) else made.get(sort, char) for char, sort in kinds)


def test_numbers_and_spaces_are_made_alike() -> None:
    """One digit stands for all, one blank for all white space but the end of a line; other signs stay."""
    assert alike("Straße 7\t٣\xa0😀𐐀\n")[0].tobytes().decode("utf-16-le") == "strasse 0 0 😀𐐨\n"


@given(TEXT)
def test_every_character_is_made_what_it_is_by_itself(text: str) -> None:
    """A table and loops over rare characters come to what folding the whole text does."""
    assert alike(text)[0].tobytes().decode("utf-16-le", "surrogatepass") == by_hand(text)


@given(st.lists(TEXT.map(lambda text: text.replace("\n", "")), max_size=6))
def test_lines_have_one_number_when_they_are_alike(lines: list[str]) -> None:
    """That holds whatever stands beside them; a seed sets the same lines apart."""
    seeds = np.arange(len(lines), dtype=np.uint64)
    none = np.zeros(1, np.uint64)
    for line, number in zip(lines, hashes_from(lines, np.zeros_like(seeds)), strict=True):
        other = line.replace("a", "A").replace("7", "12").replace(" ", "\t ")
        assert number == hashes_from([line], none)[0] == hashes_from([other], none)[0]
    assert len(set(hashes_from(["a"] * len(lines), seeds).tolist())) == len(lines)


def test_every_character_with_a_case_is_folded() -> None:
    """That is so in all planes, whichever version of Unicode this Python knows."""
    cased = "".join(char for char in map(chr, range(0x10000, 0x110000)) if char.casefold() != char)
    assert cased
    assert alike(cased)[0].tobytes().decode("utf-16-le") == cased.casefold()
