"""The translate stage: the distinct texts of the corpus that the memory lacks → the memory, a chunk at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import polars as pl

from polyglot_news.errors import OutputError
from polyglot_news.files import atomic, fingerprint, read_json, write_json
from polyglot_news.glossary import Glossary, Terms
from polyglot_news.memory import Memory, Texts
from polyglot_news.records import Translation
from polyglot_news.run.corpus import Corpus
from polyglot_news.run.folder import Folder
from polyglot_news.run.improve import improve
from polyglot_news.run.job import Job
from polyglot_news.score import DEFAULT, Threshold
from polyglot_news.translate.engine import Chain, Engine

CHUNK_TEXTS = 2_048
Better = Callable[..., list[Translation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The distinct texts of one source language that the memory lacked when the queue was made, by length.

    ``path`` is a Parquet file with the column ``source``, a chunk in each row group, so that an interrupted run goes on
    in the same chunks; ``parts`` names the part of the memory that each will be. ``waiting`` counts its texts,
    ``distinct`` those that the memory knew, too.
    """

    chain: Chain
    path: Path
    parts: Sequence[str]
    waiting: int
    distinct: int
    fingerprint: str

    def chunks(self, numbers: Iterable[int]) -> Iterator[list[str]]:
        """Yields the texts of some of the chunks."""
        import pyarrow.parquet as pq

        file = None
        for number in numbers:
            file = file or pq.ParquetFile(self.path)
            yield file.read_row_group(number).column("source").to_pylist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What the stage did: texts translated and known by source language, languages without a model."""

    translated: Mapping[str, int]
    known: Mapping[str, int]
    missing: Sequence[str]
    fingerprint: str
    chains: Mapping[str, Chain] = field(default_factory=dict)


def translate_corpus(
    corpus: Corpus, job: Job, *, engine: Engine, thresholds: Sequence[Threshold] = DEFAULT
) -> Translated:
    """Translates what ``segments/`` asks for and the memory lacks; tries again what the thresholds refuse.

    Raises OutputError when the folder's pairs were translated by another model, unless the job resumes.
    """
    languages = corpus.languages()
    chains = {language: chain for language in languages if (chain := engine.chain(language, job.config.to))}
    _note_models(corpus.folder, chains.values(), resume=job.resume)
    queues = [_queue(corpus, chain, glossary=job.glossary) for chain in chains.values()]
    job.progress.expect(sum(queue.waiting for queue in queues))
    better = partial(improve, engine=engine, thresholds=thresholds)
    drained = [_drain(queue, job, memory=corpus.memory, engine=engine, better=better) for queue in queues]
    translated = {queue.chain.source: count for queue, count in zip(queues, drained, strict=True)}
    known = {queue.chain.source: queue.distinct - translated[queue.chain.source] for queue in queues}
    missing = [language for language in languages if language not in chains]
    return Translated(
        translated=translated,
        known=known,
        missing=missing,
        fingerprint=fingerprint([corpus.fingerprint, *(queue.fingerprint for queue in queues)]),
        chains=chains,
    )


def _note_models(folder: Folder, chains: Iterable[Chain], *, resume: bool) -> None:
    """Writes down which model translates each pair; a pair that another model began is left alone."""
    path = folder.state("models.json")
    known: dict[str, list[str]] = read_json(path) or {}
    now = {f"{chain.source}-{chain.target}": [chain.model, chain.model_version] for chain in chains}
    changed = sorted(pair for pair in now.keys() & known.keys() if now[pair] != known[pair])
    if changed and not resume:
        raise OutputError(
            f"Another model than before would translate {', '.join(changed)} in {folder.root}. Give --resume to "
            "translate them anew with it, or choose another --out."
        )
    write_json(path, known | now)


def _queue(corpus: Corpus, chain: Chain, *, glossary: Glossary) -> Queue:
    """Returns the queue of a language, as an interrupted run left it or made now and saved."""
    model = (chain.source, chain.target, chain.model, chain.model_version)
    mark = fingerprint((corpus.fingerprint, *model, *([glossary.mark] if glossary.mark else [])))
    path = corpus.folder.state("translate", f"{chain.source}-{chain.target}-{mark[:16]}.parquet")
    record = path.with_suffix(".json")
    told = read_json(record)
    if told is None:
        told = _write_queue(path, corpus.texts(chain), chain=chain)
        write_json(record, told)
    return Queue(chain=chain, path=path, fingerprint=mark, **told)


def _write_queue(path: Path, texts: Texts, *, chain: Chain) -> dict[str, object]:
    """Writes the texts that wait for translation; returns what is to be known of the queue."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("source", pa.large_string())])
    parts, waiting = [], 0
    with atomic(path) as partial_path, pq.ParquetWriter(partial_path, schema, compression="zstd") as writer:
        for chunk in texts.lacking(CHUNK_TEXTS):
            sources = [source for source, _ in chunk]
            asked = sorted({glossary for _, glossary in chunk} - {""})
            parts.append(fingerprint((chain.model, chain.model_version, sources, *asked)))
            waiting += len(sources)
            # By way of polars, because pyarrow's own conversion of a list loads pandas.
            writer.write_table(pl.DataFrame({"source": sources}).to_arrow(), row_group_size=len(sources))
    return {"parts": parts, "waiting": waiting, "distinct": len(texts)}


def _drain(queue: Queue, job: Job, *, memory: Memory, engine: Engine, better: Better) -> int:
    """Translates the chunks that have no part in the memory yet; returns how many texts that were."""
    chain, terms = queue.chain, job.glossary.of(queue.chain.source, queue.chain.target)
    lacking = {number: memory.part(chain.source, chain.target, name) for number, name in enumerate(queue.parts)}
    lacking = {number: part for number, part in lacking.items() if not part.exists()}
    job.progress.advance(max(0, queue.waiting - CHUNK_TEXTS * len(lacking)))
    parts = deque(lacking.values())
    translated = 0
    for translations in engine.stream(queue.chunks(lacking), source=chain.source, target=chain.target):
        kept = better(translations, terms=terms)
        memory.insert(parts.popleft(), [_marked(each, terms) for each in kept])
        translated += len(translations)
        job.progress.advance(len(translations))
        job.log.write("translate", pair=f"{chain.source}-{chain.target}", texts=len(translations))
        job.stop.check()
    return translated


def _marked(translation: Translation, terms: Terms) -> Translation:
    mark = terms.mark(translation.source)
    return replace(translation, glossary=mark) if mark else translation
