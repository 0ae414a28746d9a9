"""Says why a line is not the article."""

from __future__ import annotations

import numpy as np

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.interface import HINTS, READ_ALSO
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG

LABELS = frozenset({*HINTS, Reason.SYMBOLS, Reason.OTHER_DATE, Reason.SITE_NAME, Reason.DATE})
"""The reasons of lines that no article consists of."""

_MOSTLY_FOREIGN = 0.6
_TELLING = 0.2
_LETTERS = [Sort.UPPER, Sort.LOWER, Sort.CASELESS, Sort.SPACELESS]


def explain(clues: Clues, body: range) -> list[Reason]:
    """Returns for each line the most telling reason why it would be residue; ``body`` is where the article lies."""
    by_words = _by_words(clues)
    seen: set[str] = set()
    reasons = []
    for i, text in enumerate(clues.vocabulary.folded):
        reasons.append(by_words[i] or _by_place(clues, i, body, text in seen))
        seen.add(text)
    return reasons


def is_foreign_label(clues: Clues, i: int) -> bool:
    """True when the line is short and mostly in another script than the page."""
    return bool(clues.shapes.foreign[i] >= _MOSTLY_FOREIGN and clues.shapes.width[i] < LONG)


def _by_words(clues: Clues) -> list[Reason | None]:
    """Returns for each line the reason its characters or words give, if any."""
    letters = clues.shapes.counts[:, _LETTERS].sum(axis=1).tolist()
    foreign = (clues.shapes.foreign >= _MOSTLY_FOREIGN).tolist()
    telling = np.where(clues.hints[:, -1] >= _TELLING, clues.hints[:, :-1].argmax(axis=1), -1).tolist()
    reasons: list[Reason | None] = []
    for i, text in enumerate(clues.vocabulary.folded):
        if foreign[i]:
            reasons.append(Reason.FOREIGN_INTERFACE)
        elif "©" in text:
            reasons.append(Reason.COPYRIGHT)
        elif READ_ALSO.match(text):
            reasons.append(Reason.RELATED)
        elif telling[i] >= 0:
            reasons.append(HINTS[telling[i]])
        elif clues.dates[i]:
            reasons.append(Reason.OTHER_DATE)
        else:
            reasons.append(None if letters[i] else Reason.SYMBOLS)
    return reasons


def _by_place(clues: Clues, i: int, body: range, seen: bool) -> Reason:
    if clues.pages is not None and clues.pages[i] >= SEVERAL:
        return Reason.RECURS_ACROSS_PAGES
    if seen:
        return Reason.DUPLICATE_LINE
    if i in body:
        return Reason.INTERRUPTS_ARTICLE
    return Reason.TEXT_OUTSIDE_ARTICLE if len(clues.lines[i].text) >= LONG else Reason.SHORT_OUTSIDE_ARTICLE
