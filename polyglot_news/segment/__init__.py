"""Cuts an article's blocks into segments: sentences of running text, labels and metadata whole."""

from __future__ import annotations

from collections.abc import Iterator

from polyglot_news.records import Article, Block, Role, Segment
from polyglot_news.segment.sentences import spans, stripped

__all__ = ["WHOLE_ROLES", "segments", "spans"]

WHOLE_ROLES = frozenset({Role.TITLE, Role.BYLINE, Role.DATE, Role.SECTION, Role.RESIDUE})
"""Roles that name something rather than tell it: a label is not a sentence."""


def segments(article: Article) -> Iterator[Segment]:
    """Yields the article's segments in reading order.

    Of a dump ``segment.start`` and ``segment.end`` are the places on the page of its first character and behind its
    last; between them stands its text, but for white space that its block has dropped. Residue and metadata blocks come
    as one segment each.
    """
    for block in article.blocks:
        for index, (a, b) in enumerate(_block_spans(block, article.language)):
            start, end = block.span(a, b)
            yield Segment(
                page_id=article.id,
                block=block.index,
                index=index,
                role=block.role,
                text=block.text[a:b],
                start=start,
                end=end,
            )


def _block_spans(block: Block, language: str) -> list[tuple[int, int]]:
    if block.role in WHOLE_ROLES:
        span = stripped(block.text, 0, len(block.text))
        return [span] if span else []
    return spans(block.text, language)
