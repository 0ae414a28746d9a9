"""The extract stage of one input after the other: pages → articles, routed segments and rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from polyglot_news.config import Config
from polyglot_news.extract import Evidence, extract, extract_dumps
from polyglot_news.records import Article, Kind, Page, Reject
from polyglot_news.route import identify, identify_all, route_all
from polyglot_news.route import load as load_profiles
from polyglot_news.run.articles import Cut, Extracted, cut, extracted
from polyglot_news.run.pages import batched, pages
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import NOBODY, Watch
from polyglot_news.run.turns import Turn, one_by_one, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the extract stage is told; ``routed`` is False where the articles alone are wanted."""

    target: str | None = None
    sources: frozenset[str] | None = None
    residue: Literal["keep", "drop"] = "drop"
    langs_extra: tuple[Path, ...] = ()
    evidence: Evidence | None = None
    routed: bool = True


def extraction(config: Config, *, evidence: Evidence | None) -> Extraction:
    """Returns what the extract stage is told."""
    return Extraction(
        target=config.to or None,
        sources=frozenset(config.from_) or None,
        residue="keep" if config.residue == "keep" else "drop",
        langs_extra=config.langs_extra,
        evidence=evidence,
    )


def extract_items(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction
) -> Iterator[Extracted | Reject]:
    """Yields, for every input of a shard in its order, what became of it.

    Pages are worked on several at a time; in a shard that a worker has died of one by one, so that it shows of which.
    """
    load_profiles(settings.langs_extra)
    for turns in batched(shard, pages(shard, quarantine, watch), lambda turn: turn.item):
        articles = list(_articles(turns, settings, watch))
        for turn in _routed(articles, settings, watch):
            yield turn.item
    watch(NOBODY)


def _articles(turns: Sequence[Turn[Page | Reject]], settings: Extraction, watch: Watch) -> Iterator[Turn[Cut | Reject]]:
    """Yields the articles of pages with their segments; dumps are read together."""
    known = together(turns, partial(_cut_dumps, settings), watch, which=lambda page: page.kind is Kind.DUMP)
    return one_by_one(turns, partial(_cut_page, settings), watch, known=known)


def _cut_dumps(settings: Extraction, pages: Sequence[Page]) -> Iterator[Cut | Reject]:
    articles = extract_dumps(pages, identify=identify_all, evidence=settings.evidence)
    return map(partial(_cut, settings), articles, pages)


def _cut_page(settings: Extraction, page: Page) -> Cut | Reject:
    return _cut(settings, extract(page, identify=identify, evidence=settings.evidence), page)


def _cut(settings: Extraction, article: Article | Reject, page: Page) -> Cut | Reject:
    if isinstance(article, Reject):
        return article
    return cut(article, page) if settings.routed else Cut(article=article, segments=[], text=0)


def _routed(
    turns: Sequence[Turn[Cut | Reject]], settings: Extraction, watch: Watch
) -> Iterator[Turn[Extracted | Reject]]:
    """Yields the articles of pages with their segments routed; those of several pages together."""
    known = together(turns, partial(_route, settings), watch)
    return one_by_one(turns, partial(_route_page, settings), watch, known=known)


def _route(settings: Extraction, pages: Sequence[Cut]) -> Iterator[Extracted]:
    if not settings.routed:
        return (extracted(page, []) for page in pages)
    routed = route_all(
        [(page.segments, page.article.declared_language) for page in pages],
        target=settings.target,
        sources=settings.sources,
        residue=settings.residue,
    )
    return map(extracted, pages, routed)


def _route_page(settings: Extraction, page: Cut) -> Extracted:
    return next(_route(settings, [page]))
