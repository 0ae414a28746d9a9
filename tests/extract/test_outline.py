"""Where a line stands in its page."""

from __future__ import annotations

import numpy as np

from polyglot_news.extract.html.ancestry import Ancestry
from polyglot_news.extract.html.markup import parse, visible_lines
from polyglot_news.extract.html.outline import frames, headings


def test_a_line_knows_the_heading_it_stands_under() -> None:
    """Its rank, what it announces, how far it is; lines before the first heading have none."""
    tree = parse("<p>Menu</p><h1><a>The bridge</a></h1><p>One</p><p>Two</p><h3>Related</h3><p>Three</p>")
    assert tree is not None
    found = headings(visible_lines(tree), np.arange(6) / 10, np.array([0, 0, 0, 0, 1.0, 0]))
    assert found["heading_rank"].tolist() == [7, 1, 1, 1, 3, 3]
    assert found["heading_away"].tolist() == [50, 0, 1, 2, 0, 1]
    assert found["heading_announces"].tolist() == [0, 0, 0, 0, 1, 1]
    assert found["heading_linked"].tolist() == [0, 0.1, 0.1, 0.1, 0.4, 0.4]
    assert found["from_title"].tolist() == [-1, 0, 1, 2, 3, 4]


def test_a_line_knows_how_far_above_it_the_article_is_held() -> None:
    """Elements that hold much of the running text are the frames of an article; teasers stand far from them."""
    tree = parse(
        "<body><section><div><b>Teaser</b></div></section><article><div><p>One</p><p>Two</p></div></article></body>"
    )
    assert tree is not None
    blocks = [line.element for line in visible_lines(tree)]
    ancestry = Ancestry(blocks)
    found = frames(ancestry, ancestry.numbers(blocks), np.array([0.0, 80.0, 20.0]))
    assert found["up_9"].tolist() == [2, 1, 1]
    assert found["up_6"].tolist() == [2, 0, 1]
    assert found["article_number"].tolist() == [0, 1, 1]
    assert found["article_held"].tolist() == [0, 1, 1]
