"""Which lines in another language among an article's own its author wrote, and which the page put there."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Sequence

from lxml import etree

from polyglot_news.extract.html.asking import asks
from polyglot_news.extract.html.markup import Line

_NEAR = 3
_WORDS, _LETTERS = 4, 8
"""From how many words, or letters of scripts that set none apart, a line is more than a label."""
_LONG_WORD = 4
_WORD = re.compile(r"\w+")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]")
_ANNOUNCES = re.compile(r"[:：]$")
_PARTS = frozenset({"li", "dd", "dt", "td", "th"})


def written_lines(lines: Sequence[Line], strange: Collection[int], native: Sequence[int]) -> set[int]:
    """Returns those of ``strange`` lines that the author wrote; ``native`` are the lines in the article's own language.

    The interface asks; an author announces a line ("The sign says:"), sets it among paragraphs as one of them, or makes
    it an item of a list.
    """
    lists = _lists(lines, strange)
    return {
        at
        for at in strange
        if (lists[lines[at].element.getparent()] if _is_part(lines[at]) else _is_set(lines, at, native))
    }


def _is_part(line: Line) -> bool:
    return line.element.tag in _PARTS


def _lists(lines: Sequence[Line], strange: Collection[int]) -> dict[etree._Element | None, bool]:
    """Tells for the lists and rows that the lines are parts of whether most of the parts ask nothing."""
    around = {lines[at].element.getparent() for at in strange if _is_part(lines[at])}
    asking: dict[etree._Element | None, list[bool]] = {each: [] for each in around}
    for line in lines if around else ():
        if (each := line.element.getparent()) in asking:
            asking[each].append(asks(line.text))
    return {each: 2 * sum(found) <= len(found) for each, found in asking.items()}


def _is_set(lines: Sequence[Line], at: int, native: Sequence[int]) -> bool:
    """True for a line that asks nothing, behind one that announces it or between paragraphs that stand as it does."""
    line = lines[at]
    if asks(line.text):
        return False
    place = bisect(native, at)
    before, after = native[max(place - _NEAR, 0) : place], native[place : place + _NEAR]
    if before and _ANNOUNCES.search(lines[before[-1]].text):
        return True
    if not all(any(_alike(lines[other].element, line.element) for other in side) for side in (before, after)):
        return False
    words, letters = len(_WORD.findall(line.text)), len(_SPACELESS.findall(line.text))
    return words >= _WORDS or letters >= _LETTERS or _names(line.text)


def _alike(first: etree._Element, second: etree._Element) -> bool:
    """True where two elements stand in the same way below the same one."""
    one: etree._Element | None = first
    other: etree._Element | None = second
    while one is not None and other is not None and one is not other:
        if one.tag != other.tag or one.get("class") != other.get("class"):
            return False
        one, other = one.getparent(), other.getparent()
    return one is other


def _names(text: str) -> bool:
    """True for a name of several words, the longer ones with capitals."""
    words = _WORD.findall(text)
    return len(words) > 1 and all(word[0].isupper() for word in words if len(word) >= _LONG_WORD)
