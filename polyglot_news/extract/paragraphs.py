"""Puts paragraphs together again that a dump has broken at links and other inline tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.lines import Line

Mask = NDArray[np.bool_]

_CONTINUING = frozenset(",.;:)]!?%»”’،؛。，、；：）」』")
_ENDS = re.compile(r"[.!?…。！？؟۔।:][\"'»”’)\]」』]*$")
_OPEN = re.compile(r"[(\[„«“‘,،，、]$")
_BROKEN_LINES = 2
_LONGEST_INSERT = 120
_RUNNING = 40
_BEGUN = 15


def is_broken(lines: Sequence[Line]) -> bool:
    """True when lines begin with what ends a clause: the page was broken inside its paragraphs."""
    heads = [line.text for line in lines if line.text[0] in _CONTINUING]
    return sum(not text.startswith("...") for text in heads) >= _BROKEN_LINES


def join_lines(lines: Sequence[Line], body: Sequence[bool]) -> list[range]:
    """Returns ranges of line numbers, each one block: a run of body lines of one paragraph, or a single line."""
    if not is_broken(lines):
        return [range(i, i + 1) for i in range(len(lines))]
    blocks: list[range] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or not (body[end - 1] and body[end] and _belongs(lines, body, end)):
            blocks.append(range(start, end))
            start = end
    return blocks


def complete(lines: Sequence[Line], body: Mask) -> Mask:
    """Returns the body with the line above it wherever a sentence of the body begins there, on a broken page."""
    if not is_broken(lines):
        return body
    whole = body.copy()
    for at in (np.flatnonzero(body[1:] & ~body[:-1]) + 1).tolist():
        above, line = lines[at - 1], lines[at]
        goes_on = _goes_on(line) or (at + 1 < len(lines) and not _ENDS.search(line.text) and _goes_on(lines[at + 1]))
        whole[at - 1] = goes_on and not line.gap and not _ENDS.search(above.text) and len(above.text) >= _BEGUN
    return whole


def _goes_on(line: Line) -> bool:
    return line.text[0].islower() or _continues(line)


def _continues(line: Line) -> bool:
    return line.text[0] in _CONTINUING and not line.text.startswith("...")


def _belongs(lines: Sequence[Line], body: Sequence[bool], at: int) -> bool:
    """True when line ``at`` goes on where the line above it stops."""
    above, line = lines[at - 1], lines[at]
    if _continues(line):
        return True
    if line.gap or _ENDS.search(above.text):
        return False
    if line.indent and line.indent == above.indent:
        return False
    return line.text[0].islower() or bool(_OPEN.search(above.text)) or _is_insert(lines, body, at)


def _is_insert(lines: Sequence[Line], body: Sequence[bool], at: int) -> bool:
    """True for the text of a link: the line below goes on with the sentence that the line above has begun."""
    if at + 1 >= len(lines) or not body[at + 1] or lines[at + 1].gap:
        return False
    above, line = lines[at - 1].text, lines[at].text
    if len(above) < _RUNNING or len(line) > _LONGEST_INSERT or _ENDS.search(line):
        return False
    return _goes_on(lines[at + 1])
