"""Dumps: every line in exactly one block, and the article among them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.extract.dump import extract_dump
from polyglot_news.records import Article, Guess, Kind, Page, Reject

PARAGRAPH = "The council met on Monday to decide on the new bridge, which has been planned for more than ten years."
DUMP = "\n".join(
    ["Menu", "Search", "A bridge for the old harbour", "14 February 2026 10:29", *[PARAGRAPH] * 4, "Share", "Print"]
)


def english(_text: str, /) -> Guess:
    """Every text is English."""
    return Guess(language="en", probability=1.0)


def dump(text: str) -> Page:
    """A page of plain text."""
    return Page(id="p", source="p.txt", text=text, kind=Kind.DUMP)


def test_the_article_is_found_among_interface_lines() -> None:
    """Paragraphs are the body, short labels around them are not."""
    article = extract_dump(dump(DUMP), identify=english)
    assert isinstance(article, Article)
    assert article.text == "\n".join([PARAGRAPH] * 4)
    assert article.title == "A bridge for the old harbour"
    assert article.date == "2026-02-14T10:29"
    assert article.language == "en"


def test_a_page_without_text_is_rejected() -> None:
    """Blank lines are not an article."""
    reject = extract_dump(dump(" \n\t\n"), identify=english)
    assert isinstance(reject, Reject)
    assert reject.reason == "empty"


@given(st.text(alphabet=st.sampled_from("ab .\n\r\t\u2028«7я字א"), max_size=200))
def test_every_visible_character_is_in_exactly_one_block(text: str) -> None:
    """Blocks follow each other, and what lies between them is white space."""
    result = extract_dump(dump(text), identify=english)
    if isinstance(result, Reject):
        return
    at = 0
    for index, block in enumerate(result.blocks):
        assert block.index == index
        assert block.start is not None and block.end is not None
        assert text[at : block.start].strip() == ""
        assert len(block.text) == block.end - block.start
        assert block.text.split() == text[block.start : block.end].split()
        at = block.end
    assert text[at:].strip() == ""
