"""The translate stage: the distinct texts of the corpus that the memory lacks → the memory, a chunk at a time."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path

import polars as pl

from polyglot_news.errors import OutputError
from polyglot_news.files import fingerprint, write_bytes, write_json
from polyglot_news.glossary import Glossary, Terms
from polyglot_news.memory import Memory, normalised
from polyglot_news.records import Action, Translation
from polyglot_news.run.folder import Folder
from polyglot_news.run.improve import improve
from polyglot_news.run.job import Job
from polyglot_news.score import DEFAULT, Threshold
from polyglot_news.translate.engine import Engine, Route

CHUNK_TEXTS = 2_048
Better = Callable[..., list[Translation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The distinct texts of one source language that the memory lacked when the queue was made, by length.

    ``path`` is a Parquet file with the columns ``source`` and ``glossary``, what the glossary asks of the text; a chunk
    is a slice of it, so that an interrupted run goes on in the same chunks. ``counts`` has the texts that the memory
    knew, too, and how often each occurs (``dup_count``); ``distinct`` is how many those are.
    """

    route: Route
    path: Path
    counts: Path
    waiting: int
    distinct: int
    fingerprint: str

    def chunks(self) -> Iterator[tuple[str, list[str]]]:
        """Yields the name of a chunk and its texts, a chunk at a time."""
        for start in range(0, self.waiting, CHUNK_TEXTS):
            rows = pl.scan_parquet(self.path).slice(start, CHUNK_TEXTS).collect()
            asked = sorted(set(rows.get_column("glossary")) - {""})
            texts = rows.get_column("source").to_list()
            yield fingerprint((self.route.model, self.route.model_version, texts, *asked)), texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What the stage did, by source language: texts translated and known, files of all texts (see Queue.counts).

    ``missing`` are the languages without a model.
    """

    translated: Mapping[str, int]
    known: Mapping[str, int]
    missing: Sequence[str]
    fingerprint: str
    routes: Mapping[str, Route] = field(default_factory=dict)
    counts: Mapping[str, Path] = field(default_factory=dict)


def translate_corpus(
    folder: Folder, job: Job, *, memory: Memory, engine: Engine, thresholds: Sequence[Threshold] = DEFAULT
) -> Translated:
    """Translates what ``segments/`` asks for and the memory lacks; tries again what the thresholds refuse.

    Raises OutputError when the folder's pairs were translated by another model, unless the job resumes.
    """
    texts = _wanted(folder)
    languages = sorted(texts.select("language").unique().collect().get_column("language"))
    routes = {language: route for language in languages if (route := engine.route(language, job.config.to))}
    _note_models(folder, routes.values(), resume=job.resume)
    queues = [_queue(folder, texts, memory=memory, route=route, glossary=job.glossary) for route in routes.values()]
    job.progress.expect(sum(queue.waiting for queue in queues))
    better = partial(improve, engine=engine, thresholds=thresholds)
    drained = [_drain(queue, job, memory=memory, engine=engine, better=better) for queue in queues]
    translated = {queue.route.source: count for queue, count in zip(queues, drained, strict=True)}
    known = {queue.route.source: queue.distinct - translated[queue.route.source] for queue in queues}
    missing = [language for language in languages if language not in routes]
    return Translated(
        translated=translated,
        known=known,
        missing=missing,
        fingerprint=fingerprint([_corpus_fingerprint(folder), *(queue.fingerprint for queue in queues)]),
        routes=routes,
        counts={queue.route.source: queue.counts for queue in queues},
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


def _queue(folder: Folder, texts: pl.LazyFrame, *, memory: Memory, route: Route, glossary: Glossary) -> Queue:
    """Returns the queue of a language, as an interrupted run left it or made now and saved."""
    model = (route.source, route.target, route.model, route.model_version)
    mark = fingerprint((_corpus_fingerprint(folder), *model, *([glossary.mark] if glossary.mark else [])))
    path = folder.state("translate", f"{route.source}-{route.target}-{mark[:16]}.parquet")
    counts = path.with_name(f"{path.stem}-counts.parquet")
    if not path.exists():
        distinct = texts.filter(pl.col("language") == route.source).group_by("source").agg(dup_count=pl.len())
        asked = distinct.with_columns(glossary=_asked(glossary.of(route.source, route.target)))
        _write(counts, asked.sort(pl.col("source").str.len_chars(), "source"))
        all_texts = pl.scan_parquet(counts)
        have = memory.known(all_texts, route.source, route.target, model=route.model, version=route.model_version)
        lacking = all_texts.join(have.lazy(), on="source", how="anti", maintain_order="left")
        _write(path, lacking.select("source", "glossary"))
    return Queue(
        route=route,
        path=path,
        counts=counts,
        waiting=pl.scan_parquet(path).select(pl.len()).collect().item(),
        distinct=pl.scan_parquet(counts).select(pl.len()).collect().item(),
        fingerprint=mark,
    )


def _asked(terms: Terms) -> pl.Expr:
    """Returns what the glossary asks of each ``source``."""
    if not terms:
        return pl.lit("")
    return pl.col("source").map_elements(terms.mark, return_dtype=pl.String)


def _write(path: Path, frame: pl.LazyFrame) -> None:
    buffer = BytesIO()
    frame.collect(engine="streaming").write_parquet(buffer, row_group_size=CHUNK_TEXTS * 16)
    write_bytes(path, buffer.getbuffer())


def _drain(queue: Queue, job: Job, *, memory: Memory, engine: Engine, better: Better) -> int:
    """Translates the chunks that have no part in the memory yet; returns how many texts that were."""
    route, terms = queue.route, job.glossary.of(queue.route.source, queue.route.target)
    parts: deque[Path] = deque()

    def waiting() -> Iterator[list[str]]:
        for name, texts in queue.chunks():
            part = memory.part(route.source, route.target, name)
            if part.exists():
                job.progress.advance(len(texts))
            else:
                parts.append(part)
                yield texts

    translated = 0
    for translations in engine.stream(waiting(), source=route.source, target=route.target):
        kept = better(translations, terms=terms)
        memory.insert(parts.popleft(), [replace(each, glossary=terms.mark(each.source)) for each in kept])
        translated += len(translations)
        job.progress.advance(len(translations))
        job.log.write("translate", pair=f"{route.source}-{route.target}", texts=len(translations))
        job.stop.check()
    return translated


def _corpus_fingerprint(folder: Folder) -> str:
    """Returns a hash of what the extract stage wrote."""
    return fingerprint([record["fingerprint"] for record in folder.records("extract")])
