"""The reason why a line is not the article."""

from __future__ import annotations

import numpy as np
import pytest

from polyglot_news.extract.clues import gather
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.residue import explain

TEXT = "The council met on Monday to decide on the new bridge, which has been planned for more than ten years."
ABOVE = {
    "Share on Facebook": Reason.SHARE,
    "Ссылка скопирована": Reason.FOREIGN_INTERFACE,
    "We use cookies": Reason.COOKIE_NOTICE,
    "Subscribe": Reason.NEWSLETTER,
    "Log-in": Reason.ACCOUNT,
    "Harbour Daily © 2026": Reason.COPYRIGHT,
    "Advertisement": Reason.ADVERTISEMENT,
    "14 February 2026": Reason.OTHER_DATE,
    "* * *": Reason.SYMBOLS,
    "Lighthouse": Reason.SHORT_OUTSIDE_ARTICLE,
}


def reasons(lines: list[str], pages: list[int] | None = None) -> dict[str, Reason]:
    """The reasons of these lines on a page whose article is the text above, in lines two to four from the end."""
    clues = gather(split_lines(["\n".join(lines)]), None if pages is None else np.array(pages))
    inside = np.zeros(len(lines), dtype=np.bool_)
    inside[-4:-2] = True
    return dict(zip(lines, explain(clues, inside), strict=True))


@pytest.mark.parametrize(("line", "reason"), ABOVE.items())
def test_a_line_is_told_by_what_it_says(line: str, reason: Reason) -> None:
    """The words of interfaces, other scripts, dates and symbols have reasons of their own."""
    assert reasons([line, TEXT, "Oars", TEXT + " ", TEXT])[line] is reason


def test_a_line_is_told_by_where_it_stands() -> None:
    """What says nothing is told by its place: inside the article, repeated, or on other pages too."""
    told = reasons(["Harbour walk", "Harbour walks", TEXT, "Oars", TEXT + " x", "Rope"], [3, 0, 0, 0, 0, 0])
    assert told["Harbour walk"] is Reason.RECURS_ACROSS_PAGES
    assert told["Oars"] is Reason.INTERRUPTS_ARTICLE
    assert told["Rope"] is Reason.SHORT_OUTSIDE_ARTICLE
