"""Lines in another language: what an author wrote stays, what the interface says does not."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

from polyglot_news.extract.html import extract_html
from polyglot_news.extract.html.asking import asks
from polyglot_news.records import Article, Kind, Page
from polyglot_news.route import identify

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "foreign_lines.json").read_text("utf-8"))
"""Articles by language; lines as article's language, own language, place, and text or texts of one list."""
TAGS = {"li": "li", "div": "div", "h3": "h3"}
AT_END = ("after", "h3")


def page(language: str, place: str, texts: list[str]) -> str:
    """An article with the texts between its second and third paragraph, or behind its last."""
    article = CASES["articles"][language]
    paragraphs = [f"<p>{escape(text)}</p>" for text in article["paragraphs"]]
    tag = TAGS.get(place, "p")
    more = "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)
    if place == "li":
        more = f"<ul>{more}</ul>"
    elif place == "said":
        more = f"<p>{article['announcement']}</p>{more}"
    paragraphs.insert(len(paragraphs) if place in AT_END else 2, more)
    head = f'<html lang="{language}"><title>{escape(article["title"])}</title><body>'
    return f"{head}<article><h1>{escape(article['title'])}</h1>{''.join(paragraphs)}</article></body></html>"


def share_kept(cases: list[list[str]]) -> float:
    """The share of the lines that are in the article."""
    kept = []
    for language, _, place, *texts in cases:
        source = Page(id="p", source="p.html", text=page(language, place, texts), kind=Kind.HTML)
        found = extract_html(source, identify=identify)
        assert isinstance(found, Article)
        body = {block.text for block in found.body}
        kept += [text in body for text in texts]
    return sum(kept) / len(kept)


def test_what_an_author_wrote_in_another_language_stays() -> None:
    """An answer, the wording of a sign, a name, a line of a song, titles in a list: forty pairs of languages."""
    assert share_kept(CASES["written"]) >= 0.95


def test_what_an_interface_says_in_another_language_is_left_out() -> None:
    """Between the paragraphs, as one of them, and behind them."""
    assert share_kept(CASES["interface"]) <= 0.05


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("Ссылка скопирована", True),
        ("Subscribe to our newsletter", True),
        ("Поделиться ссылкой", True),
        ("شارك المقال", True),
        ("点击下载新闻客户端", True),
        ("Please do not feed the ducks in this park.", False),
        ("吃水不忘挖井人。", False),
        ("Société Tunisienne de Banque", False),
    ],
)
def test_an_interface_asks(text: str, asking: bool) -> None:
    """What it asks for, it names in words of its own."""
    assert asks(text) is asking
