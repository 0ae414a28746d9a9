"""The words of pages, line by line, as numbers: what they announce, and which of them the lines of a page share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Codes, Marks, codes_of, edges_of, word_marks_of
from polyglot_news.extract.folding import Folded
from polyglot_news.extract.interface import HINT_OF_PIECE, HINT_OF_WORD, HINTS, PIECE
from polyglot_news.extract.keys import APART, Keys, Sums

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_HINTED = 14
"""Words at the head of a line that may announce something; what comes later is running text."""

_HEAD = 100
"""Characters at the head of a line that may, in scripts without spaces."""

_CONTENT = 5
"""From this length on a word says what a line is about."""

_DASH = ord("-")
_TOP = np.uint64(48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every word of case-folded lines as a number that equal words share, with the line it stands in.

    A word is what ``\\w[\\w-]*`` matches. ``keys``, ``owner`` and ``lengths`` hold its number, its line and its
    characters; ``words`` counts the words of each line.
    """

    keys: Keys
    owner: Ints
    lengths: Ints
    words: Ints

    def hints(self, texts: Sequence[str], pieces: Marks) -> Floats:
        """Returns for each line and hint how many words at the line's head give that hint; then the share that do.

        ``texts`` are the lines as they came, ``pieces`` marks those that may hold what announces something where words
        are not set apart.
        """
        known, hint, maybe = _announcing()
        at = np.flatnonzero(maybe[self.keys >> _TOP])
        found_at = np.minimum(np.searchsorted(known, self.keys[at]), len(known) - 1)
        place = at - (np.cumsum(self.words) - self.words)[self.owner[at]]
        told = (known[found_at] == self.keys[at]) & (place < _HINTED)
        rows, columns = len(self.words), len(HINTS) + 1
        cells = self.owner[at[told]] * columns + hint[found_at[told]]
        found = np.bincount(cells, minlength=rows * columns).reshape(rows, columns).astype(np.float64)
        for i in np.flatnonzero(pieces).tolist():
            for piece in PIECE.findall(texts[i][:_HEAD].casefold(), 0, _HEAD):
                found[i, HINT_OF_PIECE[piece]] += 1
        found[:, -1] = np.minimum(found.sum(axis=1) / np.clip(self.words, 1, _HINTED), 1)
        return found

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
        keys=folded.sums.keys(starts, ends),
        owner=np.repeat(np.arange(len(words)), words),
        lengths=ends - starts,
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


@cache
def _announcing() -> tuple[Keys, Ints, Marks]:
    """Returns the numbers of the words that announce something, sorted; what; which first bits these numbers have."""
    words = list(HINT_OF_WORD)
    lengths = np.array(list(map(len, words)))
    ends = np.cumsum(lengths + 1) - 1
    keys = Sums(codes_of(" ".join([*words, ""]))).keys(ends - lengths, ends)
    order = np.argsort(keys)
    maybe = np.zeros(1 << 16, dtype=np.bool_)
    maybe[keys >> _TOP] = True
    return keys[order], np.array(list(HINT_OF_WORD.values()))[order], maybe


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
