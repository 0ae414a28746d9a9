"""The extract stage: inputs → articles, routed segments and rejects, a shard at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.extract import Evidence, extract
from polyglot_news.read import load
from polyglot_news.records import Article, Page, Record, Reject, RoutedSegment
from polyglot_news.route import identify, route
from polyglot_news.route import load as load_profiles
from polyglot_news.run.folder import Folder
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Watch
from polyglot_news.segment import segments
from polyglot_news.write.parquet import articles_table, rejects_table, segments_table

REJECTED_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the extract stage is told."""

    target: str | None = None
    sources: frozenset[str] | None = None
    residue: str = "drop"
    langs_extra: tuple[Path, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long an input took and what became of it, for the log."""

    source: str
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article with its routed segments in page order."""

    article: Article
    segments: list[RoutedSegment]


def extract_items(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction
) -> Iterator[Extracted | Reject]:
    """Yields, for every input of a shard in its order, what became of it."""
    load_profiles(settings.langs_extra)
    for position, item in enumerate(shard.items):
        watch(position)
        if isinstance(item, Reject):
            yield item
        elif original := shard.duplicates.get(position):
            yield Reject(source=item.source, stage="read", reason="duplicate", detail=original, page_id=item.id or "")
        elif position in quarantine:
            yield Reject(source=item.source, stage="extract", reason=quarantine[position], page_id=item.id or "")
        else:
            yield _extract_safely(item, settings)


def extract_shard(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction, folder: Folder
) -> list[Timing]:
    """Writes a shard's three Parquet files and its completion record; returns the seconds of every input."""
    results: list[Extracted | Reject] = []
    timings: list[Timing] = []
    before = time.perf_counter()
    for result in extract_items(shard, quarantine, watch, settings=settings):
        now = time.perf_counter()
        timings.append(Timing(source=_source(result), outcome=_outcome(result), seconds=now - before))
        results.append(result)
        before = now
    kept = [result for result in results if isinstance(result, Extracted)]
    rejects = [result for result in results if isinstance(result, Reject)]
    folder.complete(
        "extract",
        shard.name,
        fingerprint=shard.fingerprint,
        counts=count(kept, rejects),
        tables={
            folder.part("articles", shard.name): articles_table(result.article for result in kept),
            folder.part("segments", shard.name): segments_table(s for result in kept for s in result.segments),
            folder.part("rejects", f"extract-{shard.name}"): rejects_table(rejects),
        },
    )
    return timings


def _source(result: Extracted | Reject) -> str:
    return result.source if isinstance(result, Reject) else result.article.source


def _outcome(result: Extracted | Reject) -> str:
    return f"{result.stage}: {result.reason}" if isinstance(result, Reject) else "kept"


def count(kept: list[Extracted], rejects: list[Reject]) -> dict[str, dict[str, int]]:
    """Returns what went in and what came out: pages, blocks by role, segments by language, role and action."""
    return {
        "pages": {"seen": len(kept) + len(rejects), "kept": len(kept), "rejected": len(rejects)},
        "rejects": dict(Counter(f"{reject.stage}: {reject.reason}" for reject in rejects)),
        "blocks": dict(Counter(block.role.value for result in kept for block in result.article.blocks)),
        "languages": dict(Counter(result.article.language for result in kept)),
        "segments": dict(
            Counter(
                "|".join((routed.language, routed.segment.role.value, routed.action.value, routed.reason))
                for result in kept
                for routed in result.segments
            )
        ),
    }


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
    routed = route(
        list(segments(article)),
        target=settings.target,
        sources=settings.sources,
        residue="keep" if settings.residue == "keep" else "drop",
        declared=article.declared_language,
    )
    return Extracted(article=article, segments=routed)
