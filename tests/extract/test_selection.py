"""Which probable lines of a page are its article."""

from __future__ import annotations

import numpy as np
import pytest

from polyglot_news.extract.html.markup import parse, visible_lines
from polyglot_news.extract.html.metadata import title_line
from polyglot_news.extract.html.selection import select
from polyglot_news.records import Guess

TICKER = "".join(
    f"<li>Ministers of {n} countries met in the capital to talk about the price of grain.</li>" for n in range(4)
)
STORY = "".join(
    f"<p>The council voted on item {n}, which had been put off twice since the spring.</p>" for n in range(9)
)


def body(markup: str, *, kept: int) -> list[str]:
    """The article of a page all of whose lines are probable and the last ones kept by the extractor."""
    tree = parse(markup)
    assert tree is not None
    lines = visible_lines(tree)
    selection = select(
        lines,
        np.full(len(lines), 0.9),
        [False] * len(lines),
        kept=[at >= len(lines) - kept for at in range(len(lines))],
        title_at=title_line(lines, "Nine votes"),
        identify=lambda _: Guess(language="en", probability=1.0, reason=""),
    )
    return [lines[at].text for at in sorted(selection.body)]


@pytest.mark.parametrize(("items", "kept", "found"), [("li", 9, 10), ("li", 14, 14), ("p", 9, 14)])
def test_a_ticker_above_the_title_is_not_the_article(items: str, kept: int, found: int) -> None:
    """A list before the title is left out where the extractor does so too; a paragraph there may be the lead."""
    markup = f"<div>{TICKER.replace('li>', f'{items}>')}</div><h1>Nine votes</h1>{STORY}"
    assert len(body(markup, kept=kept)) == found
