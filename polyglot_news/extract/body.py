"""Decides which lines are the article, from the scores of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.shapes import Floats

Mask = NDArray[np.bool_]

_PARAGRAPH = 60
_FOREIGN = 0.99


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


def leave_out_foreign(chosen: Mask, clues: Clues) -> Mask:
    """Returns the choice without short lines wholly in another script than the page."""
    rest = chosen & ~((clues.shapes.foreign >= _FOREIGN) & (clues.shapes.width < _PARAGRAPH))
    return rest if rest.any() else chosen
