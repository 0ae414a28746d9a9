"""What can be observed of the lines of a page before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.dates import read_date
from polyglot_news.extract.evidence import MOST, SEVERAL
from polyglot_news.extract.lines import Line
from polyglot_news.extract.shapes import LONG, Floats, Shapes
from polyglot_news.extract.vocabulary import Vocabulary

_HEAD, _TAIL = 4000, 100
_FIGURES_OF_A_DATE = 3
_PARAGRAPH, _LONGEST_COUNTED = 60, 300
"""The widths from which a line counts, and from which it counts no more than others."""
_FEW_COPIES, _MANY_COPIES = 0.5, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """One entry a line in each: its shape, its words, what they announce, who shares them, the date given, the pages.

    ``shared`` is of :meth:`Vocabulary.shared`; ``pages`` is ``None`` where there is no evidence from other pages.
    """

    lines: Sequence[Line]
    shapes: Shapes
    vocabulary: Vocabulary
    hints: Floats
    shared: Floats
    dates: Sequence[str | None]
    pages: Sequence[int] | None


def gather(lines: Sequence[Line], pages: Sequence[int] | None) -> Clues:
    """Returns the clues to these lines; of a line longer than any paragraph the head and the end are looked at."""
    texts = [line.text if len(line.text) <= _HEAD else line.text[:_HEAD] + line.text[-_TAIL:] for line in lines]
    shapes, vocabulary = Shapes(texts), Vocabulary(texts)
    figures = shapes.counts[:, Sort.DIGIT] >= _FIGURES_OF_A_DATE
    return Clues(
        lines=lines,
        shapes=shapes,
        vocabulary=vocabulary,
        hints=vocabulary.hints(),
        shared=vocabulary.shared(shapes.width >= LONG),
        dates=[read_date(text) if dated else None for text, dated in zip(texts, figures.tolist(), strict=True)],
        pages=None if pages is None else unless_copies(pages, shapes.width),
    )


def unless_copies(pages: Sequence[int], width: Floats) -> list[int]:
    """Returns the numbers of pages, those of running text taken back where they only say that the page has copies.

    An article that was printed or scraped again stands on several pages, line by line; so do the long notices of a
    site. What is most of a page's running text is taken for its article: soon if few pages have it, late if many do.
    """
    counts = np.asarray(pages)
    weight = np.where(width >= _PARAGRAPH, np.minimum(width, _LONGEST_COUNTED), 0)
    for most, share in ((MOST - 1, _FEW_COPIES), (MOST, _MANY_COPIES)):
        copied = (counts >= SEVERAL) & (counts <= most) & (weight > 0)
        if weight[copied].sum() > share * weight.sum():
            counts = np.where(copied, 0, counts)
    found: list[int] = counts.tolist()
    return found
