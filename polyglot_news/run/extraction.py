"""The extract stage of one input after the other: pages → articles, routed segments and rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot_news.config import Config
from polyglot_news.extract import Evidence, extract
from polyglot_news.files import fingerprint
from polyglot_news.read import STAGE, load
from polyglot_news.records import Action, Article, Page, Record, Reject, RoutedSegment
from polyglot_news.route import identify, route
from polyglot_news.route import load as load_profiles
from polyglot_news.run.documents import documents
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Watch
from polyglot_news.segment import segments

REJECTED_TEXT = 2_000
LONGEST_SENTENCE = 50_000
"""Characters of a segment beyond which it is skipped as ``too_long``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the extract stage is told; ``routed`` is False where the articles alone are wanted."""

    target: str | None = None
    sources: frozenset[str] | None = None
    residue: str = "drop"
    langs_extra: tuple[Path, ...] = ()
    evidence: Evidence | None = None
    routed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article with its routed segments in page order, and how many there were before routing."""

    article: Article
    segments: list[RoutedSegment]
    segmented: int = 0


def extract_items(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction
) -> Iterator[Extracted | Reject]:
    """Yields, for every input of a shard in its order, what became of it."""
    load_profiles(settings.langs_extra)
    for found in documents(shard, quarantine, watch):
        item = found.item
        if isinstance(item, Reject):
            yield item
        elif copy := shard.duplicates.get(found.spot):
            yield Reject(
                source=item.source, stage=STAGE, reason=copy.reason, detail=copy.original, page_id=item.id or ""
            )
        elif found.spot in shard.repeated_ids:
            yield _extract_safely(replace(item, id=f"{item.id}:{fingerprint(item.source)[:8]}"), settings)
        else:
            yield _extract_safely(item, settings)


def extraction(config: Config, *, evidence: Evidence | None) -> Extraction:
    """Returns what the extract stage is told."""
    return Extraction(
        target=config.to or None,
        sources=frozenset(config.from_) or None,
        residue=config.residue,
        langs_extra=config.langs_extra,
        evidence=evidence,
    )


def _extract_safely(record: Record, settings: Extraction) -> Extracted | Reject:
    """Catches whatever a page makes a library do: one page must not end a run of millions."""
    try:
        return _extract(record, settings)
    except MemoryError:
        return Reject(source=record.source, stage="extract", reason="memory", page_id=record.id or "")
    except RecursionError:
        return Reject(source=record.source, stage="extract", reason="too_deep", page_id=record.id or "")
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:REJECTED_TEXT]
        return Reject(source=record.source, stage="extract", reason="error", detail=detail, page_id=record.id or "")


def _extract(record: Record, settings: Extraction) -> Extracted | Reject:
    page = load(record)
    if not isinstance(page, Page):
        return page
    article = extract(page, identify=identify, evidence=settings.evidence)
    if not isinstance(article, Article):
        return article
    if not settings.routed:
        return Extracted(article=article, segments=[])
    cut = list(segments(article))
    routed = route(
        cut,
        target=settings.target,
        sources=settings.sources,
        residue="keep" if settings.residue == "keep" else "drop",
        declared=article.declared_language,
    )
    return Extracted(article=article, segments=[_bounded(segment) for segment in routed], segmented=len(cut))


def _bounded(routed: RoutedSegment) -> RoutedSegment:
    """Leaves out what no engine could translate as one sentence."""
    if len(routed.segment.text) <= LONGEST_SENTENCE or routed.action is not Action.TRANSLATE:
        return routed
    return replace(routed, action=Action.SKIP, reason="too_long")
