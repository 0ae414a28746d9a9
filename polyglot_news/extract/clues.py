"""What can be observed of the lines of a page before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.dates import read_date
from polyglot_news.extract.lines import Line
from polyglot_news.extract.shapes import LONG, Floats, Shapes
from polyglot_news.extract.vocabulary import Vocabulary

_HEAD, _TAIL = 4000, 100
_FIGURES_OF_A_DATE = 3


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
        pages=pages,
    )
