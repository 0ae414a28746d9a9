"""The translate stage: the distinct texts of the corpus that the memory lacks → the memory, a chunk at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polars as pl

from polyglot_news.files import fingerprint, write_bytes
from polyglot_news.memory import Memory, normalised
from polyglot_news.records import Action
from polyglot_news.run.folder import Folder
from polyglot_news.run.progress import Progress
from polyglot_news.translate.engine import Engine, Route

CHUNK_TEXTS = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The distinct texts of one source language, how often each occurs, and the chunk in which each is translated.

    ``path`` is a Parquet file with the columns ``source``, ``count``, ``chunk``; ``chunk`` is null for a text that the
    memory already had when the queue was made, so that an interrupted run goes on in the same chunks.
    """

    language: str
    model: tuple[str, str]
    path: Path
    chunks: int
    waiting: int
    distinct: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What the stage did: texts translated and known by source language, languages without model."""

    translated: Mapping[str, int]
    known: Mapping[str, int]
    missing: Sequence[str]
    fingerprint: str
    routes: Mapping[str, Route] = field(default_factory=dict)


def translate_corpus(folder: Folder, *, memory: Memory, engine: Engine, target: str, progress: Progress) -> Translated:
    """Translates what ``segments/`` asks for and the memory lacks."""
    texts = _wanted(folder)
    languages = sorted(texts.select("language").unique().collect().get_column("language"))
    routes = {language: route for language in languages if (route := engine.route(language, target))}
    queues = [_queue(folder, texts, memory=memory, route=route) for route in routes.values()]
    progress.expect(sum(queue.waiting for queue in queues))
    translated: dict[str, int] = {}
    for queue in queues:
        translated[queue.language] = _drain(queue, memory=memory, engine=engine, target=target, progress=progress)
    known = {queue.language: queue.distinct - translated[queue.language] for queue in queues}
    missing = [language for language in languages if language not in routes]
    return Translated(
        translated=translated,
        known=known,
        missing=missing,
        fingerprint=fingerprint([_corpus_fingerprint(folder), *(queue.fingerprint for queue in queues)]),
        routes=routes,
    )


def _wanted(folder: Folder) -> pl.LazyFrame:
    """Returns language and normalised text of every segment to translate."""
    return (
        pl.scan_parquet(sorted((folder.root / "segments").glob("part-*.parquet")))
        .filter(pl.col("action") == Action.TRANSLATE.value)
        .select("language", source=normalised(pl.col("text")))
    )


def _queue(folder: Folder, texts: pl.LazyFrame, *, memory: Memory, route: Route) -> Queue:
    """Returns the queue of a language, as an interrupted run left it or made now and saved."""
    mark = fingerprint((_corpus_fingerprint(folder), route.source, route.target, route.model, route.model_version))
    path = folder.state("translate", f"{route.source}-{route.target}-{mark[:16]}.parquet")
    if not path.exists():
        buffer = BytesIO()
        _chunked(texts, memory=memory, route=route).write_parquet(buffer)
        write_bytes(path, buffer.getbuffer())
    chunk = pl.col("chunk")
    size = pl.scan_parquet(path).select(distinct=pl.len(), waiting=chunk.count(), last=chunk.max()).collect()
    distinct, waiting, last = size.row(0)
    return Queue(
        language=route.source,
        model=(route.model, route.model_version),
        path=path,
        chunks=0 if last is None else last + 1,
        waiting=waiting,
        distinct=distinct,
        fingerprint=mark,
    )


def _chunked(texts: pl.LazyFrame, *, memory: Memory, route: Route) -> pl.DataFrame:
    """Returns the distinct texts by length, so that a batch wastes no padding, cut into chunks."""
    distinct = (
        texts.filter(pl.col("language") == route.source)
        .group_by("source")
        .agg(count=pl.len())
        .sort(pl.col("source").str.len_chars(), "source")
    )
    have = memory.lookup(route.source, route.target, model=route.model, version=route.model_version)
    known = have.select("source", known=pl.lit(True))
    lacking = pl.col("known").is_null()
    place = (lacking.cum_sum() - 1) // CHUNK_TEXTS
    return (
        distinct.join(known, on="source", how="left", maintain_order="left")
        .with_columns(chunk=pl.when(lacking).then(place).cast(pl.Int32))
        .select("source", "count", "chunk")
        .collect()
    )


def _drain(queue: Queue, *, memory: Memory, engine: Engine, target: str, progress: Progress) -> int:
    """Translates the chunks that have no part in the memory yet; returns how many texts that were."""
    waiting: deque[Path] = deque()
    translated = 0

    def chunks() -> Iterator[list[str]]:
        for chunk in range(queue.chunks):
            texts = _chunk(queue, chunk)
            part = memory.part(queue.language, target, fingerprint((queue.model, texts)))
            if part.exists():
                progress.advance(len(texts))
                continue
            waiting.append(part)
            yield texts

    for translations in engine.stream(chunks(), source=queue.language, target=target):
        memory.insert(waiting.popleft(), translations)
        progress.advance(len(translations))
        translated += len(translations)
    return translated


def _chunk(queue: Queue, chunk: int) -> list[str]:
    column = pl.scan_parquet(queue.path).filter(pl.col("chunk") == chunk).select("source").collect()
    return column.get_column("source").to_list()


def _corpus_fingerprint(folder: Folder) -> str:
    """Returns a hash of what the extract stage wrote."""
    return fingerprint([record["fingerprint"] for record in folder.records("extract")])
