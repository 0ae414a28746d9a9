"""Tells the lines of an article apart: paragraphs, headings, list items, quotes, captions, rows of tables."""

from __future__ import annotations

import re

from polyglot_news.extract.interface import announces
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG
from polyglot_news.records import Role

_BULLET = re.compile(r"(?:[•·▪◦‣*●■–—-]|\d{1,2}[.)]|[a-z]\))\s")
_QUOTED = re.compile(r"[\"“„«»‘「『](?P<said>.+)[\"”“»«’」』]")
_QUOTES = '"“„«»‘「『'
_ENDS = frozenset(".!…。！۔।,;:；，")
_CLOSING = "\"'»”’)]」』"
_LONGEST_CAPTION = 200

Kind = tuple[Role, Reason]
PARAGRAPH: Kind = (Role.PARAGRAPH, Reason.BODY)
HEADING: Kind = (Role.HEADING, Reason.HEADING)
LIST_ITEM: Kind = (Role.LIST_ITEM, Reason.LIST_ITEM)
QUOTE: Kind = (Role.QUOTE, Reason.QUOTE)
CAPTION: Kind = (Role.CAPTION, Reason.CAPTION)
TABLE: Kind = (Role.TABLE, Reason.TABLE)


def is_label(text: str) -> bool:
    """Says whether a text is short and does not end as sentences do."""
    return len(text) < LONG and text.rstrip(_CLOSING)[-1:] not in _ENDS


def name_role(text: str, *, indent: int, followed: bool, language: str) -> Kind:
    """Returns the role of a body block and its reason.

    ``followed`` says whether a block of running text comes next, ``language`` is the page's.
    """
    if "\t" in text:
        return TABLE
    if _BULLET.match(text):
        return LIST_ITEM
    if len(text) <= _LONGEST_CAPTION and text.rstrip(_CLOSING)[-1:] not in _ENDS:
        if indent and len(text) <= LONG:
            return LIST_ITEM
        if announces(text, Reason.CREDIT, language):
            return CAPTION
        if len(text) <= LONG and followed:
            return HEADING
    if text[0] not in _QUOTES:
        return PARAGRAPH
    quoted = _QUOTED.fullmatch(text)
    if quoted and not re.search(r"[\"“”„«»]", quoted["said"]):
        return QUOTE
    return PARAGRAPH
