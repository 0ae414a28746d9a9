"""Decides which lines are the article, from the scores of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.interface import HINTS, PLAIN, points_elsewhere
from polyglot_news.extract.shapes import LONG, Floats
from polyglot_news.records import Identify

Mask = NDArray[np.bool_]

_PARAGRAPH = 60
_PLAIN = [HINTS.index(reason) for reason in sorted(PLAIN)]
_FOREIGN = 0.9
_LONGEST_POINTER = 160
_FEW_WORDS = 3
_TELLING_WORDS = 5
_MOST_IDENTIFIED = 8
_FAMILIAR = 1 / 5
_SURE = 0.99


def choose_body(scores: NDArray[np.float32], width: Floats) -> Mask:
    """Returns the lines whose choice has the largest expected F1, measured in characters.

    With probabilities p and widths w the set that maximises ``2 sum(p w) / (sum(w) + sum of all p w)`` holds the
    likeliest lines (Nan et al. 2012, "Optimizing F-measure"); something is always chosen.
    """
    likely = 1 / (1 + np.exp(-scores.astype(np.float64)))
    order = np.argsort(-likely, kind="stable")
    gain = np.cumsum((likely * width)[order])
    expected = 2 * gain / (np.cumsum(width[order]) + gain[-1])
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[order[: int(expected.argmax()) + 1]] = True
    return chosen


def leave_out_recurring(chosen: Mask, width: Floats, pages: Sequence[int] | None) -> Mask:
    """Returns the choice without the paragraphs that stand on other pages too.

    Where they are most of it, the page is one of several copies of an article, and the choice stays as it is.
    """
    if pages is None:
        return chosen
    rest = chosen & ~((np.asarray(pages) >= SEVERAL) & (width >= _PARAGRAPH))
    return rest if width[rest].sum() > width[chosen].sum() / 2 else chosen


def leave_out_interface(chosen: Mask, clues: Clues, language: str, identify: Identify) -> Mask:
    """Returns the choice without the labels that stand between its paragraphs.

    A label is a short line without an end: all its words announce interface, or it is in another script than the
    page, or, if it is long enough to tell, in another language than the article; one whose words the running text has
    is not asked for its language. A line that begins with "read also" goes too.
    """
    shapes = clues.shapes
    label = chosen & (shapes.width < LONG) & (shapes.closed != Sort.TERMINAL)
    announcing = (clues.hints[:, _PLAIN].max(axis=1) > 0) & (clues.hints[:, -1] >= 1)
    foreign = (shapes.foreign >= _FOREIGN) & ((shapes.words >= _FEW_WORDS) | (clues.hints[:, -1] > 0))
    rest = chosen & ~(label & (announcing | foreign))
    for i in np.flatnonzero(rest & (shapes.width < _LONGEST_POINTER)).tolist():
        rest[i] = not points_elsewhere(clues.vocabulary.folded[i])
    strange = label & (shapes.words >= _TELLING_WORDS) & (clues.shared[:, 0] < _FAMILIAR)
    tellable = np.flatnonzero(rest & strange)[:_MOST_IDENTIFIED]
    for i in tellable.tolist():
        guess = identify(clues.lines[i].text)
        rest[i] = guess.language in ("und", language) or guess.probability < _SURE
    return rest if rest.any() else chosen
