"""The translate stage: the distinct texts of the corpus that the memory lacks → the memory, a chunk at a time."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polars as pl

from polyglot_news.errors import OutputError
from polyglot_news.files import fingerprint, write_bytes, write_json
from polyglot_news.memory import Memory, normalised
from polyglot_news.records import Action
from polyglot_news.run.folder import Folder
from polyglot_news.run.improve import improve
from polyglot_news.run.job import Job
from polyglot_news.translate.engine import Engine, Route

CHUNK_TEXTS = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The distinct texts of one source language that the memory lacked when the queue was made, by length.

    ``path`` is a Parquet file with the column ``source``; a chunk is a slice of it, so that an interrupted run goes on
    in the same chunks. ``distinct`` counts the texts that the memory knew, too.
    """

    route: Route
    path: Path
    waiting: int
    distinct: int
    fingerprint: str

    def chunks(self) -> Iterator[list[str]]:
        """Yields the texts, a chunk at a time."""
        for start in range(0, self.waiting, CHUNK_TEXTS):
            rows = pl.scan_parquet(self.path).slice(start, CHUNK_TEXTS).collect()
            yield rows.get_column("source").to_list()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What the stage did: texts translated and known by source language, languages without model."""

    translated: Mapping[str, int]
    known: Mapping[str, int]
    missing: Sequence[str]
    fingerprint: str
    routes: Mapping[str, Route] = field(default_factory=dict)


def translate_corpus(folder: Folder, job: Job, *, memory: Memory, engine: Engine) -> Translated:
    """Translates what ``segments/`` asks for and the memory lacks.

    Raises OutputError when the folder's pairs were translated by another model, unless the job resumes.
    """
    texts = _wanted(folder)
    languages = sorted(texts.select("language").unique().collect().get_column("language"))
    routes = {language: route for language in languages if (route := engine.route(language, job.config.to))}
    _note_models(folder, routes.values(), resume=job.resume)
    queues = [_queue(folder, texts, memory=memory, route=route) for route in routes.values()]
    job.progress.expect(sum(queue.waiting for queue in queues))
    translated = {queue.route.source: _drain(queue, job, memory=memory, engine=engine) for queue in queues}
    known = {queue.route.source: queue.distinct - translated[queue.route.source] for queue in queues}
    missing = [language for language in languages if language not in routes]
    return Translated(
        translated=translated,
        known=known,
        missing=missing,
        fingerprint=fingerprint([_corpus_fingerprint(folder), *(queue.fingerprint for queue in queues)]),
        routes=routes,
    )


def _note_models(folder: Folder, routes: Iterable[Route], *, resume: bool) -> None:
    """Writes down which model translates each pair; a pair that another model began is left alone."""
    path = folder.state("models.json")
    known: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    now = {f"{route.source}-{route.target}": [route.model, route.model_version] for route in routes}
    changed = sorted(pair for pair in now.keys() & known.keys() if now[pair] != known[pair])
    if changed and not resume:
        raise OutputError(
            f"Another model than before would translate {', '.join(changed)} in {folder.root}. Give --resume to "
            "translate them anew with it, or choose another --out."
        )
    write_json(path, known | now)


def _wanted(folder: Folder) -> pl.LazyFrame:
    """Returns language and normalised text of every segment to translate."""
    return (
        pl.scan_parquet(sorted((folder.root / "segments").glob("part-*.parquet")))
        .filter(pl.col("action") == Action.TRANSLATE.value)
        .select("language", source=normalised(pl.col("text")))
    )


def counts_path(folder: Folder, route: Route) -> Path:
    """Returns the Parquet file that says how often each distinct text (``source``) occurs (``dup_count``)."""
    return folder.state("translate", f"{route.source}-{route.target}-counts.parquet")


def _queue(folder: Folder, texts: pl.LazyFrame, *, memory: Memory, route: Route) -> Queue:
    """Returns the queue of a language, as an interrupted run left it or made now and saved."""
    model = (route.source, route.target, route.model, route.model_version)
    mark = fingerprint((_corpus_fingerprint(folder), *model))
    path = folder.state("translate", f"{route.source}-{route.target}-{mark[:16]}.parquet")
    counts = counts_path(folder, route)
    if not path.exists():
        distinct = texts.filter(pl.col("language") == route.source).group_by("source").agg(dup_count=pl.len())
        _write(counts, distinct.sort(pl.col("source").str.len_chars(), "source"))
        have = memory.usable(route.source, route.target, model=route.model, version=route.model_version)
        lacking = pl.scan_parquet(counts).join(have, on="source", how="anti", maintain_order="left")
        _write(path, lacking.select("source"))
    return Queue(
        route=route,
        path=path,
        waiting=pl.scan_parquet(path).select(pl.len()).collect().item(),
        distinct=pl.scan_parquet(counts).select(pl.len()).collect().item(),
        fingerprint=mark,
    )


def _write(path: Path, frame: pl.LazyFrame) -> None:
    buffer = BytesIO()
    frame.collect(engine="streaming").write_parquet(buffer, row_group_size=CHUNK_TEXTS * 16)
    write_bytes(path, buffer.getbuffer())


def _drain(queue: Queue, job: Job, *, memory: Memory, engine: Engine) -> int:
    """Translates the chunks that have no part in the memory yet; returns how many texts that were."""
    route = queue.route
    parts: deque[Path] = deque()

    def waiting() -> Iterator[list[str]]:
        for texts in queue.chunks():
            name = fingerprint((route.model, route.model_version, texts))
            part = memory.part(route.source, route.target, name)
            if part.exists():
                job.progress.advance(len(texts))
            else:
                parts.append(part)
                yield texts

    translated = 0
    for translations in engine.stream(waiting(), source=route.source, target=route.target):
        memory.insert(parts.popleft(), improve(translations, engine=engine))
        translated += len(translations)
        job.progress.advance(len(translations))
        job.log.write("translate", pair=f"{route.source}-{route.target}", texts=len(translations))
        job.stop.check()
    return translated


def _corpus_fingerprint(folder: Folder) -> str:
    """Returns a hash of what the extract stage wrote."""
    return fingerprint([record["fingerprint"] for record in folder.records("extract")])
