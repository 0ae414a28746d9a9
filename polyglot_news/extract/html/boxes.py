"""Boxes among the lines of an article that want something of the reader: consent, an address, a subscription."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.reasons import Reason

_NEAR = 4
_MOST = 0.5
"""The share of an article's letters from which a box is not in it, but around it."""
_WANTED = {
    Reason.COOKIE_NOTICE: re.compile(r"cookie|consent|gdpr"),
    Reason.NEWSLETTER: re.compile(r"newsletter|sign-?up"),
    Reason.ACCOUNT: re.compile(r"pay-?wall|subscri(?:be|ption)-?(?:box|wall|prompt|banner)"),
}
_CONTROLS = ("button", "form", "input")
_LINKED_CONTROL = re.compile(r"button|btn|cta")


def boxed_lines(lines: Sequence[Line], chosen: Sequence[int]) -> dict[int, Reason]:
    """Returns those of ``chosen``, numbers of lines, that stand in such a box, and what it wants.

    A box is called so in its markup, holds a button or a form, and is the smaller part of what is chosen: the whole
    article of a paper that charges for it is called a paywall too.
    """
    boxes: dict[etree._Element, list[int]] = defaultdict(list)
    for at in chosen:
        if (box := _box(lines[at])) is not None:
            boxes[box].append(at)
    most = _MOST * sum(lines[at].size for at in chosen)
    return {
        at: reason
        for box, inside in boxes.items()
        if (reason := _wanted(_name(box))) and _asks(box) and sum(lines[at].size for at in inside) < most
        for at in inside
    }


def _box(line: Line) -> etree._Element | None:
    element: etree._Element | None = line.element
    for _ in range(_NEAR):
        if element is None or element.tag in ("article", "body"):
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
