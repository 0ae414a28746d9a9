"""Cuts an article's blocks into segments: sentences of running text, labels and metadata whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from polyglot_news.records import Article, Block, Role, Segment

WHOLE_ROLES = frozenset({Role.TITLE, Role.BYLINE, Role.DATE, Role.SECTION, Role.RESIDUE})
"""Roles that name something rather than tell it: a label is not a sentence."""

_CLOSERS = "\"'’”»›“)\\]}」』】）〉》"
_END = re.compile(rf"[.!?…؟۔։।॥]+[{_CLOSERS}]*(?=\s)|[。！？｡]+[{_CLOSERS}]*|:(?=\s+[Ա-Ֆ])|\n")
_WORD_BEFORE = re.compile(r"[^\s\"'“«(„‘\[]*$")
_OPENERS = "\"'“”«„‘(¿¡[—–-"
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st jr sr prof gen col lt sgt rep sen gov vs etc inc ltd co no vol jan feb mar apr jun jul aug sep "
    "sept oct nov dec bzw usw ca nr str z.b d.h u.a sra ud uds av тыс млн млрд руб г гг ул им т стр см др".split()
)


def segments(article: Article) -> Iterator[Segment]:
    """Yields the article's segments in reading order.

    Of a dump every segment satisfies ``len(segment.text) == segment.end - segment.start``; residue and metadata blocks
    come as one segment each.
    """
    for block in article.blocks:
        for index, (a, b) in enumerate(_block_spans(block, article.language)):
            yield Segment(
                page_id=article.id,
                block=block.index,
                index=index,
                role=block.role,
                text=block.text[a:b],
                start=None if block.start is None else block.start + a,
                end=None if block.start is None else block.start + b,
            )


def spans(text: str, language: str = "und") -> list[tuple[int, int]]:
    """Returns the sentences of a text as ``(start, end)`` character offsets, stripped of white space.

    Together they cover every character that is not white space.
    """
    cuts = [match.end() for match in _END.finditer(text) if _ends_sentence(text, match)]
    del language
    edges = [0, *cuts, len(text)]
    return [span for a, b in pairwise(edges) if (span := _stripped(text, a, b))]


def _block_spans(block: Block, language: str) -> list[tuple[int, int]]:
    if block.role in WHOLE_ROLES:
        span = _stripped(block.text, 0, len(block.text))
        return [span] if span else []
    return spans(block.text, language)


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if not end[0].startswith("."):
        return True
    following = text[end.end() :].lstrip()[:2].lstrip(_OPENERS)[:1]
    if following.islower() or end[0] != ".":
        return not following.islower()
    word = _WORD_BEFORE.search(text, max(0, end.start() - 30), end.start())
    before = word[0] if word else ""
    return not ((len(before) == 1 and before.isupper()) or before.lower() in _ABBREVIATIONS)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    lead = len(part) - len(part.lstrip())
    return (start + lead, start + len(part.rstrip())) if part.strip() else None
