"""The visible lines of plain-text dumps, of several pages at once, with the offsets that lead back to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import BREAK, RETURN, Bytes, Codes, Sort, codes_of, edges_of, sorts_of, spaces_of

Ints = NDArray[np.intp]

_NEWLINE = ord("\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The non-blank lines of pages without the white space around them, page after page, a column for each fact.

    ``codes`` and ``sorts`` are the characters of all pages; line ``i`` is those from ``starts[i]`` to ``ends[i]`` and
    as a string ``texts[i]``. ``indents`` counts the characters before each line, ``gaps`` the blank lines above it.
    Page ``k`` begins at the character ``offsets[k]`` and holds the lines from ``pages[k]`` to ``pages[k + 1]``.
    """

    codes: Codes
    sorts: Bytes
    texts: list[str]
    starts: Ints
    ends: Ints
    indents: Ints
    gaps: Ints
    pages: Ints
    offsets: Ints

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def sizes(self) -> list[int]:
        """How many lines each page has."""
        sizes: list[int] = np.diff(self.pages).tolist()
        return sizes

    def page(self, number: int) -> Lines:
        """Returns the lines of one page."""
        start, end = self.pages[number : number + 2].tolist()
        return self._some(slice(start, end), self.offsets[number : number + 1])

    def head(self, most: int) -> Lines:
        """Returns these lines, of a single page the first ``most``."""
        return self if len(self.offsets) > 1 or len(self) <= most else self._some(slice(most), self.offsets)

    def tail(self, start: int) -> Lines:
        """Returns the lines of the last page from ``start`` on."""
        return self._some(slice(start, None), self.offsets[-1:])

    def _some(self, at: slice, offsets: Ints) -> Lines:
        texts = self.texts[at]
        return Lines(
            codes=self.codes,
            sorts=self.sorts,
            texts=texts,
            starts=self.starts[at],
            ends=self.ends[at],
            indents=self.indents[at],
            gaps=self.gaps[at],
            pages=np.array([0, len(texts)]),
            offsets=offsets,
        )


def split_lines(pages: Sequence[str]) -> Lines:
    """Returns the non-blank lines of texts of which each has one, ends of lines as :meth:`str.splitlines` sees them."""
    text = "\n".join([*pages, ""])
    codes = codes_of(text)
    sorts = sorts_of(codes)
    visible, breaks = _white_space(codes, sorts)
    edges = edges_of(visible)
    runs, run_ends = edges[::2], edges[1::2]
    # The first run of visible characters behind each line break; between two breaks without one the line is blank.
    behind = np.concatenate([[0], np.searchsorted(runs, breaks)])
    shown = np.flatnonzero(behind[1:] > behind[:-1])
    starts, ends = runs[behind[shown]], run_ends[behind[shown + 1] - 1]
    begins = np.concatenate([[0], breaks + 1])[shown]
    offsets = np.cumsum([0, *(len(page) + 1 for page in pages[:-1])])
    firsts = np.searchsorted(starts, offsets)
    gaps = np.diff(shown, prepend=-1) - 1
    gaps[firsts] = shown[firsts] - np.searchsorted(breaks, offsets)
    return Lines(
        codes=codes,
        sorts=sorts,
        texts=[text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)],
        starts=starts,
        ends=ends,
        indents=starts - begins,
        gaps=gaps,
        pages=np.append(firsts, len(starts)),
        offsets=offsets,
    )


def _white_space(codes: Codes, sorts: Bytes) -> tuple[NDArray[np.bool_], Ints]:
    """Returns which characters are no white space, and the places of those that end a line."""
    visible = sorts != Sort.SPACE
    at = np.flatnonzero(~visible)
    kinds = spaces_of(codes[at])
    visible[at[kinds == 0]] = True  # formatting characters and the like
    ending = kinds >= BREAK
    returns = np.flatnonzero(kinds == RETURN)
    ending[returns[codes[at[returns] + 1] == _NEWLINE]] = False  # the line feed behind it ends the line
    return visible, at[ending]
