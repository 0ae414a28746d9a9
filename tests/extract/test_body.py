"""The choice of body lines from their chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.body import (
    choose_body,
    go_on,
    leave_out_interface,
    leave_out_recurring,
    level,
    without_article,
)
from polyglot_news.extract.clues import gather
from polyglot_news.extract.lines import split_lines
from polyglot_news.records import Guess

CHANCES = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=40)


@settings(deadline=None)
@given(CHANCES)
def test_the_likeliest_lines_are_chosen(chances: list[float]) -> None:
    """Something is always chosen, and no chosen line is less likely than one left out."""
    values = np.array(chances)
    chosen = choose_body(values, np.full(len(values), 80.0))
    assert chosen.any()
    assert chosen.all() or values[chosen].min() >= values[~chosen].max()


def test_sure_lines_are_separated_from_the_rest() -> None:
    """Where their chances leave no doubt, the choice is theirs."""
    likely = np.array([0.002, 0.993, 0.998, 0.007, 0.999])
    assert choose_body(likely, np.array([9.0, 200.0, 300.0, 12.0, 150.0])).tolist() == [False, True, True, False, True]


def test_a_doubtful_page_keeps_more() -> None:
    """Where all lines are equally doubtful, all are kept: leaving out half would cost more than it saves."""
    assert choose_body(np.full(5, 0.27), np.full(5, 60.0)).all()


def test_labels_one_below_the_other_are_article_together() -> None:
    """Three items of a list get their mean chance; two labels and a sentence keep theirs, a page ends the list.

    What is article below a menu, or a menu below an article, is no item of it.
    """
    page = ["Two bridges", "Three car parks", "Hedges", "The council met.", "Share", "Print"]
    clues = gather(split_lines(["\n".join(page)] * 2), None)
    likely = np.array([0.6, 0.2, 0.7, 0.8, 0.1, 0.3] * 2)
    wanted = np.array([0.5, 0.5, 0.5, 0.8, 0.1, 0.3] * 2)
    np.testing.assert_allclose(level(likely, clues.shapes, clues.lines.pages), wanted)
    likely = np.array([0.9, 0.8, 0.1, 0.8, 0.1, 0.3] * 2)
    np.testing.assert_allclose(level(likely, clues.shapes, clues.lines.pages), likely)


def test_a_sentence_below_a_sentence_of_the_article_may_be_less_likely() -> None:
    """What ends as a sentence does and is at all likely follows; a label, an unlikely one and the next page do not."""
    first, second = "The council met on Monday to decide on the bridge.", "It will be built next year, said the mayor."
    page = [first, second, second, "Read more about the bridge", second]
    clues = gather(split_lines(["\n".join(page)] * 2), None)
    likely = np.array([0.9, 0.3, 0.1, 0.3, 0.3] * 2)
    chosen = np.array([True, False, False, False, False] + [False] * 5)
    assert np.flatnonzero(go_on(chosen, likely, clues)).tolist() == [0, 1]


def test_a_page_holds_no_article_where_no_line_is_likely_to_be_of_one() -> None:
    """The likeliest line decides, page by page, or two sure sentences; of three lines nobody can say so."""
    sentence = "The council met on Monday to decide on the new bridge across the river."
    pages = [["Home", "News", sentence, "Search"], ["Home", "News", sentence, sentence], ["Home"] * 4, ["Home"] * 3]
    clues = gather(split_lines(["\n".join(page) for page in pages]), None)
    likely = np.array([0.01, 0.01, 0.99, 0.01] * 3 + [0.01] * 3)
    likely[6:8] = 0.99
    held = np.full(15, 0.001)
    held[9] = 0.9
    assert without_article(held, likely, clues).tolist() == [True, False, False, False]


def test_paragraphs_of_other_pages_are_left_out_unless_they_are_the_article() -> None:
    """A notice on every page goes; the text of an article that was scraped twice stays."""
    chosen, page = np.array([True, True, True, False]), "\n".join(["a" * 200, "b" * 300, "c" * 90, "d" * 20])
    clues = gather(split_lines([page, page]), None)
    clues = replace(clues, seen=np.array([0, 0, 3, 3, 3, 3, 0, 3]))
    left = leave_out_recurring(np.tile(chosen, 2), clues).tolist()
    assert left == [True, True, False, False, *chosen.tolist()]
    assert leave_out_recurring(chosen, gather(split_lines([page]), None)) is chosen


def test_labels_between_paragraphs_are_left_out() -> None:
    """An advertisement mark, a label in another script and a headline in another language go; a heading stays."""
    text = "The council met on Monday to decide on the new bridge, which has been planned for more than ten years. " * 2
    labels = ["Why the bridge was late", "Advertisement", "Ссылка на эту страницу", "Das längste Buch der Welt ist da"]
    clues = gather(split_lines(["\n".join([text, *labels, text + "It is late."])]), None)

    def identify(lines: Sequence[str], /, **_: float) -> list[Guess]:
        return [Guess(language="de" if "Buch" in line else "en", probability=1.0) for line in lines]

    chosen = leave_out_interface(np.ones(len(clues.lines), dtype=bool), clues, ["en"], identify)
    assert chosen.tolist() == [True, True, False, False, False, True]


def test_the_language_of_familiar_labels_is_not_asked() -> None:
    """A label whose words the running text has is in the language of the article."""
    text = "The council met on Monday to decide on the new bridge, which has been planned for more than ten years. " * 2
    labels = ["Council decides about the planned bridge", "Das längste Buch der Welt ist da"]
    clues = gather(split_lines(["\n".join([text, *labels, text + "It is late."])]), None)
    asked: list[str] = []

    def identify(lines: Sequence[str], /, **_: float) -> list[Guess]:
        asked.extend(lines)
        return [Guess(language="en", probability=1.0)] * len(lines)

    leave_out_interface(np.ones(len(clues.lines), dtype=bool), clues, ["en"], identify)
    assert asked == labels[1:]
