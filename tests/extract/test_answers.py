"""The opinion of the extractor on the lines of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trafilatura

from polyglot_news.extract.html.answers import opinion
from polyglot_news.extract.html.markup import parse, visible_lines

PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))
STORY = "".join(
    f"<p>The council voted on item {n}, which had been put off twice since the spring.</p>" for n in range(9)
)
ASIDE = "<p>Short.</p>" + "".join(
    f"<div>Readers wrote {n} long letters about the bridge over the river, its cost and its colour.</div>"
    for n in range(40)
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each extraction went by trafilatura's own rules alone."""
    calls: list[bool] = []
    extraction: Callable[..., Any] = trafilatura.bare_extraction

    def recorded(*args: Any, **kwargs: Any) -> Any:
        calls.append(kwargs["fast"])
        return extraction(*args, **kwargs)

    monkeypatch.setattr(trafilatura, "bare_extraction", recorded)
    return calls


def flags(markup: str) -> list[bool]:
    tree = parse(markup)
    return [] if tree is None else opinion(tree, visible_lines(tree))


def test_a_plain_article_takes_one_extraction(asked: list[bool]) -> None:
    """Where its own rules find most of the running text, nobody else is asked."""
    assert all(flags(f"<article>{STORY}</article>"))
    assert asked == [True]


def test_others_are_asked_where_little_was_found(asked: list[bool]) -> None:
    """Running text outside what was found is a reason to ask on."""
    flags(f"<article>{STORY[:200]}</article><div>{ASIDE}</div>")
    assert asked == [True, False]


def test_others_are_asked_about_a_page_of_tables(asked: list[bool]) -> None:
    """A page laid out by tables gives tables rather than paragraphs."""
    rows = STORY.replace("<p>", "<tr><td>Council</td><td>").replace("</p>", "</td></tr>")
    tables = f"<table>{rows}</table><table>{rows.replace('council', 'mayor')}</table>"
    assert any(flags(f"<article><p>What the council decided.</p>{tables}</article>"))
    assert asked == [True, False]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_those_not_asked_would_have_said_the_same(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is spared changes nothing."""
    markup = page.read_text("utf-8", "replace")
    spared = flags(markup)
    extraction: Callable[..., Any] = trafilatura.bare_extraction
    monkeypatch.setattr(
        trafilatura, "bare_extraction", lambda *args, **kwargs: extraction(*args, **kwargs | {"fast": False})
    )
    assert flags(markup) == spared
