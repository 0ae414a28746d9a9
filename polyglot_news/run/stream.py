"""Articles or routed segments as JSON lines, in the order of the inputs, without an output folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.records import Article, Block, Reject, RoutedSegment
from polyglot_news.run.articles import Extracted
from polyglot_news.run.extraction import Extraction, extract_items, extraction
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Shard
from polyglot_news.run.planning import make_plan
from polyglot_news.run.pool import Watch
from polyglot_news.run.survey import survey

_COMMANDS = re.compile(r"[\x7f-\x9f]")  # JSON itself escapes those below the space
_LEAD, _FIRST_PRINTED = 0xC2, 0xA0
"""The byte that those from ``\\x80`` on begin with in UTF-8, and the lowest behind it that belongs to none of them."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_quoted = json.encoder.encode_basestring
_OF_ARTICLE = ("id", "source", "url", "title", "author", "date", "section", "site", "language", "text")

Form = Literal["articles", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A shard's JSON lines in UTF-8, what that cannot hold escaped, and what was rejected."""

    content: bytes
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
    return Lines(content=_encoded("".join(line + "\n" for line in lines)), rejects=rejects)


def _encoded(text: str) -> bytes:
    """Returns lines of JSON in UTF-8; what that cannot hold, and what commands a terminal, is escaped."""
    content = text.encode("utf-8", "backslashreplace")
    codes = np.frombuffer(content, np.uint8)
    # To look at the bytes first takes a tenth of looking at the characters.
    if b"\x7f" in content or ((codes[:-1] == _LEAD) & (codes[1:] < _FIRST_PRINTED)).any():
        return _escaped(text).encode("utf-8", "backslashreplace")
    return content


def _escaped(text: str) -> str:
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def article_line(article: Article) -> str:
    """Returns an article as the line of JSON that ``extract`` prints."""
    head = _ENCODER.encode({name: getattr(article, name) for name in _OF_ARTICLE})
    tail = f', "extra": {_ENCODER.encode(dict(article.extra))}' if article.extra else ""
    return f'{head[:-1]}, "blocks": [{", ".join(map(_block, article.blocks))}]{tail}}}'


def _block(block: Block) -> str:
    """Returns a block's object in JSON, in a third of an encoder's time: pages have hundreds of blocks."""
    index, role, text, reason, start, end, _ = block
    place = '"start": null, "end": null' if start is None else f'"start": {start}, "end": {end}'
    return (
        f'{{"index": {index}, "role": {_quoted(role)}, "text": {_quoted(text)}, {place}, "reason": {_quoted(reason)}}}'
    )


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


def segment_line(routed: RoutedSegment, *, source: str) -> str:
    """Returns a routed segment as the line of JSON that ``route`` prints; ``source`` is in JSON already."""
    segment = routed.segment
    start, end = ("null", "null") if segment.start is None else (segment.start, segment.end)
    return (
        f'{{"page_id": {_quoted(segment.page_id)}, "source": {source}, "block": {segment.block}, '
        f'"index": {segment.index}, "role": {_quoted(segment.role)}, "text": {_quoted(segment.text)}, '
        f'"start": {start}, "end": {end}, "language": {_quoted(routed.language)}, '
        f'"probability": {round(routed.probability, 4)!r}, "action": {_quoted(routed.action)}, '
        f'"reason": {_quoted(routed.reason)}}}'
    )


def json_line(value: object) -> str:
    """Returns a value as one line of JSON, in which nothing commands the terminal that it may be shown on."""
    return _escaped(_ENCODER.encode(value))


def _lines(result: Extracted, form: Form) -> Iterator[str]:
    if form == "articles":
        yield article_line(result.article)
    else:
        source = _quoted(result.article.source)
        yield from (segment_line(routed, source=source) for routed in result.segments)
