"""The JSON lines of articles and segments."""

from __future__ import annotations

import json

import pytest

from polyglot_news.records import Action, Article, Block, Kind, Role, RoutedSegment, Segment
from polyglot_news.run.stream import article_line, block_object, json_line, segment_line


@pytest.mark.parametrize("extra", [{}, {"rank": 3, "tags": ["a", "б"]}])
@pytest.mark.parametrize("place", [None, 7])
def test_an_article_is_one_line_of_json(extra: dict[str, object], place: int | None) -> None:
    """Every block is written as any JSON encoder writes it, whatever its text holds."""
    texts = ['"quoted" \\ back', "tab\tand\u2028break", "Straße 道 😀", "\x00\x1f\x7f"]
    blocks = tuple(
        Block(index=i, role=Role.PARAGRAPH, text=text, reason="body", start=place, end=place)
        for i, text in enumerate(texts)
    )
    article = Article(id="1", source="a", kind=Kind.DUMP, blocks=blocks, title='A "title"', extra=extra)
    line = article_line(article)
    assert "\n" not in line
    told = json.loads(line)
    assert told["blocks"] == list(map(block_object, blocks))
    assert told.get("extra", {}) == extra
    assert (told["title"], told["text"], told["author"]) == (article.title, article.text, None)
    assert json_line(told) == line


@pytest.mark.parametrize("place", [None, 7])
@pytest.mark.parametrize("text", ['"quoted" \\ back', "tab\tand\u2028break", "Straße 道 😀", "\x00\x1f\x7f"])
def test_a_routed_segment_is_one_line_of_json(text: str, place: int | None) -> None:
    """It is written as any JSON encoder writes it, a number that is no longer than four digits, none as null."""
    segment = Segment(page_id="1", block=2, index=3, role=Role.QUOTE, text=text, start=place, end=place)
    routed = RoutedSegment(
        segment=segment, language="de", probability=0.123456, action=Action.SKIP, reason='langdetect says "de"'
    )
    line = segment_line(routed, source=json_line("a/b"))
    assert "\n" not in line
    assert json_line(json.loads(line)) == line
    assert json.loads(line) == {
        "page_id": "1", "source": "a/b", "block": 2, "index": 3, "role": "quote", "text": text, "start": place,
        "end": place, "language": "de", "probability": 0.1235, "action": "skip", "reason": "langdetect says \"de\"",
    }  # fmt: skip
