"""The extract stage of one shard: its Parquet parts, its counts, its lines in the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

from polyglot_news.records import Reject
from polyglot_news.run.articles import Extracted
from polyglot_news.run.clock import Clock
from polyglot_news.run.documents import rejected_pages
from polyglot_news.run.extraction import Extraction, extract_items
from polyglot_news.run.folder import Folder
from polyglot_news.run.log import NO_LOG, Log
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Watch
from polyglot_news.write.parquet import articles_table, decoded, encoded, rejects_table, segments_table

_SPACE = r"[\s\x1c-\x1f]"
"""What Python takes for white space."""


def extract_shard(
    shard: Shard,
    quarantine: Mapping[int, str],
    watch: Watch,
    *,
    settings: Extraction,
    folder: Folder,
    noted: Mapping[str, object] | None = None,
    log: Log = NO_LOG,
) -> int:
    """Writes a shard's three Parquet files, a line in the log for every input, and its completion record.

    Returns the number of inputs. What is to be ``noted`` goes into the record.
    """
    results: list[Extracted | Reject] = []
    pages: list[tuple[int, int]] = []
    clock = Clock(watch)
    for result in extract_items(shard, quarantine, clock, settings=settings):
        pages.append((clock.step, _characters(result)))
        results.append(result)
    kept = [result for result in results if isinstance(result, Extracted)]
    tables = {
        folder.part("articles", shard.name): articles_table(result.article for result in kept),
        folder.part("segments", shard.name): segments_table(s for result in kept for s in result.segments),
        folder.part("rejects", f"extract-{shard.name}"): rejects_table(r for r in results if isinstance(r, Reject)),
    }
    files = {path: encoded(table) for path, table in tables.items()}
    counts = count(*files.values(), seen=[result.seen for result in kept], surveyed=shard.surveyed)
    made = {"fingerprint": shard.fingerprint, "links": shard.links, **(noted or {})}
    log.write("page", *map(_logged, results, clock.seconds(pages)))
    folder.complete("extract", shard.name, made=made, counts=counts, files=files)
    return len(results)


def _characters(result: Extracted | Reject) -> int:
    return len(result.text) if isinstance(result, Reject) else sum(len(block.text) for block in result.article.blocks)


def _logged(result: Extracted | Reject, seconds: float) -> dict[str, str | float | int]:
    """Returns what the log says of an input: how long it took and what became of it."""
    if isinstance(result, Reject):
        source, outcome = result.source, f"{result.stage}: {result.reason}"
    else:
        source, outcome = result.article.source, "kept"
    return {"source": source, "outcome": outcome, "seconds": round(seconds, 4)}


def count(
    articles: memoryview,
    segments: memoryview,
    rejects: memoryview,
    *,
    seen: Iterable[Mapping[str, int]],
    surveyed: int,
) -> dict[str, dict[str, int]]:
    """Returns what went in and what came out: pages, blocks by role, segments by language, role and action.

    What came out is counted in the files that are written; ``seen`` counts what the steps before made of each page, and
    pages are ``surveyed``, so that what gets lost on the way shows in the report.
    """
    routed = decoded(segments, "page_id", "block", "role", "text", "start", "language", "action", "reason")
    pages, rejected = decoded(articles, "language"), decoded(rejects, "stage", "reason", "detail")
    lost = rejected_pages(rejected.get_column("detail"), kept=pages.height, surveyed=surveyed)
    return {
        "pages": {"seen": surveyed, "kept": pages.height, "rejected": lost},
        "seen": dict(sum(map(Counter, seen), Counter())),
        "text": _text_by_role(routed),
        "rejects": _counted(rejected, "stage", "reason", between=": "),
        "blocks": _counted(routed.unique(["page_id", "block"]), "role"),
        "languages": _counted(pages, "language"),
        "segments": _counted(routed, "language", "role", "action", "reason"),
    }


def _counted(table: pl.DataFrame, *columns: str, between: str = "|") -> dict[str, int]:
    rows = table.group_by(columns).len().sort(columns).iter_rows()
    return {between.join(values): n for *values, n in rows}


def _text_by_role(segments: pl.DataFrame) -> dict[str, int]:
    """Returns how many characters of dumps are no white space."""
    text = pl.col("text")
    written = text.str.len_chars().cast(pl.Int64) - text.str.count_matches(_SPACE)
    of_dumps = segments.filter(pl.col("start").is_not_null())
    return dict(of_dumps.group_by("role").agg(written.sum()).sort("role").iter_rows())
