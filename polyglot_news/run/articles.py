"""Articles with their segments, before and after these are routed, and the count of what each step was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from polyglot_news.records import Action, Article, Kind, Page, RoutedSegment, Segment
from polyglot_news.segment import segments

LONGEST_SENTENCE = 50_000
"""Characters of a segment beyond which it is skipped as ``too_long``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """An article and its segments, which are still to be routed; ``text`` counts the characters of a dump."""

    article: Article
    segments: list[Segment]
    text: int

    @property
    def source(self) -> str:
        """The source of the page."""
        return self.article.source

    @property
    def id(self) -> str:
        """The id of the page."""
        return self.article.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article with its routed segments in page order.

    ``seen`` counts what each step was given, so that what one of them loses shows in the report: segments, blocks, and
    ``text``, the characters of a dump that are no white space. Of HTML nobody can say beforehand what is text.
    """

    article: Article
    segments: list[RoutedSegment]
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """True when its segments hold every block, and of a dump every character that is no white space."""
        held = [routed.segment for routed in self.segments]
        text = sum(_written(segment.text) for segment in held if segment.start is not None)
        return self.seen == {"text": text, "blocks": len({each.block for each in held}), "segments": len(held)}


def cut(article: Article, page: Page) -> Cut:
    """Returns the segments of the article that was found in a page."""
    text = _written(page.text) if page.kind is Kind.DUMP else 0
    return Cut(article=article, segments=list(segments(article)), text=text)


def extracted(page: Cut, routed: Sequence[RoutedSegment]) -> Extracted:
    """Returns an article with its segments as they were routed, but what no engine could translate as one sentence."""
    seen = {"text": page.text, "blocks": len(page.article.blocks), "segments": len(page.segments)}
    return Extracted(article=page.article, segments=[_bounded(segment) for segment in routed], seen=seen)


def _written(text: str) -> int:
    return len("".join(text.split()))


def _bounded(routed: RoutedSegment) -> RoutedSegment:
    if len(routed.segment.text) <= LONGEST_SENTENCE or routed.action is not Action.TRANSLATE:
        return routed
    return replace(routed, action=Action.SKIP, reason="too_long")
