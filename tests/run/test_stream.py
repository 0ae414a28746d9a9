"""The JSON lines of articles and segments."""

from __future__ import annotations

import json

import pytest

from polyglot_news.jsonlines import json_lines
from polyglot_news.records import Action, Article, Block, Kind, Record, Role, RoutedSegment, Segment
from polyglot_news.run.extraction import Extraction
from polyglot_news.run.plan import Shard
from polyglot_news.run.stream import Form, article_object, segment_object, shard_lines

TEXTS = ['"quoted" \\ back', "tab\tand\u2028break", "Straße 道 😀", "\x00\x1f\x7f"]


@pytest.mark.parametrize("extra", [{}, {"rank": 3, "tags": ["a", "б"]}])
@pytest.mark.parametrize("place", [None, 7])
def test_an_article_is_one_object(extra: dict[str, object], place: int | None) -> None:
    """It holds the article's metadata, its text alone and every block; what a row held besides, only where it did."""
    blocks = tuple(
        Block(index=i, role=Role.PARAGRAPH, text=text, reason="body", start=place, end=place)
        for i, text in enumerate(TEXTS)
    )
    article = Article(id="1", source="a", kind=Kind.DUMP, blocks=blocks, title='A "title"', extra=extra)
    told = json.loads(json_lines([article_object(article)]))
    assert told.pop("blocks") == [
        {"index": i, "role": "paragraph", "text": text, "start": place, "end": place, "reason": "body"}
        for i, text in enumerate(TEXTS)
    ]
    assert told.pop("extra", {}) == extra
    assert told == {
        "id": "1", "source": "a", "url": None, "title": 'A "title"', "author": None, "date": None, "section": None,
        "site": None, "language": "und", "text": article.text,
    }  # fmt: skip


@pytest.mark.parametrize("place", [None, 7])
@pytest.mark.parametrize("text", TEXTS)
def test_a_routed_segment_is_one_object(text: str, place: int | None) -> None:
    """A number in it is no longer than four digits."""
    segment = Segment(page_id="1", block=2, index=3, role=Role.QUOTE, text=text, start=place, end=place)
    routed = RoutedSegment(
        segment=segment, language="de", probability=0.123456, action=Action.SKIP, reason='langdetect says "de"'
    )
    assert json.loads(json_lines([segment_object(routed, source="a/b")])) == {
        "page_id": "1", "source": "a/b", "block": 2, "index": 3, "role": "quote", "text": text, "start": place,
        "end": place, "language": "de", "probability": 0.1235, "action": "skip", "reason": "langdetect says \"de\"",
    }  # fmt: skip


@pytest.mark.parametrize("command", ["\x7f", "\x80", "\x9b31m", "\x9f"])
def test_the_lines_of_a_shard_command_no_terminal(command: str) -> None:
    """What a page holds of it is escaped, wherever it stands; a no-break space and an accent stay."""
    text = f"The bridge{command} was opened on Monday, after ten years of\xa0work in the old caf\xe9 by the harbour.\n"
    shard = Shard(index=0, pieces=(Record(source=f"a{command}", content=text * 3, kind=Kind.DUMP),))
    forms: tuple[Form, ...] = ("articles", "segments")
    for form in forms:
        found = shard_lines(shard, {}, lambda _: None, settings=Extraction(routed=form == "segments"), form=form)
        lines = found.content.decode().splitlines()
        assert not any(command[0] in line for line in lines)
        assert all("\xa0work" in line and "caf\xe9" in line for line in lines)
        assert command in json.loads(lines[0])["text"]
