"""Says why a line is not the article."""

from __future__ import annotations

from typing import cast

import numpy as np

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.interface import HINTS, points_elsewhere
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG

LABELS = frozenset({*HINTS, Reason.SYMBOLS, Reason.OTHER_DATE, Reason.SITE_NAME, Reason.DATE})
"""The reasons of lines that no article consists of."""

_HINTED = np.array(HINTS, dtype=object)
_MOSTLY_FOREIGN = 0.6
_TELLING = 0.2
_LETTERS = [Sort.UPPER, Sort.LOWER, Sort.CASELESS, Sort.SPACELESS]


def explain(clues: Clues, body: range) -> list[Reason]:
    """Returns for each line the most telling reason why it would be residue; ``body`` is where the article lies."""
    folded, shapes, hints = clues.vocabulary.folded, clues.shapes, clues.hints
    # A line counts something only where it has a figure.
    count = (hints[:, :-1].argmax(axis=1) == HINTS.index(Reason.COUNTER)) & (shapes.counts[:, Sort.DIGIT] == 0)
    hinted = np.flatnonzero((hints[:, -1] >= _TELLING) & ~count)
    firsts: dict[str, int] = {}
    # From the least telling to the most, each taking the place of what was said before.
    reasons = np.array([Reason.SHORT_OUTSIDE_ARTICLE] * len(folded), dtype=object)
    reasons[shapes.lengths >= LONG] = Reason.TEXT_OUTSIDE_ARTICLE
    reasons[body.start : body.stop] = Reason.INTERRUPTS_ARTICLE
    reasons[[firsts.setdefault(text, i) < i for i, text in enumerate(folded)]] = Reason.DUPLICATE_LINE
    if clues.pages is not None:
        reasons[np.asarray(clues.pages) >= SEVERAL] = Reason.RECURS_ACROSS_PAGES
    reasons[shapes.counts[:, _LETTERS].sum(axis=1) == 0] = Reason.SYMBOLS
    reasons[[i for i, date in enumerate(clues.dates) if date]] = Reason.OTHER_DATE
    reasons[hinted] = _HINTED[hints[hinted, :-1].argmax(axis=1)]
    reasons[[i for i, text in enumerate(folded) if points_elsewhere(text)]] = Reason.RELATED
    reasons[[i for i, text in enumerate(folded) if "©" in text]] = Reason.COPYRIGHT
    reasons[shapes.foreign >= _MOSTLY_FOREIGN] = Reason.FOREIGN_INTERFACE
    return cast("list[Reason]", reasons.tolist())


def is_foreign_label(clues: Clues, i: int) -> bool:
    """True when the line is short and mostly in another script than the page."""
    return bool(clues.shapes.foreign[i] >= _MOSTLY_FOREIGN and clues.shapes.width[i] < LONG)
