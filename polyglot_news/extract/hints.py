"""What lines announce in the words of page interfaces, for all lines of several pages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Marks, codes_of
from polyglot_news.extract.interface import LONGEST, LONGEST_OPENING, TELLING, compares, piece, pieces_of
from polyglot_news.extract.keys import Keys, Sums
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.terms import HINTS, SPACELESS, WORD, terms
from polyglot_news.extract.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bits = NDArray[np.uint64]

_HINTED = 14
"""Words at the head of a line that may announce something; what comes later is running text."""

_HEAD = 100
"""Characters at the head of a line that may, in scripts without spaces."""

_TELLING_SHARE = 0.2
"""The share of a line's words that say what it is."""

_BEGUN = 0.5
"""The share of a line that its beginning counts for where it says what is to come."""

_MOST_COMMON = 64
"""Common words of a page that tell its languages."""

_FEWEST_COMMON, _AS_COMMON = 2, 0.6
_COLONS = np.array(list(map(ord, ":：=,،")))
_BEYOND = 1 << 16
_SPACE, _ZERO, _NINE = map(ord, " 09")
_TOP = np.uint64(48)
_COLUMNS = len(HINTS) + 1
_RELATED = HINTS.index(Reason.RELATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Terms by their numbers, sorted: the languages each tells in, is an ordinary word in, is common in, as bits.

    ``hints`` has a row a term and a column a language. ``first`` is where the terms begin whose numbers have the same
    first bits, -1 where there are none.
    """

    keys: Keys
    tells: Bits
    ordinary: Bits
    common: Bits
    colons: Marks
    hints: NDArray[np.int8]
    first: NDArray[np.int16]

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """Returns which of these numbers are a term's, and which term's."""
        first = self.first.take((keys >> _TOP).view(np.intp))
        at = np.flatnonzero(first >= 0)
        asked, term = keys[at], first[at].astype(np.intp)
        # Most stand first among those with the same first bits, and only the others are searched for.
        behind = np.flatnonzero(self.keys[term] < asked)
        term[behind] = np.minimum(np.searchsorted(self.keys, asked[behind]), len(self.keys) - 1)
        same = self.keys[term] == asked
        return at[same], term[same]

    def hints_of(self, term: Ints, spoken: Bits) -> Ints:
        """Returns the hint of each term in the first of the languages given for it that it has one in."""
        own = (self.tells[term] | self.ordinary[term]) & spoken
        bits = np.where(own > 0, own, self.tells[term] | self.ordinary[term])
        lowest = np.log2((bits & (~bits + np.uint64(1))).astype(np.float64)).astype(np.intp)
        return self.hints[term, lowest].astype(np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """For each line and hint how many words at its head give it, then the share that do; the hint given most, or -1.

    ``pointing`` marks the lines that begin as those do that point to another article.
    """

    counts: Floats
    leads: Ints
    pointing: Marks


def announced_by(words: Vocabulary, texts: Sequence[str], *, pages: Ints) -> Hints:
    """Returns what lines announce; ``texts`` are the lines as they came."""
    size, before = len(words.words), np.cumsum(words.words) - words.words
    head = np.flatnonzero(np.arange(len(words.keys)) - before[words.owner] < _HINTED)
    at, term = _lexicon("words").find(words.keys[head])
    at = head[at]
    owner = words.owner[at]
    spoken = np.repeat(_spoken(term, owner, pages), np.diff(pages))
    counts, leads = _of_words(words, at, term, spoken)
    for i in _holding_pieces(words).tolist():
        leads[i] = _add_pieces(counts[i], texts[i], leads[i])
    begun = _openings(words, before, spoken)
    for lines, hint, length, share in (begun, _labels(words, before, spoken)):
        counts[lines, hint] += length
        counts[lines, -1] = np.maximum(counts[lines, -1], share)
        leads[lines] = hint
    pointing = np.zeros(size, dtype=np.bool_)
    pointing[[i for i in begun[0][begun[1] == _RELATED].tolist() if not compares(texts[i].casefold())]] = True
    return Hints(counts=counts, leads=leads, pointing=pointing)


def _of_words(words: Vocabulary, at: Ints, term: Ints, spoken: Bits) -> tuple[Floats, Ints]:
    """Returns the counts, and what the words give that are no ordinary ones, or that make a label."""
    known, size, owner = _lexicon("words"), len(words.words), words.owner[at]
    counted, label = np.clip(words.words, 1, _HINTED), _covering(words, at, term, spoken)[owner]
    meant = (known.tells[term] | known.ordinary[term]) & (spoken[owner] | label)
    told = np.flatnonzero(meant)
    cells = owner[told] * _COLUMNS + known.hints_of(term[told], meant[told])
    counts = np.bincount(cells, minlength=size * _COLUMNS).reshape(size, _COLUMNS).astype(np.float64)
    counts[:, -1] = np.minimum(counts.sum(axis=1) / counted, 1)
    clearly = ((known.tells[term[told]] & spoken[owner[told]]) | label[told]) > 0
    told, cells = told[clearly], cells[clearly]
    given = np.bincount(cells, minlength=size * _COLUMNS).astype(np.float64)
    share = given.reshape(size, _COLUMNS).sum(axis=1) / counted
    # Of hints given alike the one that comes first in the line leads.
    first = np.zeros(len(given))
    first[cells[::-1]] = (np.cumsum(words.words) - words.words)[owner[told]][::-1] - at[told][::-1]
    given += first / (2 * _HINTED)
    leads = given.reshape(size, _COLUMNS)[:, :-1].argmax(axis=1)
    leads[share < _TELLING_SHARE] = -1
    return counts, leads


def _covering(words: Vocabulary, at: Ints, term: Ints, spoken: Bits) -> Bits:
    """Returns for each line the languages that all of its words are terms of, numbers apart, if there are few.

    Where none of these is spoken on the page, one word at least must be long enough not to be another by chance.
    """
    known, size, owner = _lexicon("words"), len(words.words), words.owner[at]
    covering = np.zeros(size, np.uint64)
    short = (words.words <= LONGEST) & (words.words > 0)
    whole = short & (np.bincount(owner, minlength=size) + _numbers(words, short) == words.words)
    chosen = np.flatnonzero(whole[owner])
    if not len(chosen):
        return covering
    lines, terms_of = owner[chosen], term[chosen]
    starts = np.flatnonzero(np.diff(lines, prepend=-1))
    anything = known.tells[terms_of] | known.ordinary[terms_of] | known.common[terms_of]
    covering[lines[starts]] = np.bitwise_and.reduceat(anything, starts)
    meant = known.tells[terms_of] | known.ordinary[terms_of]
    clear = (meant & covering[lines] > 0) & (known.common[terms_of] == 0) & (words.lengths[at[chosen]] >= TELLING)
    clearly = np.zeros(size, dtype=np.bool_)
    clearly[lines[clear]] = True
    own = covering & spoken
    return np.where(own > 0, own, np.where(clearly, covering, np.uint64(0)))


def _numbers(words: Vocabulary, short: Marks) -> Ints:
    """Returns how many words of each short line begin and end with a figure."""
    at = np.flatnonzero(short[words.owner])
    first, last = words.codes[words.starts[at]], words.codes[words.ends[at] - 1]
    figures = (first >= _ZERO) & (first <= _NINE) & (last >= _ZERO) & (last <= _NINE)
    return np.bincount(words.owner[at[figures]], minlength=len(short))


def _spoken(term: Ints, owner: Ints, pages: Ints) -> Bits:
    """Returns the languages that each page seems to be in, and those of interfaces anywhere."""
    always, common = np.uint64(terms().bits([])), _lexicon("words").common[term]
    spoken = np.full(len(pages) - 1, always)
    at = np.flatnonzero(common)
    starts = np.searchsorted(owner[at], pages[:-1])
    at = at[np.arange(len(at)) - np.repeat(starts, np.diff(starts, append=len(at))) < _MOST_COMMON]
    starts = np.searchsorted(owner[at], pages[:-1])
    held = np.flatnonzero(np.diff(starts, append=len(at)))
    if not len(held):
        return spoken
    languages = np.unpackbits(common[at].astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    times = np.add.reduceat(languages, starts[held], axis=0, dtype=np.uint8)
    most = times.max(axis=1, keepdims=True)
    likely = (times >= _AS_COMMON * most) & (most >= _FEWEST_COMMON)
    spoken[held] |= (likely * (np.uint64(1) << np.arange(times.shape[1], dtype=np.uint64))).sum(axis=1)
    return spoken


Phrases = tuple[Ints, Ints, Ints, float]
"""Lines, the hint of each, the words that give it, the share of the line that they stand for."""


def _labels(words: Vocabulary, before: Ints, spoken: Bits) -> Phrases:
    """Returns the lines that are a label from the first word to the last."""
    known = _lexicon("labels")
    lines = np.flatnonzero((words.words > 0) & (words.words <= _HINTED))
    first, last = before[lines], before[lines] + words.words[lines] - 1
    at, term = known.find(words.sums.keys(words.starts[first], words.ends[last]))
    return lines[at], known.hints_of(term, spoken[lines[at]]), words.words[lines[at]], 1.0


def _openings(words: Vocabulary, before: Ints, spoken: Bits) -> Phrases:
    """Returns the lines that begin as those do that announce something, by the longest such beginning."""
    known, lines = _lexicon("openings"), np.flatnonzero(words.words)
    lines = lines[_lexicon("heads").find(words.keys[before[lines]])[0]]
    size, at = np.nonzero(np.arange(1, LONGEST_OPENING + 1)[:, None] <= words.words[lines])
    lines = lines[at]
    ends = words.ends[before[lines] + size]
    at, term = known.find(words.sums.keys(words.starts[before[lines]], ends))
    lines, size = lines[at], size[at] + 1
    spoken_there = (size > 1) | (known.tells[term] & spoken[lines] > 0)
    sure = np.flatnonzero(_before_colon(words, ends[at]) | (~known.colons[term] & spoken_there))
    # The longest comes last.
    last = np.full(len(spoken), -1)
    last[lines[sure]] = sure
    chosen = last[last >= 0]
    return lines[chosen], known.hints_of(term[chosen], spoken[lines[chosen]]), size[chosen], _BEGUN


def _before_colon(words: Vocabulary, ends: Ints) -> Marks:
    then, after = words.codes.take(ends, mode="clip"), words.codes.take(ends + 1, mode="clip")
    return np.isin(np.where(then == _SPACE, after, then), _COLONS)


def _holding_pieces(words: Vocabulary) -> Ints:
    """Returns the lines that may hold a term where words are not set apart: some character of it and the next."""
    signs = _signs()
    at = np.flatnonzero(signs.first.take(words.codes, mode="clip"))
    pair = words.codes[at] * _BEYOND + words.codes.take(at + 1, mode="clip")
    known = signs.pairs.take(np.searchsorted(signs.pairs, pair), mode="clip") == pair
    at = at[known | signs.alone.take(words.codes[at], mode="clip")]
    return np.unique(words.owner[np.searchsorted(words.starts, at, side="right") - 1])


class _Signs(NamedTuple):
    """Characters of the basic plane that terms without spaces begin with, those that end them too, and pairs."""

    first: Marks
    alone: Marks
    pairs: Ints


@cache
def _signs() -> _Signs:
    # What stands before the first character of such a script is of no use: Latin letters are everywhere.
    heads = {text[match.start() :][:2] for text in terms().pieces if (match := SPACELESS.search(text))}
    first, alone = np.zeros((2, _BEYOND), dtype=np.bool_)
    first[[ord(head[0]) for head in heads]] = True
    alone[[ord(head) for head in heads if len(head) == 1]] = True
    pairs = sorted(ord(head[0]) * _BEYOND + ord(head[1]) for head in heads if len(head) > 1)
    return _Signs(first=first, alone=alone, pairs=np.array(pairs))


def _add_pieces(counts: Floats, text: str, lead: int) -> int:
    """Adds to the counts of a line what pieces of its head say; returns what leads, ``lead`` where they say little."""
    head = text[:_HEAD].casefold()[:_HEAD]
    found = pieces_of(head)
    if not found:
        return lead
    for hint, _ in found:
        counts[hint] += 1
    share = sum(size for _, size in found) / len("".join(head.split()))
    counts[-1] = max(counts[-1], share)
    sizes = {hint: sum(size for other, size in found if other == hint) for hint, _ in found}
    return max(sizes, key=sizes.__getitem__) if share >= _BEGUN else lead


def lexicons() -> None:
    """Reads the terms, once; the first lines that are asked for would wait for it."""
    for kind in ("words", "labels", "openings", "heads"):
        _lexicon(kind)
    piece()
    _signs()


@cache
def _lexicon(kind: str) -> Lexicon:
    """Returns the terms of a kind; ``heads`` are the first words of openings."""
    table = terms()
    heads = {WORD.findall(phrase)[0]: term for phrase, term in table.openings.items()}
    listed = {"words": table.words, "labels": table.labels, "openings": table.openings, "heads": heads}[kind]
    lengths = np.array(list(map(len, listed)))
    ends = np.cumsum(lengths + 1) - 1
    keys = Sums(codes_of(" ".join([*listed, ""]))).keys(ends - lengths, ends)
    order = np.argsort(keys)
    values = list(listed.values())
    sorted_terms, keys = [values[i] for i in order.tolist()], keys[order]
    tops, starts = np.unique(keys >> _TOP, return_index=True)
    first = np.full(1 << 16, -1, np.int16)
    first[tops] = starts
    hints = np.full((len(keys), len(table.languages)), -1, np.int8)
    given = [
        (row, bit.bit_length() - 1, hint) for row, term in enumerate(sorted_terms) for bit, hint in term.reasons.items()
    ]
    rows, columns, given_hints = np.array(given).T
    hints[rows, columns] = given_hints
    tells, ordinary, common = (
        np.array([getattr(term, name) for term in sorted_terms], np.uint64) for name in ("tells", "ordinary", "common")
    )
    return Lexicon(
        keys=keys,
        tells=tells,
        ordinary=ordinary,
        common=common,
        colons=np.array([term.colon for term in sorted_terms]),
        hints=hints,
        first=first,
    )
