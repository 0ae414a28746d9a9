"""The network that says which lines go on with the line above."""

from __future__ import annotations

import numpy as np

from polyglot_news.extract.clues import gather
from polyglot_news.extract.edges import GRID, describe_edges, edges
from polyglot_news.extract.joints import joint_model
from polyglot_news.extract.lines import split_lines

PAGES = ["The ferry\nAnna\ncarried cars.\nSince May\n, it is moored.", "渡轮\n安娜号\n停运了。", "  a\n  b\n\n  c"]


def scores(pages: list[str]) -> list[float]:
    lines = split_lines(pages)
    rows = describe_edges(gather(lines, None), np.arange(len(lines)))
    found: list[float] = joint_model().score(rows, lines.pages).tolist()
    return found


def test_what_stands_beside_a_page_changes_nothing() -> None:
    """To the last bit, in whatever company a page is read."""
    alone = [score for page in PAGES for score in scores([page])]
    assert scores(PAGES) == alone
    assert scores(PAGES * 40) == alone * 40


def test_numbers_are_on_a_grid() -> None:
    """Sums of products of such numbers are exact."""
    lines = split_lines(PAGES)
    rows = describe_edges(gather(lines, None), np.arange(len(lines)))
    assert (rows * GRID == np.round(rows * GRID)).all()


def test_some_lines_are_described_as_among_all() -> None:
    """The numbers of a line do not depend on which others are asked for."""
    lines = split_lines(PAGES)
    clues = gather(lines, None)
    some = np.array([1, 4, 5, 9])
    everything = describe_edges(clues, np.arange(len(lines)))
    assert (describe_edges(clues, some) == everything[some]).all()
    assert len(edges(clues, some)) == everything.shape[1]


def test_pages_without_lines_to_look_at_have_no_scores() -> None:
    """Nothing is looked at on a page between others, or on all."""
    lines = split_lines(PAGES)
    rows = describe_edges(gather(lines, None), np.arange(len(lines)))[:5]
    assert len(joint_model().score(rows, np.array([0, 5, 5, 5]))) == 5
    assert len(joint_model().score(rows[:0], np.array([0, 0]))) == 0
