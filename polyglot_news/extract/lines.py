"""The visible lines of a plain-text dump, with the offsets that lead back to the page."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One non-blank line without the white space around it.

    ``text == page.text[start:end]``; ``indent`` counts the characters before it, ``gap`` the blank lines above it.
    A tuple, because a page has hundreds and a frozen dataclass takes four times as long to make.
    """

    text: str
    start: int
    end: int
    indent: int
    gap: int


def split_lines(text: str) -> list[Line]:
    """Returns the non-blank lines of a text in order, ends of lines as :meth:`str.splitlines` sees them."""
    lines: list[Line] = []
    at = gap = 0
    for raw in text.splitlines(keepends=True):
        if stripped := raw.strip():
            indent = raw.index(stripped[0])
            start = at + indent
            lines.append(Line(stripped, start, start + len(stripped), indent, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw)
    return lines
