"""Puts paragraphs together again that a dump has broken at links and other inline tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.lines import Lines

Mask = NDArray[np.bool_]

_CONTINUING = frozenset(",.;:)]!?%»”’،؛。，、；：）」』")
_CONTINUING_CODES = sorted(map(ord, _CONTINUING))
_ENDS = re.compile(r"[.!?…。！？؟۔।:][\"'»”’)\]」』]*$")
_OPEN = re.compile(r"[(\[„«“‘,،，、]$")
_BROKEN_LINES = 2
_LONGEST_INSERT = 120
_RUNNING = 40
_BEGUN = 15


def broken_pages(lines: Lines) -> list[bool]:
    """Says of each page whether lines begin with what ends a clause: it was broken inside its paragraphs."""
    heads = np.flatnonzero(np.isin(lines.codes[lines.starts], _CONTINUING_CODES)).tolist()
    going_on = [i for i in heads if _continues(lines.texts[i])]
    counts = np.diff(np.searchsorted(going_on, lines.pages))
    broken: list[bool] = (counts >= _BROKEN_LINES).tolist()
    return broken


def join_lines(lines: Lines, body: Sequence[bool]) -> list[range]:
    """Returns ranges of lines of a broken page, each one block: body lines of one paragraph, or a single line."""
    texts, gaps, indents = lines.texts, lines.gaps.tolist(), lines.indents.tolist()
    blocks: list[range] = []
    start = 0
    for end in range(1, len(body) + 1):
        if end == len(body) or not (body[end - 1] and body[end] and _belongs(texts, gaps, indents, body, end)):
            blocks.append(range(start, end))
            start = end
    return blocks


def complete(lines: Lines, body: Mask) -> Mask:
    """Returns the body of a broken page with the line above it wherever a sentence of the body begins there."""
    texts, whole = lines.texts, body.copy()
    for at in (np.flatnonzero(body[1:] & ~body[:-1]) + 1).tolist():
        above, line = texts[at - 1], texts[at]
        goes_on = _goes_on(line) or (at + 1 < len(texts) and not _ENDS.search(line) and _goes_on(texts[at + 1]))
        whole[at - 1] = goes_on and not lines.gaps[at] and not _ENDS.search(above) and len(above) >= _BEGUN
    return whole


def _goes_on(text: str) -> bool:
    return text[0].islower() or _continues(text)


def _continues(text: str) -> bool:
    return text[0] in _CONTINUING and not text.startswith("...")


def _belongs(texts: Sequence[str], gaps: Sequence[int], indents: Sequence[int], body: Sequence[bool], at: int) -> bool:
    """True when line ``at`` goes on where the line above it stops."""
    above, text = texts[at - 1], texts[at]
    if _continues(text):
        return True
    if gaps[at] or _ENDS.search(above):
        return False
    if indents[at] and indents[at] == indents[at - 1]:
        return False
    return text[0].islower() or bool(_OPEN.search(above)) or _is_insert(texts, gaps, body, at)


def _is_insert(texts: Sequence[str], gaps: Sequence[int], body: Sequence[bool], at: int) -> bool:
    """True for the text of a link: the line below goes on with the sentence that the line above has begun."""
    if at + 1 >= len(body) or not body[at + 1] or gaps[at + 1]:
        return False
    above, text = texts[at - 1], texts[at]
    if len(above) < _RUNNING or len(text) > _LONGEST_INSERT or _ENDS.search(text):
        return False
    return _goes_on(texts[at + 1])
