"""Articles or routed segments as JSON lines, in the order of the inputs, without an output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.jsonlines import json_lines
from polyglot_news.records import Article, Block, Reject, RoutedSegment
from polyglot_news.run.articles import Extracted
from polyglot_news.run.documents import rejected_pages
from polyglot_news.run.extraction import Extraction, extract_items, extraction
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Shard
from polyglot_news.run.planning import make_plan
from polyglot_news.run.pool import Watch
from polyglot_news.run.survey import survey

_OF_ARTICLE = ("id", "source", "url", "title", "author", "date", "section", "site", "language", "text")

Form = Literal["articles", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A shard's JSON lines, what was rejected, and whether nothing got lost."""

    content: bytes
    rejects: list[Reject]
    balanced: bool


def stream(job: Job, *, form: Form, scratch: Path) -> Iterator[Lines]:
    """Yields the lines of every shard, in the order of the inputs; the plan lies below ``scratch``."""
    plan = make_plan(job, scratch)
    evidence, shards = None, plan.shards()
    if job.config.site_evidence and plan.rows > 1:
        found = survey(job, plan, scratch)
        evidence, shards = found.evidence, map(_with_copies, found.linked(shards))
    elif job.config.site_evidence:
        evidence = LineCounts().finish()
    settings = replace(extraction(job.config, evidence=evidence), routed=form == "segments")
    work = partial(shard_lines, settings=settings, form=form)
    yield from job.pool(work).map(shards)


def _with_copies(shard: Shard) -> Shard:
    """Who reads the lines sees copies, too."""
    return replace(shard, duplicates={}, repeated_ids=frozenset())


def shard_lines(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction, form: Form
) -> Lines:
    """Returns the JSON lines of a shard; runs in a worker."""
    lines: list[bytes] = []
    rejects: list[Reject] = []
    kept, whole = 0, True
    for result in extract_items(shard, quarantine, watch, settings=settings):
        if isinstance(result, Reject):
            rejects.append(result)
        else:
            lines.append(json_lines(_objects(result, form)))
            kept, whole = kept + 1, whole and (form == "articles" or result.is_whole)
    rejected = rejected_pages((reject.detail for reject in rejects), kept=kept, surveyed=shard.surveyed)
    # Of pages that nobody has surveyed none can be missed.
    balanced = whole and shard.surveyed in (0, kept + rejected)
    return Lines(content=b"".join(lines), rejects=rejects, balanced=balanced)


def _objects(result: Extracted, form: Form) -> Iterable[dict[str, object]]:
    if form == "articles":
        return [article_object(result.article)]
    return [segment_object(routed, source=result.article.source) for routed in result.segments]


def article_object(article: Article) -> dict[str, object]:
    """Returns an article as the object that ``extract`` prints."""
    told: dict[str, object] = {name: getattr(article, name) for name in _OF_ARTICLE}
    told["blocks"] = block_objects(article.blocks)
    return {**told, "extra": article.extra} if article.extra else told


def block_objects(blocks: Iterable[Block]) -> list[dict[str, object]]:
    """Returns blocks as parts of their article's object."""
    return [
        {"index": index, "role": role, "text": text, "start": start, "end": end, "reason": reason}
        for index, role, text, reason, start, end, *_ in blocks
    ]


def segment_object(routed: RoutedSegment, *, source: str) -> dict[str, object]:
    """Returns a routed segment as the object that ``route`` prints."""
    segment = routed.segment
    return {
        "page_id": segment.page_id,
        "source": source,
        "block": segment.block,
        "index": segment.index,
        "role": segment.role,
        "text": segment.text,
        "start": segment.start,
        "end": segment.end,
        "language": routed.language,
        "probability": round(routed.probability, 4),
        "action": routed.action,
        "reason": routed.reason,
    }
