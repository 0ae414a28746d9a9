"""The extract stage of one shard: its Parquet parts, its counts, the seconds of its inputs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from polyglot_news.records import Reject
from polyglot_news.run.documents import WHILE_READ
from polyglot_news.run.extraction import Extracted, Extraction, extract_items
from polyglot_news.run.folder import Folder
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Watch
from polyglot_news.write.parquet import articles_table, encoded, rejects_table, segments_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long an input took and what became of it, for the log."""

    source: str
    outcome: str
    seconds: float


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
        links=shard.links,
        counts=count(kept, rejects, surveyed=shard.surveyed),
        files={
            folder.part("articles", shard.name): encoded(articles_table(result.article for result in kept)),
            folder.part("segments", shard.name): encoded(segments_table(s for result in kept for s in result.segments)),
            folder.part("rejects", f"extract-{shard.name}"): encoded(rejects_table(rejects)),
        },
    )
    return timings


def _source(result: Extracted | Reject) -> str:
    return result.source if isinstance(result, Reject) else result.article.source


def _outcome(result: Extracted | Reject) -> str:
    return f"{result.stage}: {result.reason}" if isinstance(result, Reject) else "kept"


def count(kept: list[Extracted], rejects: list[Reject], *, surveyed: int) -> dict[str, dict[str, int]]:
    """Returns what went in and what came out: pages, blocks by role, segments by language, role and action.

    ``seen`` counts what the stage before made, pages as the survey counted them, so that what gets lost on the way
    shows in the report.
    """
    return {
        "pages": {"seen": surveyed, "kept": len(kept), "rejected": _rejected(kept, rejects, surveyed=surveyed)},
        "seen": {
            "blocks": sum(len(result.article.blocks) for result in kept),
            "segments": sum(result.segmented for result in kept),
        },
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


def _rejected(kept: list[Extracted], rejects: list[Reject], *, surveyed: int) -> int:
    """Returns how many pages the rejects stand for: one each, but where reading broke off, all that the survey saw."""
    if any(reject.detail == WHILE_READ for reject in rejects):
        return max(len(rejects), surveyed - len(kept))
    return len(rejects)
