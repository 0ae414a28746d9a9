"""Numbers about each line of an HTML page, for the judge: its text, its markup, its neighbours, the extractor's answer.

No column holds text or names a site, so that what is learned from them holds for pages never seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import partial
from itertools import chain

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort, sort_counts
from polyglot_news.extract.html.ancestry import Ancestry, Numbers
from polyglot_news.extract.html.markup import LINKED, LONG, Line
from polyglot_news.extract.html.outline import frames, headings
from polyglot_news.extract.html.surroundings import NAMES, surroundings
from polyglot_news.extract.interface import hinting, pieces_of

Column = NDArray[np.number]
Columns = dict[str, Column]
Groups = NDArray[np.intp]

_LONG_WORD, _LONGEST_LABEL = 5, 200
_WORD = re.compile(r"\w[\w-]*")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")
_ENDS = frozenset(".!?…。！？؟۔।")
_CLOSING = "\"'”’»)]」』"
_QUOTES = "\"'“„«‘「『—–-"
_BAR = re.compile(r"[|»›→▶►•·]")
_ADDRESS = re.compile(r"@|www\.|https?:")
_RIGHTS = re.compile("[©®]")
# What lies before is asked behind the first figure: a pattern that begins with one is found several times as fast.
_YEAR = re.compile(r"[12](?:(?<=\b1)9|(?<=\b2)0)\d\d\b")
_CLOCK = re.compile(r"\d[:.]\d\d")
_NUMBER = re.compile(r"^\W*\d+\W*$")
_NEAR = (1, 2, 3, -1, -2, -3)


def describe(lines: Sequence[Line], kept: Sequence[bool]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Returns the names of the columns and one row a line; ``kept`` is the extractor's answer."""
    text = _text(lines)
    words = [_WORD.findall(line.text.casefold()) for line in lines]
    size = np.array([line.size for line in lines], dtype=np.float64)
    told = _shares_announcing(lines, words)
    ancestry = Ancestry(element for line in lines for element in (line.element, line.leaf))
    blocks = ancestry.numbers(line.element for line in lines)
    groups = _groups(lines, ancestry, blocks)
    columns = {
        **text,
        **_shared(lines, words),
        **dict(
            zip(NAMES, surroundings(ancestry, blocks, ancestry.numbers(line.leaf for line in lines)).T, strict=True)
        ),
        **frames(ancestry, blocks, size * _is_long(size, text["linked"])),
        **headings(lines, text["linked"], told),
        **_page(size, text["linked"]),
        **_crowd(groups, size, text["linked"]),
        **_neighbours(text | {"told": told}, groups, size),
        **_answer(np.asarray(kept, dtype=np.float64), groups, size),
    }
    table = np.empty((len(columns), len(lines)), dtype=np.float32)
    for row, column in zip(table, columns.values(), strict=True):
        row[:] = column
    return tuple(columns), table.T


def _text(lines: Sequence[Line]) -> Columns:
    texts = [line.text for line in lines]
    sorts = sort_counts(texts)
    size = np.array([line.size for line in lines], dtype=np.float64)
    words = np.array([text.count(" ") + 1 for text in texts]) + _spaceless(texts) / 2
    numbered = (sorts[:, Sort.DIGIT] > 0).tolist()
    has = partial(_has, "\n".join(texts), np.cumsum([len(text) + 1 for text in texts]))
    return {
        "size": np.log1p(size),
        "words": np.log1p(words),
        "linked": np.array([line.linked for line in lines]) / size,
        "links": np.array([min(line.links, 20) for line in lines], dtype=np.float64),
        "bold": np.array([line.bold for line in lines]) / size,
        "stops": sorts[:, [Sort.TERMINAL, Sort.COMMA, Sort.COLON]].sum(axis=1) / (words + 1),
        "digits": sorts[:, Sort.DIGIT] / size,
        "upper": sorts[:, Sort.UPPER] / size,
        "lower_first": _flags(text[0].islower() for text in texts),
        "ends": _flags(text.rstrip(_CLOSING)[-1:] in _ENDS for text in texts),
        "broken": _flags(line.broken for line in lines),
        "rights": has(_RIGHTS),
        "bar": has(_BAR),
        "year": has(_YEAR),
        "clock": has(_CLOCK),
        "address": has(_ADDRESS),
        "quoted": _flags(text[0] in _QUOTES for text in texts),
        "colon": _flags(text[-1] in ":：" for text in texts),
        "question": _flags(text[-1] in "?？؟" for text in texts),
        "number": _flags(
            known and _NUMBER.search(text) is not None for known, text in zip(numbered, texts, strict=True)
        ),
    }


