"""Says why a line is not the article."""

from __future__ import annotations

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.interface import HINTS
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG

LABELS = frozenset({*HINTS, Reason.SYMBOLS, Reason.OTHER_DATE, Reason.SITE_NAME, Reason.DATE})
"""The reasons of lines that no article consists of."""

_MOSTLY_FOREIGN = 0.6
_TELLING = 0.2
_LETTERS = [Sort.UPPER, Sort.LOWER, Sort.CASELESS, Sort.SPACELESS]


def explain(clues: Clues, body: range) -> list[Reason]:
    """Returns for each line the most telling reason why it would be residue; ``body`` is where the article lies."""
    letters = clues.shapes.counts[:, _LETTERS].sum(axis=1)
    seen: set[str] = set()
    reasons = []
    for i, text in enumerate(clues.vocabulary.folded):
        reasons.append(_by_words(clues, i, bool(letters[i])) or _by_place(clues, i, body, text in seen))
        seen.add(text)
    return reasons


def is_foreign_label(clues: Clues, i: int) -> bool:
    """True when the line is short and mostly in another script than the page."""
    return bool(clues.shapes.foreign[i] >= _MOSTLY_FOREIGN and clues.shapes.width[i] < LONG)


def _by_words(clues: Clues, i: int, has_letters: bool) -> Reason | None:
    if clues.shapes.foreign[i] >= _MOSTLY_FOREIGN:
        return Reason.FOREIGN_INTERFACE
    if "©" in clues.vocabulary.folded[i]:
        return Reason.COPYRIGHT
    if clues.hints[i, -1] >= _TELLING:
        return HINTS[int(clues.hints[i, :-1].argmax())]
    if clues.dates[i]:
        return Reason.OTHER_DATE
    return None if has_letters else Reason.SYMBOLS


def _by_place(clues: Clues, i: int, body: range, seen: bool) -> Reason:
    if clues.pages is not None and clues.pages[i] >= SEVERAL:
        return Reason.RECURS_ACROSS_PAGES
    if seen:
        return Reason.DUPLICATE_LINE
    if i in body:
        return Reason.INTERRUPTS_ARTICLE
    return Reason.TEXT_OUTSIDE_ARTICLE if clues.shapes.width[i] >= LONG else Reason.SHORT_OUTSIDE_ARTICLE
