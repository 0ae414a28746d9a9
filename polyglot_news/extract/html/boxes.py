"""Boxes among the lines of an article that want something of the reader: consent, an address, a subscription."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from polyglot_news.extract.html.asking import may_ask
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.interface import announces
from polyglot_news.extract.reasons import Reason

_NEAR = 4
_MOST = 0.5
"""The share of an article's letters from which a box is not in it, but around it."""
_WANTED = {
    Reason.COOKIE_NOTICE: re.compile(r"cookie|consent|gdpr"),
    Reason.NEWSLETTER: re.compile(r"newsletter|sign-?up"),
    Reason.ACCOUNT: re.compile(r"pay-?wall|subscri(?:be|ption)-?(?:box|wall|prompt|banner)"),
}
_FEW, _LITTLE = 4, 0.25
"""The most lines of a box whose markup does not say what it is for, and their share of the letters."""
_FRAMES = ("article", "body")
_CONTROLS = ("button", "form", "input")
_LINKED_CONTROL = re.compile(r"button|btn|cta")


def boxed_lines(lines: Sequence[Line], chosen: Sequence[int]) -> dict[int, Reason]:
    """Returns those of ``chosen``, numbers of lines, that stand in such a box, and what it wants.

    A box is called so in its markup, or says so in a few lines, holds a button or a form, and is the smaller part of
    what is chosen: the whole article of a paper that charges for it is called a paywall too.
    """
    boxes: dict[etree._Element, list[int]] = defaultdict(list)
    for at in chosen:
        if (box := _box(lines[at])) is not None:
            boxes[box].append(at)
    whole = _size(lines, chosen)
    named = {
        at: reason
        for box, inside in boxes.items()
        if (reason := _wanted(_name(box))) and _asks(box) and _size(lines, inside) < _MOST * whole
        for at in inside
    }
    return {**_unnamed(lines, chosen, whole), **named}


def _unnamed(lines: Sequence[Line], chosen: Sequence[int], whole: int) -> dict[int, Reason]:
    """The lines of small boxes with a form or a button in which one says what it is for."""
    boxes: dict[etree._Element, list[int]] = defaultdict(list)
    holds: dict[etree._Element, bool] = {}
    for at in chosen:
        if (box := _holder(lines[at], holds)) is not None:
            boxes[box].append(at)
    return {
        at: Reason.COOKIE_NOTICE if announces(told, Reason.COOKIE_NOTICE) else Reason.NEWSLETTER
        for inside in boxes.values()
        if len(inside) <= _FEW
        and _size(lines, inside) < _LITTLE * whole
        and (told := next((lines[at].text for at in inside if may_ask(lines[at].text)), None))
        for at in inside
    }


def _holder(line: Line, holds: dict[etree._Element, bool]) -> etree._Element | None:
    """Returns the nearest element around a line that something can be pressed or filled in in; ``holds`` remembers."""
    element: etree._Element | None = line.element
    for _ in range(_NEAR):
        if element is None or element.tag in _FRAMES:
            return None
        if element not in holds:
            holds[element] = next(element.iter(*_CONTROLS), None) is not None
        if holds[element]:
            return element
        element = element.getparent()
    return None


def _size(lines: Sequence[Line], some: Sequence[int]) -> int:
    return sum(lines[at].size for at in some)


def _box(line: Line) -> etree._Element | None:
    element: etree._Element | None = line.element
    for _ in range(_NEAR):
        if element is None or element.tag in _FRAMES:
            return None
        if _wanted(_name(element)):
            return element
        element = element.getparent()
    return None


def _name(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:200]


@lru_cache(maxsize=4096)
def _wanted(name: str) -> Reason | None:
    return next((reason for reason, pattern in _WANTED.items() if pattern.search(name.lower())), None)


def _asks(box: etree._Element) -> bool:
    """True when something in the box can be pressed or filled in."""
    return next(box.iter(*_CONTROLS), None) is not None or any(
        _LINKED_CONTROL.search(link.get("class") or "") for link in box.iter("a")
    )
