"""Decides which lines are the article, from the scores of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.evidence import SEVERAL
from polyglot_news.extract.interface import PLAIN
from polyglot_news.extract.lines import Ints
from polyglot_news.extract.shapes import LONG, Floats, Shapes
from polyglot_news.extract.terms import HINTS
from polyglot_news.records import IdentifyAll

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
_LEAST, _LIKELY = 0.03, 0.75
_FEW_LINES = 3
_RUN = 3
_STEP = 0.6
_SENTENCE, _FOLLOWING = 40, 0.2
"""The width of a sentence, and the chance from which one goes on with the article above it."""


def without_article(held: Floats, likely: Floats, clues: Clues) -> Mask:
    """Says of each page whether no line is likely to be of an article at all, nor a sentence that goes on in another.

    Of a few lines nobody can say so.
    """
    shapes, pages = clues.shapes, clues.lines.pages
    sentence = (shapes.closed == Sort.TERMINAL) & (shapes.width >= _PARAGRAPH)
    able, sure = sentence & (likely > _FOLLOWING), sentence & (likely > _LIKELY)
    told = (sure & np.append(False, able[:-1])) | (able & np.append(False, sure[:-1]))
    told[pages[:-1]] = False
    best = np.maximum.reduceat(np.where(told, 1.0, held), pages[:-1])
    return np.asarray((best < _LEAST) & (np.diff(pages) > _FEW_LINES))


def level(likely: Floats, shapes: Shapes, pages: Ints) -> Floats:
    """Returns the chances, each of three or more labels that stand one below the other as the mean of them.

    The items of a list, the cells of a table, the entries of a menu are article or not together. A label is a short
    line without a stop; where the chances change at once, something else begins.
    """
    label = (shapes.width < LONG) & (shapes.closed != Sort.TERMINAL)
    new = np.append(True, ~(label[1:] & label[:-1]) | (np.abs(np.diff(likely)) > _STEP))
    new[pages[:-1]] = True
    heads = np.flatnonzero(new)
    sizes = np.diff(heads, append=len(likely))
    means = np.add.reduceat(likely, heads) / sizes
    return np.where(np.repeat(sizes >= _RUN, sizes), np.repeat(means, sizes), likely)


def choose_body(likely: Floats, width: Floats) -> Mask:
    """Returns the lines whose choice has the largest expected F1, measured in characters.

    With p for ``likely`` and widths w the set that maximises ``2 sum(p w) / (sum(w) + sum of all p w)`` holds the
    likeliest lines (Nan et al. 2012, "Optimizing F-measure"); something is always chosen.
    """
    order = np.argsort(-likely, kind="stable")
    gain = np.cumsum((likely * width)[order])
    expected = 2 * gain / (np.cumsum(width[order]) + gain[-1])
    chosen = np.zeros(len(likely), dtype=bool)
    chosen[order[: int(expected.argmax()) + 1]] = True
    return chosen


def go_on(chosen: Mask, likely: Floats, clues: Clues) -> Mask:
    """Returns the choice with the sentences that follow its own and may well be body, too."""
    shapes, chosen = clues.shapes, chosen.copy()
    ended = shapes.closed == Sort.TERMINAL
    follows = ended & (shapes.width >= _SENTENCE) & (likely > _FOLLOWING) & ~chosen & np.append(False, ended[:-1])
    follows[clues.lines.pages[:-1]] = False
    for i in np.flatnonzero(follows).tolist():
        chosen[i] = chosen[i - 1]
    return chosen


def leave_out_recurring(chosen: Mask, clues: Clues) -> Mask:
    """Returns the choice without the paragraphs that stand on other pages too.

    Where they are most of it, the page is one of several copies of an article, and the choice stays as it is.
    """
    if clues.seen is None:
        return chosen
    width, pages = clues.shapes.width, clues.lines.pages
    rest = chosen & ~((clues.seen >= SEVERAL) & (width >= _PARAGRAPH))
    kept, all_of_it = (np.add.reduceat(np.where(mask, width, 0), pages[:-1]) for mask in (rest, chosen))
    return np.where(np.repeat(kept > all_of_it / 2, np.diff(pages)), rest, chosen)


def leave_out_interface(chosen: Mask, clues: Clues, languages: Sequence[str], identify: IdentifyAll) -> Mask:
    """Returns the choice without the labels that stand between its paragraphs; ``languages`` are the pages'.

    A label is a short line without an end: all its words announce interface, or it is in another script than the
    page, or, if it is long enough to tell, in another language than the article; one whose words the running text has
    is not asked for its language. A line that begins with "read also" goes too, and a short one with the sign ©.
    """
    shapes, pages = clues.shapes, clues.lines.pages
    label = chosen & (shapes.width < LONG) & (shapes.closed != Sort.TERMINAL)
    announcing = (clues.hints[:, _PLAIN].max(axis=1) > 0) & (clues.hints[:, -1] >= 1)
    foreign = (shapes.foreign >= _FOREIGN) & ((shapes.words >= _FEW_WORDS) | (clues.hints[:, -1] > 0))
    pointing = clues.pointing & (shapes.width < _LONGEST_POINTER)
    owned = clues.owned & (shapes.width < LONG)
    rest = chosen & ~(label & (announcing | foreign)) & ~pointing & ~owned
    strange = np.flatnonzero(rest & label & (shapes.words >= _TELLING_WORDS) & (clues.shared[:, 0] < _FAMILIAR))
    of_page = np.searchsorted(pages, strange, side="right") - 1
    first = np.arange(len(strange)) - np.searchsorted(of_page, of_page) < _MOST_IDENTIFIED
    guesses = identify([clues.lines.texts[i] for i in strange[first].tolist()], sure=_SURE)
    for i, page, guess in zip(strange[first].tolist(), of_page[first].tolist(), guesses, strict=True):
        rest[i] = guess.language in ("und", languages[page]) or guess.probability < _SURE
    left = np.repeat(np.logical_or.reduceat(rest, pages[:-1]), np.diff(pages))
    return np.where(left, rest, chosen)
