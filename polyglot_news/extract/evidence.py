"""Evidence from the other pages of a run: a line that recurs across pages belongs to the site, not to the article.

A first pass over the input counts lines, a second one extracts::

    counts = LineCounts()                       # one a worker
    for page in pages: counts.add(page)
    counts.merge(other_worker)                  # in any order
    evidence = counts.finish()                  # small, frozen, picklable: hand it to every worker
    extract(page, identify=identify, evidence=evidence)

Lines are counted within the site of the page's address. Pages without an address share one common site, so that a
folder of dumps works too.

The same article found twice must not make its text look like residue: a page counts by its signature, the hash of its
running text, and a line's count is the number of *distinct signatures* it stands under.

Memory is bounded by keeping only the pages whose signature is smallest once there are too many (distinct sampling,
Gibbons 2001): which pages remain depends on the set of pages alone, not on their order or on who counted them, and no
line is said to recur that does not (but for one in a million, by chance).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np
import xxhash
from numpy.typing import NDArray

from polyglot_news.distinct import distinct
from polyglot_news.extract.likeness import RUNNING, Hashes, hashes_from
from polyglot_news.records import Kind, Page

SEVERAL = 2
"""A line recurs when it stands on this many different pages."""

MOST = 4
"""Counting stops here."""

FORM = 4
"""Changes when lines are hashed in another way, so that what an older version has counted is not used."""

CAPACITY = 1 << 22
"""Pairs of line and page kept by default, 8 bytes each."""

_BUFFER = 1 << 18
_SIGNING = 3
_PAGE_BITS, _LINE_BITS = 24, 40
"""A line of a page is one number: the first bits of the line's hash, then those of the page's signature."""
_PAGE = np.uint64((1 << _PAGE_BITS) - 1)
_MARKUP = re.compile(r"<(script|style|noscript|template|svg)\b(?:.*?</\1\s*>|.*)|<!--(?:.*?-->|.*)", re.S | re.I)
_TAG = re.compile(
    r"<(?!/?(?:a|abbr|b|bdi|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b)[^<>]*>", re.I
)
_INLINE = re.compile(r"<[^<>]*>")


def site_of(page: Page) -> str:
    """Returns the host of the page's address without ``www.``, or an empty string."""
    try:
        host = urlsplit(page.url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def visible_lines(page: Page) -> list[str]:
    """Returns the page's non-blank lines; those of HTML are taken cheaply, by cutting the markup away at blocks."""
    text = page.text
    if page.kind is Kind.HTML:
        from html import unescape

        text = unescape(_INLINE.sub("", _TAG.sub("\n", _MARKUP.sub("\n", text))))
    return list(filter(None, map(str.strip, text.splitlines())))


def line_hashes(lines: Sequence[str], site: str = "") -> Hashes:
    """Returns 64 bits a line, equal for lines that differ in case, the width of spaces or, short ones, numbers only."""
    return hashes_from(lines, np.full(len(lines), seed_of(site), np.uint64))


def seed_of(site: str) -> int:
    """Returns where the hashes of a site's lines begin."""
    return xxhash.xxh3_64_intdigest(site.encode("utf-8", "surrogatepass"))


def _signature(lines: Sequence[str]) -> int:
    """Returns the hash of the lines of running text, of all lines where hardly any are, each once, in any order."""
    running = {line for line in lines if len(line) >= RUNNING}
    signing = sorted(running if len(running) >= _SIGNING else set(lines))
    return xxhash.xxh3_64_intdigest("\n".join(signing).encode("utf-8", "surrogatepass")) >> _LINE_BITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Knows the lines that stand on several pages: sorted ``hashes`` and how many pages each stands on."""

    hashes: Hashes
    counts: NDArray[np.uint8]

    def recurs(self, line: str, /, *, site: str = "") -> bool:
        """True when the line stands on several pages of the site (white space, case, of short lines numbers apart)."""
        return self.pages_with([line], site=site)[0] >= SEVERAL

    def pages_with(self, lines: Sequence[str], *, site: str = "") -> list[int]:
        """Returns for each line on how many pages of the site it stands: 0 for one page or none, at most ``MOST``."""
        found: list[int] = self.pages_of(line_hashes(lines, site)).tolist()
        return found

    def pages_of(self, lines: Hashes) -> NDArray[np.uint8]:
        """Returns the same for lines given by their hashes."""
        if not len(self.hashes):
            return np.zeros(len(lines), np.uint8)
        wanted = lines & ~_PAGE
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[at] == wanted, self.counts[at], 0).astype(np.uint8)


@dataclass(slots=True, kw_only=True)
class LineCounts:
    """Counts on how many different pages each line stands, in bounded memory.

    ``capacity`` is the number of pairs of line and page that are kept; past it the pages are sampled. Whatever the
    order of :meth:`add` and :meth:`merge`, the evidence is the same.
    """

    capacity: int = CAPACITY
    _pairs: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))
    _buffer: list[Hashes] = field(default_factory=list)
    _buffered: int = 0
    _bits: int = _PAGE_BITS

    def add(self, *pages: Page) -> None:
        """Counts the lines of pages, each once; of several pages together in less time."""
        found = [(page, lines, _signature(lines)) for page in pages if (lines := visible_lines(page))]
        found = [each for each in found if not each[-1] >> self._bits]
        sizes = [len(lines) for _, lines, _ in found]
        seeds = np.array([seed_of(site_of(page)) for page, _, _ in found], np.uint64)
        marks = np.array([signature for _, _, signature in found], np.uint64)
        hashes = hashes_from([line for _, lines, _ in found for line in lines], np.repeat(seeds, sizes))
        self._append((hashes & ~_PAGE) | np.repeat(marks, sizes))

    def merge(self, other: LineCounts) -> None:
        """Takes over what another has counted."""
        self._bits = min(self._bits, other._bits)
        for pairs in (other._pairs, *other._buffer):
            self._append(pairs)

    def state(self) -> tuple[Hashes, int]:
        """Returns what has been counted, from which :meth:`of` goes on."""
        self._compact()
        return self._pairs, self._bits

    @classmethod
    def of(cls, pairs: Hashes, bits: int) -> LineCounts:
        """Returns counts as they were."""
        return cls(_pairs=pairs, _bits=bits)

    def finish(self) -> Evidence:
        """Returns the lines that stand on several pages."""
        self._compact()
        again = (self._pairs[1:] ^ self._pairs[:-1]) <= _PAGE
        hashes, times, _ = distinct(self._pairs[1:][again] & ~_PAGE)
        several = times + 1 >= SEVERAL
        return Evidence(hashes=hashes[several], counts=(times[several] + 1).astype(np.uint8))

    def _append(self, pairs: Hashes) -> None:
        self._buffer.append(pairs)
        self._buffered += len(pairs)
        if self._buffered >= _BUFFER:
            self._compact()

    def _compact(self) -> None:
        """Keeps of every line its ``MOST`` smallest signatures, and halves the sample while there are too many."""
        pairs = np.concatenate([self._pairs, *self._buffer])
        self._pairs, self._buffer, self._buffered = pairs[:0], [], 0
        pairs.sort()
        keep = np.ones(len(pairs), dtype=bool)
        keep[1:] = pairs[1:] != pairs[:-1]
        pairs = pairs[keep]
        keep = np.ones(len(pairs), dtype=bool)
        keep[MOST:] = (pairs[MOST:] ^ pairs[:-MOST]) > _PAGE
        self._pairs = pairs[keep]
        self._sample()

    def _sample(self) -> None:
        while True:
            if self._bits < _PAGE_BITS:
                self._pairs = self._pairs[(self._pairs & _PAGE) >> np.uint64(self._bits) == 0]
            if len(self._pairs) <= self.capacity or not self._bits:
                return
            self._bits -= 1
