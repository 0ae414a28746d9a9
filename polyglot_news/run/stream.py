"""Articles or routed segments as JSON lines, in the order of the inputs, without an output folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.records import Article, Block, Reject, RoutedSegment
from polyglot_news.run.extraction import Extracted, Extraction, extract_items, extraction
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Shard
from polyglot_news.run.planning import make_plan
from polyglot_news.run.pool import Watch
from polyglot_news.run.survey import survey

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)

Form = Literal["articles", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A shard's JSON lines and what was rejected."""

    lines: list[str]
    rejects: list[Reject]


def stream(job: Job, *, form: Form, scratch: Path) -> Iterator[Lines]:
    """Yields the lines of every shard, in the order of the inputs; the plan lies below ``scratch``."""
    plan = make_plan(job, scratch)
    evidence = None
    if job.config.site_evidence:
        evidence = survey(job, plan, scratch).evidence if plan.rows > 1 else LineCounts().finish()
    settings = replace(extraction(job.config, evidence=evidence), routed=form == "segments")
    work = partial(shard_lines, settings=settings, form=form)
    yield from job.pool(work).map(plan.shards())


def shard_lines(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction, form: Form
) -> Lines:
    """Returns the JSON lines of a shard; runs in a worker."""
    lines: list[str] = []
    rejects: list[Reject] = []
    for result in extract_items(shard, quarantine, watch, settings=settings):
        if isinstance(result, Reject):
            rejects.append(result)
        else:
            lines.extend(_lines(result, form))
    return Lines(lines=lines, rejects=rejects)


def article_object(article: Article) -> dict[str, object]:
    """Returns an article as the object that ``extract`` prints."""
    names = ("id", "source", "url", "title", "author", "date", "section", "site", "language", "text")
    row: dict[str, object] = {name: getattr(article, name) for name in names}
    row["blocks"] = [block_object(block) for block in article.blocks]
    if article.extra:
        row["extra"] = dict(article.extra)
    return row


def block_object(block: Block) -> dict[str, object]:
    """Returns a block as part of its article's object."""
    return {
        "index": block.index,
        "role": block.role,
        "text": block.text,
        "start": block.start,
        "end": block.end,
        "reason": block.reason,
    }


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


def json_line(value: object) -> str:
    """Returns a value as one line of JSON."""
    return _ENCODER.encode(value)


def _lines(result: Extracted, form: Form) -> Iterator[str]:
    if form == "articles":
        yield json_line(article_object(result.article))
    else:
        source = result.article.source
        yield from (json_line(segment_object(routed, source=source)) for routed in result.segments)
