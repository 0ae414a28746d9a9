"""Puts paragraphs together again that a dump has broken at links and other inline tags."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Bytes, Marks, Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.lines import Ints, Lines

Mask = NDArray[np.bool_]

_CONTINUING = sorted(map(ord, ",.;:)]!?»”’،؛。，、；：）」』"))
_OPENING = sorted(map(ord, "([„«“‘"))
_BULLETS = sorted(map(ord, "-–—|•·*"))
_GEORGIAN = 0x10A0, 0x10FF
"""Letters that Unicode calls small, in a script that begins nothing with a capital."""
_DOTS = ord(".")
_RUNNING = 40
"""From this width on a line without a stop is the head of a paragraph rather than a heading."""
_LONGEST_INSERT, _LONGEST_PIECE = 120, 60
"""The widths up to which a line can be a link: where a small letter goes on below it, and where only a stop follows."""
_LONGEST_RUN_IN = 25
_SURE_PAIRS, _SURE_PIECES = 1, 2
_BEGUN = 25
_MOST = 0.5


def put_together(clues: Clues, body: Mask) -> tuple[Mask, Mask]:
    """Returns which lines of the article go on with the line above, and the article with its paragraphs as a whole.

    So much of a paragraph that one cannot be sure to join, a few words above a link, becomes body with the rest of it.
    """
    facts = _Facts(clues)
    broken = np.repeat(_broken_pages(facts, body, clues.lines.pages), np.diff(clues.lines.pages))
    if not broken.any():
        return broken, body
    joints, body = complete(facts.joint() & broken, body, facts.width)
    return joints, body | (broken & facts.begun & _below(body & facts.insert))


def _broken_pages(facts: _Facts, body: Mask, pages: Ints) -> Mask:
    """Says which pages were broken inside their paragraphs.

    A line that begins with what ends a clause, or with a small letter below a long line without a stop, shows it; so do
    short pieces between a long line without a stop and one with it, in scripts without case, too.
    """
    both = np.append(False, body[1:] & body[:-1])
    pairs, pieces = facts.sure & both, facts.piece & both & np.append(both[1:], False)
    sure, likely = (np.add.reduceat(marks.astype(np.intp), pages[:-1]) for marks in (pairs, pieces))
    return np.asarray((sure >= _SURE_PAIRS) | (likely >= _SURE_PIECES))


def complete(joints: Mask, body: Mask, width: NDArray[np.float64]) -> tuple[Mask, Mask]:
    """Returns the joints inside paragraphs that are mostly body, and the body with these paragraphs as a whole."""
    heads = np.flatnonzero(~joints)
    sizes = np.diff(heads, append=len(body))
    kept, total = (np.add.reduceat(each, heads) for each in (np.where(body, width, 0), width))
    whole = np.repeat((kept >= _MOST * total) & (kept > 0) & (sizes > 1), sizes)
    return joints & whole, body | whole


class _Facts:
    """What is known of each line and of the one above it, ``u``, or below it."""

    def __init__(self, clues: Clues) -> None:
        lines, shapes = clues.lines, clues.shapes
        first, closed, self.width = shapes.first, shapes.closed, shapes.width
        code = lines.codes[lines.starts]
        dots = (code == _DOTS) & (lines.codes[np.minimum(lines.starts + 1, len(lines.codes) - 1)] == _DOTS)
        self.continuing = np.isin(code, _CONTINUING) & ~dots
        self.small = (first == Sort.LOWER) & ((code < _GEORGIAN[0]) | (code > _GEORGIAN[1]))
        self.bullet = np.isin(code, _BULLETS)
        self.open = ~((closed == Sort.TERMINAL) | (shapes.last == Sort.COLON))
        self.colon = shapes.last == Sort.COLON
        self.comma = shapes.last == Sort.COMMA
        self.opening = np.isin(lines.codes[lines.ends - 1], _OPENING)
        self.small_word = _ends_in_small_word(lines.sorts, lines)
        self.near = _near(lines)
        self.listed = (lines.indents > 0) & (np.diff(lines.indents, prepend=0) == 0)
        self.long = self.width >= _RUNNING
        self.sure = self.near & _above(self.open) & (self.continuing | (_above(self.long) & self.small))
        piece = self.near & _above(self.open & self.long) & self.open & (self.width < _LONGEST_PIECE) & ~self.bullet
        goes_on = self.near & (self.continuing | self.small)
        self.insert = self.open & (self.width <= _LONGEST_INSERT) & ~self.bullet & _below(goes_on)
        self.begun = self.open & (self.width >= _BEGUN) & _below(self.near & self.insert)
        self.piece = piece & _below(self.near & self.long & (first != Sort.UPPER) & (closed == Sort.TERMINAL))

    def joint(self) -> Mask:
        """Marks the lines that go on where the line above stops."""
        begun = _above(self.small_word | self.long | self.comma)
        listing = _above(self.comma & self.small)
        told = (self.small & ~listing) | _above(self.opening) | (self.insert & begun) | self._tail()
        run_in = _above(self.colon & (self.width < _LONGEST_RUN_IN)) & (self.width >= _LONGEST_PIECE)
        joint = _above(self.open) & told | run_in | self.piece | _above(self.piece)
        return np.asarray(self.near & (self.continuing | (joint & ~self.listed)))

    def _tail(self) -> Mask:
        """A short piece below a clause that itself goes on and ends in a small word."""
        return _above(self.small_word & self.small) & (self.width < _RUNNING)


def _ends_in_small_word(sorts: Bytes, lines: Lines) -> Marks:
    """Marks the lines whose last word has up to three letters, all small: "of the" is no end."""
    small, spaced = ([(sorts[np.maximum(lines.ends - k, 0)] == sort) for k in range(1, 5)] for sort in (Sort.LOWER, 0))
    return np.asarray(small[0] & (spaced[1] | (small[1] & (spaced[2] | (small[2] & spaced[3])))))


def _near(lines: Lines) -> Mask:
    """Marks the lines that stand directly below another of their page."""
    near: Mask = lines.gaps == 0
    near[lines.pages[:-1]] = False
    return near


def _above(marks: Mask) -> Mask:
    return np.append(False, marks[:-1])


def _below(marks: Mask) -> Mask:
    return np.append(marks[1:], False)
