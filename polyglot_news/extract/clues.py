"""What can be observed of the lines of pages before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.bylines import bylines
from polyglot_news.extract.characters import Marks, Sort
from polyglot_news.extract.dates import LONGEST, read_date
from polyglot_news.extract.evidence import MOST, SEVERAL
from polyglot_news.extract.folding import Folded, fold
from polyglot_news.extract.hints import announced_by
from polyglot_news.extract.keys import APART
from polyglot_news.extract.lines import Ints, Lines
from polyglot_news.extract.shapes import LONG, Floats, Shapes, measure
from polyglot_news.extract.vocabulary import vocabulary

_HEAD, _TAIL = 4000, 100
_FIGURES_OF_A_DATE = 3
_PARAGRAPH, _LONGEST_COUNTED = 60, 300
"""The widths from which a line counts, and from which it counts no more than others."""
_FEW_COPIES, _MANY_COPIES = 0.5, 0.7

Counts = NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """One entry a line in each: its shape, its words, what they announce, who shares them, the date given.

    ``firsts`` is where its text, whatever the case, stands first on its page; ``hints`` and ``leads`` are
    of :class:`~polyglot_news.extract.hints.Hints`, ``shared`` of
    :class:`~polyglot_news.extract.vocabulary.Vocabulary`; ``seen`` says on how many pages it stands, ``None`` where
    there is no evidence from other pages. ``signed`` marks lines that begin as bylines do, ``pointing`` those that
    point to another article, ``owned`` those with the sign ©, ``claimed`` those with ``(c)`` too, ``dated`` those that
    give a date.
    """

    lines: Lines
    shapes: Shapes
    firsts: Ints
    hints: Floats
    leads: Ints
    shared: Floats
    dates: list[str | None]
    dated: Marks
    signed: Marks
    pointing: Marks
    owned: Marks
    claimed: Marks
    seen: Counts | None


def gather(lines: Lines, seen: Counts | None) -> Clues:
    """Returns the clues to these lines; of a line longer than any paragraph the head and the end are looked at."""
    short = _shortened(lines)
    shapes = measure(short)
    folded = fold(short.codes[: short.ends[-1] + 1], short.starts, short.ends)
    words = vocabulary(folded)
    running = shapes.width >= LONG
    hints = announced_by(words, short.texts, pages=lines.pages)
    owned = _holding("©", folded)
    dates, dated = _dates(short.texts, shapes)
    return Clues(
        lines=lines,
        shapes=shapes,
        firsts=_firsts(folded, lines.pages),
        hints=hints.counts,
        leads=hints.leads,
        shared=words.shared(running, lines.pages),
        dates=dates,
        dated=dated,
        signed=_marked(bylines(short.texts, folded), len(lines)),
        pointing=hints.pointing,
        owned=owned,
        claimed=owned | _holding("(c)", folded),
        seen=None if seen is None else unless_copies(seen, shapes.width, lines.pages),
    )


def unless_copies(seen: Counts, width: Floats, pages: Ints) -> Counts:
    """Returns the numbers of pages, those of running text taken back where they only say that the page has copies.

    An article that was printed or scraped again stands on several pages, line by line; so do the long notices of a
    site. What is most of a page's running text is taken for its article: soon if few pages have it, late if many do.
    """
    weight = np.where(width >= _PARAGRAPH, np.minimum(width, _LONGEST_COUNTED), 0)
    total = np.add.reduceat(weight, pages[:-1])
    for most, share in ((MOST - 1, _FEW_COPIES), (MOST, _MANY_COPIES)):
        copied = (seen >= SEVERAL) & (seen <= most) & (weight > 0)
        mostly = np.add.reduceat(np.where(copied, weight, 0), pages[:-1]) > share * total
        seen = np.where(copied & np.repeat(mostly, np.diff(pages)), 0, seen)
    return seen


def _shortened(lines: Lines) -> Lines:
    """Returns the lines without the middle of those that have one."""
    long = np.flatnonzero(lines.ends - lines.starts > _HEAD + _TAIL)
    if not len(long):
        return lines
    cuts, ends = lines.starts[long] + _HEAD, lines.ends[long] - _TAIL
    keep, texts = np.ones(len(lines.codes), dtype=np.bool_), list(lines.texts)
    for i, cut, end in zip(long.tolist(), cuts.tolist(), ends.tolist(), strict=True):
        keep[cut:end] = False
        texts[i] = texts[i][:_HEAD] + texts[i][-_TAIL:]
    left_out = np.append(0, np.cumsum(ends - cuts))
    return replace(
        lines,
        codes=lines.codes[keep],
        sorts=lines.sorts[keep],
        texts=texts,
        starts=lines.starts - left_out[np.searchsorted(cuts, lines.starts)],
        ends=lines.ends - left_out[np.searchsorted(cuts, lines.ends)],
    )


def _firsts(folded: Folded, pages: Ints) -> Ints:
    page = np.repeat(np.arange(len(pages) - 1, dtype=np.uint64), np.diff(pages))
    keys = folded.sums.keys(folded.starts, folded.ends) + page * APART
    order = np.argsort(keys)
    new = np.append(True, np.diff(keys[order]) != 0)
    firsts = np.empty(len(keys), np.intp)
    firsts[order] = np.minimum.reduceat(order, np.flatnonzero(new))[np.cumsum(new) - 1]
    return firsts


def _marked(at: Sequence[int], size: int) -> Marks:
    marks = np.zeros(size, dtype=np.bool_)
    marks[at] = True
    return marks


def _holding(sign: str, folded: Folded) -> Marks:
    """Marks the lines that a sign stands in."""
    at = np.flatnonzero(folded.codes == ord(sign[0]))
    for place, char in enumerate(sign[1:], start=1):
        at = at[folded.codes.take(at + place, mode="clip") == ord(char)]
    marks = np.zeros(len(folded.starts), dtype=np.bool_)
    marks[np.searchsorted(folded.starts, at, side="right") - 1] = True
    return marks


def _dates(texts: Sequence[str], shapes: Shapes) -> tuple[list[str | None], Marks]:
    """Returns the date that each line gives, and which lines do."""
    dates: list[str | None] = [None] * len(texts)
    short = shapes.lengths <= LONGEST
    some = np.flatnonzero((shapes.counts[:, Sort.DIGIT] >= _FIGURES_OF_A_DATE) & short).tolist()
    read = {text: read_date(text) for text in {texts[i] for i in some}}
    for i in some:
        dates[i] = read[texts[i]]
    return dates, _marked([i for i in some if dates[i]], len(texts))