def _flags(values: Iterable[bool]) -> Column:
    return np.array(list(values), dtype=np.float64)


def _has(joined: str, ends: Groups, shape: re.Pattern[str]) -> Column:
    """Tells which lines hold a shape that lies within one; ``ends`` is where the line after each begins."""
    found = np.zeros(len(ends))
    starts = np.array([match.start() for match in shape.finditer(joined)], dtype=np.intp)
    found[np.searchsorted(ends, starts, side="right")] = 1
    return found


def _spaceless(texts: Sequence[str]) -> Column:
    """Counts the characters of scripts without spaces in each text."""
    return np.array([0 if text.isascii() else len(_SPACELESS.findall(text)) for text in texts])


def _shared(lines: Sequence[Line], words: Sequence[Sequence[str]]) -> Columns:
    """How many of a line's longer words other lines of running text use too."""
    longer = [{word for word in said if len(word) >= _LONG_WORD} for said in words]
    running = Counter(chain.from_iterable(said for line, said in zip(lines, longer, strict=True) if line.size >= LONG))
    once, twice = set(running), {word for word, times in running.items() if times > 1}
    shares = [
        len(said & (twice if line.size >= LONG else once)) / max(len(said), 1)
        for line, said in zip(lines, longer, strict=True)
    ]
    return {"shared": np.array(shares)}


def _shares_announcing(lines: Sequence[Line], words: Sequence[Sequence[str]]) -> Column:
    """The share of a shorter line's words that announce interface."""
    shares = [
        0.0
        if line.size > _LONGEST_LABEL
        else min((sum(map(hinting().__contains__, said)) + _pieces(line)) / max(len(said), 1), 1.0)
        for line, said in zip(lines, words, strict=True)
    ]
    return np.array(shares)


def _pieces(line: Line) -> int:
    return 0 if line.text.isascii() else len(pieces_of(line.text))


def _page(size: Column, linked: Column) -> Columns:
    n = len(size)
    at = np.arange(n)
    long = size * _is_long(size, linked)
    return {
        "at": at / n,
        "from_start": np.log1p(at),
        "from_end": np.log1p(n - at),
        "through": np.cumsum(size) / size.sum(),
        "through_long": np.cumsum(long) / max(long.sum(), 1),
        "page_lines": np.full(n, np.log1p(n)),
        "page_size": np.full(n, np.log1p(size.sum())),
        "page_long": np.full(n, long.sum() / size.sum()),
    }


def _is_long(size: Column, linked: Column) -> NDArray[np.bool_]:
    return (size >= LONG) & (linked < LINKED)


def _groups(lines: Sequence[Line], ancestry: Ancestry, blocks: Numbers) -> dict[str, Groups]:
    """Numbers lines alike: in one element, in one ancestor, in elements of one shape, of one text."""
    above = _above(ancestry)
    parents = above[blocks]
    used, places = np.unique([blocks, parents], return_inverse=True)
    shapes = _numbered([_shape(ancestry.elements[number]) for number in used.tolist()])[places.reshape(2, -1)]
    return {
        "element": blocks,
        "parent": parents,
        "grand": above[parents],
        "great": above[above[parents]],
        "shape": np.unique(shapes[0] * len(used) + shapes[1], return_inverse=True)[1],
        "same": _numbered([line.text for line in lines]),
    }


