"""What stands between two lines of one paragraph: a space, or nothing."""

from __future__ import annotations

import re
from typing import Final

_LOOKED_BACK: Final = 1000
"""Characters among which an open quotation mark is looked for: paragraphs of a page may be endless."""
_LONGEST_END: Final = 10
_CLOSING: Final = frozenset(",.;:!?…)]}%’、。，．：；？！）］｝」』】》〉〕，。؛،؟٪۔।॥։·")
_OPENING: Final = frozenset("([{¿¡‚@#$£（［｛「『【《〈〔")
_QUOTES: Final = ({*'"'}, {*"“”„‟"}, {*"«»"})
"""Marks that open in one language what they close in another: the second of two closes."""
_SPACED_IN_FRENCH: Final = frozenset("?!:;»")
_ELIDING: Final = frozenset({"fr", "it", "ca", "oc", "br"})
_ELIDED: Final = re.compile(r"(?<!\w)\w{1,7}['’]\Z")
_SUFFIX: Final = re.compile(r"['’‘]\w{1,4}\b")
_TIED: Final = re.compile(r"[-‐‑/—]\w")
_TYING: Final = re.compile(r"\w[/—]\Z")
_HYPHEN: Final = re.compile(r"\w[-‐‑]\Z")
_HAN: Final = r"\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\uff00-\uffef"
_UNSPACED: Final = re.compile(rf"[\u0e00-\u109f\u1780-\u17ff{_HAN}]")
_BESIDE_LATIN: Final = re.compile(rf"[{_HAN}][0-9A-Za-z]|[0-9A-Za-z][{_HAN}]")
_POINT: Final = re.compile(r"[.,:]\w|\.\.|:[/)]")


def seam(above: str, below: str, language: str) -> str:
    """Returns what a person would write between two lines, of which the first is all that the paragraph has so far.

    ``language`` (BCP-47) is the page's: French sets a space before ``?`` and inside guillemets.
    """
    above = above[-_LOOKED_BACK:]
    last, first, end = above[-1], below[0], above[-_LONGEST_END:]
    if language == "fr" and (first in _SPACED_IN_FRENCH or last == "«"):
        return " "
    if _continues(below) or _closes(above, first) or last in _OPENING or _opens(above, last):
        return ""
    if _SUFFIX.match(below) or (language in _ELIDING and first.isalpha() and _ELIDED.search(end)):
        return ""
    if _TIED.match(below) or _TYING.search(end) or (_HYPHEN.search(end) and not first.islower()):
        return ""
    return "" if _is_unspaced(last, first) else " "


def _continues(below: str) -> bool:
    """True where a line begins with what ends a clause, which is no part of a number or a name: ``.5``, ``.NET``."""
    return below[0] in _CLOSING and not _POINT.match(below)


def _closes(above: str, mark: str) -> bool:
    return any(mark in family and _is_open(above, family) for family in _QUOTES)


def _opens(above: str, mark: str) -> bool:
    return any(mark in family and _is_open(above, family) for family in _QUOTES)


def _is_open(text: str, family: set[str]) -> bool:
    return sum(map(text.count, family)) % 2 == 1


def _is_unspaced(last: str, first: str) -> bool:
    """True between letters or signs of scripts without spaces, and between Chinese or Japanese and a Latin word."""
    both = _UNSPACED.match(last) and _UNSPACED.match(first)
    return bool(both or _BESIDE_LATIN.match(last + first))
