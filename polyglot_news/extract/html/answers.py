"""The text an extractor returned, found again among the visible lines of the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from copy import copy

from lxml import etree
from lxml.html import HtmlElement

from polyglot_news.extract.html.markup import LINKED, LONG, Line

_LONG = 25
"""Characters from which a line is found anywhere in the answer; a shorter one must be a whole piece of it."""
_MUCH = 1 / 3
_INLINE = frozenset({"hi", "ref", "del", "a", "b", "i", "em", "strong", "span", "u", "sub", "sup", "code", "q", "cite"})


_NEVER_KEPT = (
    "head link meta script style noscript template svg picture source iframe nav footer button input select option "
    "textarea"
).split()
"""What trafilatura leaves out anyway, and half of a page's elements: without them it needs two thirds of the time."""


def opinion(tree: HtmlElement, lines: Sequence[Line]) -> list[bool]:
    """Tells for each line whether trafilatura keeps it, favouring precision; none where it finds no article or fails.

    Whom it asks itself, readability and justext, take as long as its own rules and change little: they are asked only
    where those found less than a third of the page's running text, or tables rather than paragraphs.
    """
    smaller = copy(tree)
    etree.strip_elements(smaller, *_NEVER_KEPT, with_tail=False)
    answer = _body(smaller, alone=True)
    flags = kept(lines, answer)
    if answer is not None and _has_paragraphs(answer) and _took_much(lines, flags):
        return flags
    return kept(lines, _body(smaller, alone=False))


def _has_paragraphs(answer: etree._Element) -> bool:
    paragraphs = sum(any(paragraph.itertext()) for paragraph in answer.iter("p"))
    return paragraphs >= max(len(answer.findall(".//table")), 1)


def _took_much(lines: Sequence[Line], flags: Sequence[bool]) -> bool:
    taken = sum(line.size for line, flag in zip(lines, flags, strict=True) if flag)
    running = sum(line.size for line in lines if line.size >= LONG and line.linked < LINKED * line.size)
    return taken > _MUCH * running


def _body(tree: HtmlElement, *, alone: bool) -> etree._Element | None:
    """Returns trafilatura's answer, that of others not asked for where it is to go by its own rules ``alone``."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(tree, fast=alone, favor_precision=True, include_comments=False)
    except Exception:  # Any page may trip any library: the caller goes on without its opinion.
        return None
    return getattr(document, "body", None)


def kept(lines: Sequence[Line], answer: etree._Element | None) -> list[bool]:
    """Tells for each line whether the extractor's answer holds it, following the order of both."""
    if answer is None:
        return [False] * len(lines)
    whole, starts, ends = _joined(answer)
    position, flags = 0, []
    for line in lines:
        key = line.text.replace(" ", "")
        at = _find(whole, key, position)
        if at >= 0 and len(key) < _LONG and not (at in starts and at + len(key) in ends):
            at = -1
        flags.append(at >= 0)
        position = at + len(key) if at >= position else position
    return flags


def _find(whole: str, key: str, position: int) -> int:
    at = whole.find(key, position)
    return at if at >= 0 or len(key) < _LONG else whole.find(key)


def _joined(answer: etree._Element) -> tuple[str, set[int], set[int]]:
    pieces = ["".join(piece.split()) for piece in _pieces(answer)]
    starts, ends, at = set(), set(), 0
    for piece in pieces:
        if piece:
            starts.add(at)
            at += len(piece)
            ends.add(at)
    return "".join(pieces), starts, ends


def _pieces(answer: etree._Element) -> Iterator[str]:
    parts: list[str] = []
    for event, element in etree.iterwalk(answer, events=("start", "end")):
        if element.tag not in _INLINE:
            yield "".join(parts)
            parts.clear()
        text = element.text if event == "start" else element.tail
        if text:
            parts.append(text)
    yield "".join(parts)
