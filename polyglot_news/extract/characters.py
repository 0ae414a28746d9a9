"""Characters as small numbers: the class and the script of each, looked up for whole pages at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Bytes = NDArray[np.uint8]
Marks = NDArray[np.bool_]
Kept = TypeVar("Kept", np.uint8, np.bool_)

BREAK: Final = 2
"""White space that ends a line, as :meth:`str.splitlines` sees it."""

RETURN: Final = 3
"""White space that ends a line unless a line feed is behind it."""


class Sort:
    """What a character is to the shape of a line: plain numbers, since numpy is slow to compare with an enumeration."""

    SPACE: Final = 0
    UPPER: Final = 1
    LOWER: Final = 2
    CASELESS: Final = 3
    SPACELESS: Final = 4
    DIGIT: Final = 5
    TERMINAL: Final = 6
    COMMA: Final = 7
    COLON: Final = 8
    QUOTE: Final = 9
    BRACKET: Final = 10
    DASH: Final = 11
    BAR: Final = 12
    SYMBOL: Final = 13
    OTHER: Final = 14


SORTS: Final = 15
"""How many sorts there are."""

_PUNCTUATION = {
    Sort.TERMINAL: ".!?…。！？؟۔।॥։።᙮．｡‼⁇⁈⁉",
    Sort.COMMA: ",;、，；،؛､",
    Sort.COLON: ":：",
    Sort.QUOTE: "\"'“”„‟«»‹›‘’‚‛「」『』〝〞＂＇",
    Sort.BRACKET: "()[]{}（）［］【】《》〈〉〔〕",
    Sort.DASH: "-‐‑‒–—―−",
    Sort.BAR: "|/\\><•·→←↑↓►▶▸▼▲■●★☆｜│»›＞",
}

# First code point of a block, name of its script; "" is no script. Han and kana are one: Japanese mixes them.
_BLOCKS = [
    (0x0, ""), (0x41, "latin"), (0x5B, ""), (0x61, "latin"), (0x7B, ""), (0xAA, "latin"), (0x2B0, ""),
    (0x370, "greek"), (0x400, "cyrillic"), (0x530, "armenian"), (0x590, "hebrew"), (0x600, "arabic"), (0x700, "syriac"),
    (0x750, "arabic"), (0x780, "thaana"), (0x8A0, "arabic"), (0x900, "devanagari"), (0x980, "bengali"),
    (0xA00, "gurmukhi"), (0xA80, "gujarati"), (0xB00, "oriya"), (0xB80, "tamil"), (0xC00, "telugu"), (0xC80, "kannada"),
    (0xD00, "malayalam"), (0xD80, "sinhala"), (0xE00, "thai"), (0xE80, "lao"), (0xF00, "tibetan"), (0x1000, "burmese"),
    (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"), (0x13A0, ""), (0x1780, "khmer"), (0x1800, "mongol"),
    (0x18B0, ""), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, ""), (0x2E80, "cjk"), (0x3000, ""), (0x3005, "cjk"),
    (0x3008, ""), (0x3040, "cjk"), (0x3130, "hangul"), (0x3190, "cjk"), (0x3200, ""), (0x3400, "cjk"), (0xA000, ""),
    (0xAC00, "hangul"), (0xD7B0, ""), (0xF900, "cjk"), (0xFB00, "latin"), (0xFB1D, "hebrew"), (0xFB50, "arabic"),
    (0xFE00, ""), (0xFE70, "arabic"), (0xFF00, ""), (0xFF21, "latin"), (0xFF3B, ""), (0xFF41, "latin"), (0xFF5B, ""),
    (0xFF66, "cjk"), (0xFFA0, ""),
]  # fmt: skip
SCRIPTS = tuple(sorted({name for _, name in _BLOCKS}))
_BREAKS = "\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACELESS = {"cjk", "thai", "lao", "khmer", "burmese", "tibetan"}
_BMP = 0x10000
_ALIKE = ((0x3400, 0x4DB6), (0x4E00, 0x9FD6), (0xAC00, 0xD7A4), (0xD800, 0xE000), (0xE000, 0xF900))
"""Han, Hangul, surrogates and private use: letters, or none of them."""
_HAN_FROM, _HAN_TO = 0x20000, 0x3FFFF


def codes_of(text: str) -> Codes:
    """Returns the code points of a text, as numbers that tables are indexed with."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.intp)


