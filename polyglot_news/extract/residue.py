"""Says why a line is not the article."""

from __future__ import annotations

import numpy as np

from polyglot_news.extract.characters import Marks, Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG
from polyglot_news.extract.terms import HINTS

LABELS = frozenset({*HINTS, Reason.SYMBOLS, Reason.OTHER_DATE, Reason.SITE_NAME, Reason.DATE})
"""The reasons of lines that no article consists of."""

_REASONS = np.array(list(Reason), object)
_NUMBER = {reason: number for number, reason in enumerate(_REASONS)}
_HINTED = np.array([_NUMBER[hint] for hint in HINTS])
_MOSTLY_FOREIGN = 0.6
_LETTERS = [Sort.UPPER, Sort.LOWER, Sort.CASELESS, Sort.SPACELESS]


def explain(clues: Clues, inside: Marks) -> list[Reason]:
    """Returns for each line the most telling reason why it would be residue; ``inside`` marks where articles lie."""
    shapes, best, size = clues.shapes, clues.leads, len(clues.firsts)
    # A line counts something only where it has a figure.
    count = (best == HINTS.index(Reason.COUNTER)) & (shapes.counts[:, Sort.DIGIT] == 0)
    hinted = (best >= 0) & ~count
    # From the least telling to the most, each taking the place of what was said before.
    reasons = np.full(size, _NUMBER[Reason.SHORT_OUTSIDE_ARTICLE])
    reasons[shapes.lengths >= LONG] = _NUMBER[Reason.TEXT_OUTSIDE_ARTICLE]
    reasons[inside] = _NUMBER[Reason.INTERRUPTS_ARTICLE]
    reasons[clues.firsts < np.arange(size)] = _NUMBER[Reason.DUPLICATE_LINE]
    if clues.seen is not None:
        reasons[clues.seen >= SEVERAL] = _NUMBER[Reason.RECURS_ACROSS_PAGES]
    reasons[shapes.counts[:, _LETTERS].sum(axis=1) == 0] = _NUMBER[Reason.SYMBOLS]
    reasons[clues.dated] = _NUMBER[Reason.OTHER_DATE]
    reasons[hinted] = _HINTED[best[hinted]]
    reasons[clues.pointing] = _NUMBER[Reason.RELATED]
    reasons[clues.owned] = _NUMBER[Reason.COPYRIGHT]
    reasons[shapes.foreign >= _MOSTLY_FOREIGN] = _NUMBER[Reason.FOREIGN_INTERFACE]
    told: list[Reason] = _REASONS[reasons].tolist()
    return told


def foreign_labels(clues: Clues) -> Marks:
    """Marks the lines that are short and mostly in another script than their page."""
    return np.asarray((clues.shapes.foreign >= _MOSTLY_FOREIGN) & (clues.shapes.width < LONG))
