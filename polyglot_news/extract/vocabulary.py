"""The words of pages, line by line, as numbers, and which of them the lines of a page share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Codes, Marks, edges_of, word_marks_of
from polyglot_news.extract.folding import Folded
from polyglot_news.extract.keys import APART, Keys, Sums

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_CONTENT = 5
"""From this length on a word says what a line is about."""

_DASH = ord("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every word of case-folded lines as a number that equal words share, with the line it stands in.

    A word is what ``\\w[\\w-]*`` matches. ``keys`` and ``owner`` hold its number and its line, ``starts`` and ``ends``
    where it lies among the characters ``codes``, of which ``sums`` number other pieces; ``words`` counts the words of
    each line.
    """

    codes: Codes
    sums: Sums
    keys: Keys
    owner: Ints
    starts: Ints
    ends: Ints
    words: Ints

    @property
    def lengths(self) -> Ints:
        """How many characters each word has."""
        return self.ends - self.starts

    def shared(self, running: Marks, pages: Ints) -> Floats:
        """Returns for each line the share of its content words that other lines of running text have, that any other
        line has, and that the page's first line has; then the share of the first line's words that it has.
        """
        size, firsts, page = len(self.words), pages[:-1], np.repeat(np.arange(len(pages) - 1), np.diff(pages))
        at = np.flatnonzero(self.lengths >= _CONTENT)
        owner = self.owner[at]
        word, line, total = _distinct(self.keys[at] + page[owner].astype(np.uint64) * APART, owner)
        in_running = np.bincount(word[running[line]], minlength=total)
        anywhere = np.bincount(word, minlength=total)
        first = np.zeros(total, dtype=np.bool_)
        first[word[line == firsts[page[line]]]] = True
        own = np.bincount(line, minlength=size)
        marks = [in_running[word] > running[line], anywhere[word] > 1, first[word]]
        shares = [np.bincount(line[mark], minlength=size) for mark in marks]
        of_first = shares[2] / np.maximum(own[firsts], 1)[page]
        return np.stack([*(share / np.maximum(own, 1) for share in shares), of_first], axis=1)


def vocabulary(folded: Folded) -> Vocabulary:
    """Returns the words of lines."""
    inside = _inside(folded.codes)
    edges = edges_of(inside)
    starts, ends = edges[::2], edges[1::2]
    before = np.searchsorted(starts, np.append(folded.starts, len(folded.codes)))
    words = np.diff(before)
    return Vocabulary(
        codes=folded.codes,
        sums=folded.sums,
        keys=folded.sums.keys(starts, ends),
        owner=np.repeat(np.arange(len(words)), words),
        starts=starts,
        ends=ends,
        words=words,
    )


def _inside(codes: Codes) -> Marks:
    """Returns which characters belong to words; a dash does where it stands behind a word, or behind such a dash."""
    inside = word_marks_of(codes)
    dashes = np.flatnonzero(codes == _DASH)
    if len(dashes):
        first = np.diff(dashes, prepend=-2) > 1
        inside[dashes] = inside[dashes[first] - 1][np.cumsum(first) - 1]
    return inside


def _distinct(keys: Keys, owner: Ints) -> tuple[Ints, Ints, int]:
    """Returns the different pairs of a key and its owner: small numbers, equal where the keys are, the owners, and how
    many numbers there are.

    The last bits of a key, spread over all of it first, give way to its owner, so that one sort of plain numbers does:
    50 bits are left among 16,000 owners.
    """
    bits = np.uint64(int(owner.max(initial=0)).bit_length())
    pairs = np.sort((keys * APART >> bits << bits) | owner.astype(np.uint64))
    pairs = pairs[np.diff(pairs, prepend=~pairs[:1]) != 0]
    words = pairs >> bits
    new = np.diff(words, prepend=~words[:1]) != 0
    numbers = np.cumsum(new) - 1
    return numbers, (pairs ^ (words << bits)).astype(np.intp), int(new.sum())