def _above(ancestry: Ancestry) -> Numbers:
    """Returns the number of the element above each, its own where that is the root or the body of the page."""
    frame = np.array([element is None or element.tag in ("body", "html") for element in ancestry.elements])
    return np.where(frame[ancestry.above], np.arange(len(frame)), ancestry.above)


def _shape(element: etree._Element | None) -> Hashable:
    return None if element is None else (element.tag, element.get("class"))


def _numbered(keys: Sequence[Hashable]) -> Groups:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _total(groups: Groups, column: Column) -> Column:
    return np.asarray(np.bincount(groups, weights=column)[groups], dtype=np.float64)


def _crowd(groups: dict[str, Groups], size: Column, linked: Column) -> Columns:
    """How large the groups of a line are, and how much of each is links and running text."""
    long = size * _is_long(size, linked)
    columns = {}
    for name, group in groups.items():
        whole = _total(group, size)
        columns[f"{name}_count"] = np.log1p(_total(group, np.ones_like(size)))
        if name != "same":
            columns[f"{name}_size"] = np.log1p(whole)
            columns[f"{name}_share"] = whole / size.sum()
            columns[f"{name}_linked"] = _total(group, linked * size) / whole
            columns[f"{name}_long"] = _total(group, long) / whole
    _, firsts = np.unique(groups["same"], return_index=True)
    columns["again"] = np.ones_like(size)
    columns["again"][firsts] = 0
    return columns


def _neighbours(text: Columns, groups: dict[str, Groups], size: Column) -> Columns:
    columns = {}
    for by in _NEAR:
        for name in ("size", "linked", "ends", "told"):
            columns[f"{name}{by:+d}"] = _shifted(text[name], by)
        for name in ("shape", "parent"):
            columns[f"{name}{by:+d}"] = (_shifted(groups[name] + 1.0, by) == groups[name] + 1).astype(np.float64)
    long = _is_long(size, text["linked"]).astype(np.float64)
    columns["long_near"] = _around(long, size, 5)
    columns["linked_near"] = _around(text["linked"], size, 5)
    columns["told"], columns["told_near"] = text["told"], _around(text["told"], size, 5)
    return columns


def _answer(kept: Column, groups: dict[str, Groups], size: Column) -> Columns:
    """What the extractor took: of the page, of the line's groups, near the line, before and after it."""
    n = len(kept)
    at = np.arange(n)
    taken = np.flatnonzero(kept)
    first, last = (taken[0], taken[-1]) if len(taken) else (0, 0)
    before = np.maximum.accumulate(np.where(kept > 0, at, -50))
    after = np.minimum.accumulate(np.where(kept > 0, at, n + 50)[::-1])[::-1]
    done = np.cumsum(kept * size)
    return {
        "kept": kept,
        "kept_page": np.full(n, done[-1] / size.sum()),
        "kept_count": np.full(n, np.log1p(len(taken))),
        "kept_done": done / max(done[-1], 1),
        "kept_from": np.clip(at - first, -30, 100),
        "kept_to": np.clip(last - at, -30, 100),
        "kept_before": np.clip(at - before, 0, 30),
        "kept_after": np.clip(after - at, 0, 30),
        **{f"kept_{name}": _total(group, kept * size) / _total(group, size) for name, group in groups.items()},
        **{f"kept{by:+d}": _shifted(kept, by) for by in _NEAR},
        **{f"kept_near{radius}": _around(kept, size, radius) for radius in (3, 8)},
    }


def _shifted(column: Column, by: int) -> Column:
    """The column ``by`` lines earlier, zero outside the page."""
    out = np.zeros_like(column)
    if abs(by) < len(column):
        out[max(by, 0) : len(out) + min(by, 0)] = column[max(-by, 0) : len(out) - max(by, 0)]
    return out


def _around(column: Column, weight: Column, radius: int) -> Column:
    """The weighted mean over the lines at most ``radius`` away."""
    kernel = np.ones(2 * radius + 1)
    top = np.convolve(column * weight, kernel)[radius:-radius]
    return top / np.convolve(weight, kernel)[radius:-radius]
