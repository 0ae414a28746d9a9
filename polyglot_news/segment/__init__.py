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


def _block_spans(block: Block, language: str) -> list[tuple[int, int]]:
    if block.role in WHOLE_ROLES:
        span = stripped(block.text, 0, len(block.text))
        return [span] if span else []
    return spans(block.text, language)
