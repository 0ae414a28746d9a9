"""Mixed pages written for the project are routed to a floor that only rises."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.languages import primary
from polyglot_news.records import Action, Role, RoutedSegment, Segment
from polyglot_news.route import identify, route, route_all, scoring

SAMPLES = json.loads((Path(__file__).parent / "data" / "lines.json").read_text(encoding="utf-8"))
FLOOR = 0.985
ALONE_FLOOR = {"body": 0.98, "label": 0.80}

Lines = list[tuple[str, str]]


def _page(body: str, label: str) -> Lines:
    draw = random.Random(body + label)
    lines = [(text, body) for text in SAMPLES["body"][body]]
    for text, tag in [(t, label) for t in SAMPLES["label"][label]] + [(t, "und") for t in SAMPLES["und"][::3]]:
        lines.insert(draw.choice([0, 1, len(lines) - 1, len(lines)]), (text, tag))
    return lines


def _segments(lines: Lines) -> list[Segment]:
    return [Segment(page_id="p", block=i, index=0, role=Role.PARAGRAPH, text=text) for i, (text, _) in enumerate(lines)]


def _route(lines: Lines) -> list[RoutedSegment]:
    return route(_segments(lines), target=None)


PAGES = [_page(body, label) for body in SAMPLES["body"] for label in SAMPLES["label"] if body != label]


def test_lines_of_mixed_pages_get_their_language() -> None:
    """An article and the interface around it, in every pair of languages, are told apart."""
    right = [
        primary(routed.language) == tag
        for lines in PAGES
        for routed, (_, tag) in zip(_route(lines), lines, strict=True)
    ]
    assert sum(right) / len(right) >= FLOOR


@pytest.mark.parametrize("kind", ["body", "label"])
def test_a_line_alone_gets_its_language(kind: str) -> None:
    """Sentences are identified without a page, labels mostly."""
    lines = [(text, tag) for tag, texts in SAMPLES[kind].items() for text in texts]
    right = [primary(identify(text).language) == tag for text, tag in lines]
    assert sum(right) / len(right) >= ALONE_FLOOR[kind]


@pytest.mark.parametrize("remembered", [scoring.REMEMBERED, 100])
def test_routing_depends_on_nothing_but_the_page(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of pages, the number of threads and what is remembered of other pages change nothing."""
    some = PAGES[::7]
    once = [_route(page) for page in some]
    monkeypatch.setattr(scoring, "REMEMBERED", remembered)
    with ThreadPoolExecutor(8) as threads:
        again = list(threads.map(_route, reversed(some)))
    assert again[::-1] == once


def test_pages_routed_together_are_routed_as_each_by_itself() -> None:
    """An empty page and one without a word between the others change nothing."""
    some = [*PAGES[::9], [], [("12:45", "und")], *PAGES[1::9]]
    cut = [(_segments(page), None) for page in some]
    assert list(route_all(cut, target=None)) == [_route(page) if page else [] for page in some]


def test_a_sure_answer_is_right_more_often_than_an_unsure_one() -> None:
    """The probability says how often the answer is right."""
    found = [
        (routed.probability, primary(routed.language) == tag)
        for lines in PAGES
        for routed, (_, tag) in zip(_route(lines), lines, strict=True)
    ]
    sure = [right for probability, right in found if probability >= 0.99]
    unsure = [right for probability, right in found if probability < 0.9]
    assert sum(sure) / len(sure) >= 0.99
    assert not unsure or sum(unsure) / len(unsure) < sum(sure) / len(sure)


def test_a_long_page_is_routed_like_its_parts() -> None:
    """A page of thousands of lines takes memory and time in proportion, and its lines keep their languages."""
    lines = PAGES[0] * 150
    right = [primary(r.language) == tag for r, (_, tag) in zip(_route(lines), lines, strict=True)]
    assert len(lines) > 1500
    assert sum(right) / len(right) >= FLOOR


@given(st.lists(st.text() | st.text(alphabet="aбあ國ا🙂\ud800\u0301 \n1.", max_size=40), max_size=8))
def test_any_page_is_routed_whole(texts: list[str]) -> None:
    """Whatever the characters, every segment comes back once, in order, with a probability."""
    routed = _route([(text, "") for text in texts])
    assert [r.segment.text for r in routed] == texts
    assert all(0.0 <= r.probability <= 1.0 for r in routed)
    assert all((r.action is Action.SKIP) == (r.language == "und") for r in routed)
    assert all(r.reason for r in routed if r.action is Action.SKIP)
