"""The variants of labelled dumps that the line model of dumps is trained on."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.records import Kind, Page

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
label = importlib.import_module("label_dump")
vary = importlib.import_module("vary_dump")

SEEDS = range(40)


def page(site: str, *paragraphs: str) -> Any:
    """A page with a menu, a title, these paragraphs and a footer, labelled."""
    body = [label.Line(text=text, targets=vary.BODY) for text in paragraphs]
    title = label.Line(text=f"What happened in {site}", targets=(0.0, 1.0, 0.0, 0.0))
    frame = [label.Line(text=text) for text in ("Home", "Sport", "Weather")]
    return label.Labelled(
        folder="set/dump_b",
        site=site,
        language="en",
        page=Page(id=site, source=site, text="", kind=Kind.DUMP),
        evidence=LineCounts().finish(),
        truth={},
        lines=[*frame, title, *body, label.Line(text=f"All rights reserved by {site}")],
    )


HARBOUR = page("harbour", "The harbour froze over on Monday, and nobody could sail.", "Skaters crossed it on Tuesday.",
               "By Friday, after a warm night, all of the ice was gone.", "The ferry sails again.")  # fmt: skip
VALLEY = page(
    "valley", "A bear was seen in the valley, close to the old mill.", "It ate apples and went back to the hills."
)
STOCK = vary.Stock([HARBOUR, VALLEY])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_variant_is_still_the_article_of_its_page(seed: int) -> None:
    """Some lines of the article are left, in their order, and nothing of another article passes for its own."""
    kept = [line for line in vary.interrupted(vary.shortened(list(HARBOUR.lines), random.Random(seed)), HARBOUR, STOCK,
                                              random.Random(seed)) if line.is_body]  # fmt: skip
    own = [line for line in HARBOUR.lines if line.is_body]
    assert kept
    assert kept[0] == own[0]
    assert [own.index(line) for line in kept] == sorted({own.index(line) for line in kept})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_without_article_has_no_line_of_one(seed: int) -> None:
    """Nothing is labelled body, and no paragraph of the page itself is there."""
    lines = vary.without_article(HARBOUR, STOCK, random.Random(seed))
    assert lines
    assert not any(any(line.targets) for line in lines)
    assert not {line.text for line in HARBOUR.lines if line.is_body} & {line.text for line in lines}


@pytest.mark.parametrize("script", vary.SCRIPTS)
def test_words_are_written_in_another_script(script: Any) -> None:
    """Equal words stay equal, figures stay, and where words are not set apart no blank is between them."""
    text = vary.spelled("The bridge, the old one, cost 40 pounds.", script)
    first = vary.spelled("bridge", script)
    assert "40" in text
    assert first in text
    assert not any(char.isascii() and char.isalpha() for char in text)
    assert script.stops is None or " " not in vary.spelled("the old bridge", script)


def test_variants_are_the_same_again() -> None:
    """The seed alone decides what becomes of a page; every page comes first as it is."""
    texts = [[vary.vary(HARBOUR, STOCK, random.Random(7)) for _ in range(2)] for _ in range(2)]
    assert texts[0] == texts[1]
    found = list(vary.samples([HARBOUR, VALLEY], times=3, seed=1))
    assert len(found) == 8
    assert found[0].targets[:, 0].sum() == 4