def sorts_of(codes: Codes) -> Bytes:
    """Returns the :class:`Sort` of each code point."""
    return _look_up(tables().sorts, codes)


def sort_counts(lines: Sequence[str]) -> NDArray[np.float64]:
    """Returns the number of characters of each :class:`Sort` in each line, one row a line."""
    owner = np.repeat(np.arange(len(lines)), np.fromiter(map(len, lines), dtype=np.intp, count=len(lines)))
    return tally(owner, sorts_of(codes_of("".join(lines))), (len(lines), SORTS))


def tally(owner: Codes, kinds: Bytes, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Returns how often each owner has each kind, in an array of this shape."""
    flat = np.bincount(owner * shape[1] + kinds, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)


def scripts_of(codes: Codes) -> Bytes:
    """Returns the place in ``SCRIPTS`` of each code point's script; only letters have one."""
    return _look_up(tables().scripts, codes)


def word_marks_of(codes: Codes) -> Marks:
    """Returns which code points belong to words: those that ``\\w`` matches."""
    return _look_up(tables().words, codes)


def spaces_of(codes: Codes) -> Bytes:
    """Returns 0 for what is no white space, ``BREAK`` or ``RETURN`` for what ends a line, else 1."""
    return _look_up(tables().spaces, codes)


def edges_of(marks: Marks) -> Codes:
    """Returns where the runs of marked places begin and end by turns; the last place must not be marked."""
    before = np.concatenate([[False], marks[:-1]])
    return np.flatnonzero(marks != before)


def _look_up(table: NDArray[Kept], codes: Codes) -> NDArray[Kept]:
    if codes.max(initial=0) < _BMP:
        return table.take(codes)
    beyond = np.where((codes >= _HAN_FROM) & (codes <= _HAN_TO), 0x4E00, 0x2603)
    return table.take(np.where(codes < _BMP, codes, beyond))


class Tables(NamedTuple):
    """One entry a character of the basic plane; what lies beyond counts as Han or as a symbol."""

    sorts: Bytes
    scripts: Bytes
    words: Marks
    spaces: Bytes


@cache
def tables() -> Tables:
    """Returns what is looked up of characters."""
    starts, names = [start for start, _ in _BLOCKS], [name for _, name in _BLOCKS]
    category_of = _categories()
    kinds = sorted(set(category_of.values()))
    kind = np.zeros(_BMP, np.uint8)
    numbers = {name: place for place, name in enumerate(kinds)}
    kind[np.array(list(category_of))] = np.array([numbers[name] for name in category_of.values()], np.uint8)
    for start, end in _ALIKE:
        kind[start:end] = kind[start]
    block = np.repeat(np.arange(len(starts)), np.diff([*starts, _BMP]))
    script = np.array([SCRIPTS.index(name) for name in names], np.uint8)[block]
    scripts = np.where(np.array([name[0] in "LM" for name in kinds])[kind], script, 0).astype(np.uint8)
    sorts = np.array([[_sort(category, name) for name in names] for category in kinds], np.uint8)[kind, block]
    for each, punctuation in _PUNCTUATION.items():
        sorts[list(map(ord, punctuation))] = each
    words = np.array([name[0] in "LN" for name in kinds])[kind]
    words[ord("_")] = True
    spaces = np.zeros(_BMP, np.uint8)
    spaces[[code for code, name in category_of.items() if name[0] in "ZC" and chr(code).isspace()]] = 1
    spaces[list(map(ord, _BREAKS))], spaces[ord("\r")] = BREAK, RETURN
    return Tables(sorts=sorts, scripts=scripts, words=words, spaces=spaces)


def _categories() -> dict[int, str]:
    """Returns the category of every character of the basic plane but those in ``_ALIKE``, which have their first's."""
    ends = [0, *(end for _, end in _ALIKE)]
    starts = [start + 1 for start, _ in _ALIKE] + [_BMP]
    codes = chain.from_iterable(map(range, ends, starts))
    return {code: unicodedata.category(chr(code)) for code in codes}


def _sort(category: str, script: str) -> int:
    if category[0] in "LM":
        if script in _SPACELESS:
            return Sort.SPACELESS
        return {"Lu": Sort.UPPER, "Lt": Sort.UPPER, "Ll": Sort.LOWER}.get(category, Sort.CASELESS)
    by_class = {"Z": Sort.SPACE, "C": Sort.SPACE, "N": Sort.DIGIT, "S": Sort.SYMBOL}
    return by_class.get(category[0], Sort.OTHER)
