"""The translate stage: the distinct texts of the corpus that the memory lacks → the memory, a chunk at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain as joined
from pathlib import Path

from polyglot_news.errors import OutputError
from polyglot_news.files import fingerprint, hash_of, read_sealed, write_sealed
from polyglot_news.glossary import Glossary, Terms
from polyglot_news.memory import Memory
from polyglot_news.records import Translation
from polyglot_news.run.corpus import Corpus
from polyglot_news.run.folder import Folder
from polyglot_news.run.improve import improve
from polyglot_news.run.job import Job
from polyglot_news.run.queue import Chunk, Queue, read_queue, remove_queues, write_queue
from polyglot_news.score import DEFAULT, Threshold
from polyglot_news.translate.engine import Chain, Engine
from polyglot_news.translate.packages import content

CHUNK_TEXTS = 2_048
_PLACES = "places.json"
_NAMED = 2
"""So much of what identifies a model is its name and version."""


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
    queues = {language: _queue(corpus, chain, glossary=job.glossary) for language, chain in chains.items()}
    job.progress.expect(sum(queue.waiting for queue in queues.values()))
    stage = _Stage(job=job, folder=corpus.folder, memory=corpus.memory, engine=engine, thresholds=thresholds)
    translated = {language: _drain(queue, stage, chain=chains[language]) for language, queue in queues.items()}
    remove_queues(corpus.folder.state("translate"), but=queues.values())
    known = {language: queue.distinct - translated[language] for language, queue in queues.items()}
    missing = [language for language in languages if language not in chains]
    return Translated(
        translated=translated,
        known=known,
        missing=missing,
        fingerprint=fingerprint(
            [corpus.fingerprint, *(_mark(corpus, chain, job.glossary) for chain in chains.values())]
        ),
        chains=chains,
    )


def _note_models(folder: Folder, chains: Iterable[Chain], *, resume: bool) -> None:
    """Writes down which model translates each pair; a pair that another model began is left alone."""
    path = folder.state("models.json")
    known: dict[str, list[str]] = read_sealed(path) or {}
    now = {f"{chain.source}-{chain.target}": _identity(chain) for chain in chains}
    both = sorted(now.keys() & known.keys())
    changed = [pair for pair in both if now[pair][:_NAMED] != known[pair][:_NAMED]]
    replaced = [pair for pair in both if pair not in changed and known[pair][_NAMED:] not in ([], now[pair][_NAMED:])]
    if replaced and not resume:
        raise OutputError(
            f"The files of the model for {', '.join(replaced)} have changed since {folder.root} was begun, and its "
            "version has not. Give --resume to keep what the memory has of that version and translate the rest with "
            "it, or choose another --out and --memory."
        )
    if changed and not resume:
        raise OutputError(
            f"Another model than before would translate {', '.join(changed)} in {folder.root}. Give --resume to "
            "translate them anew with it, or choose another --out."
        )
    if changed or replaced:
        folder.unreport()
    write_sealed(path, known | now)


def _identity(chain: Chain) -> list[str]:
    """Returns name and version of a model, and a hash of the files of each package."""
    return [chain.model, chain.model_version, *map(content, chain.packages)]


def places(folder: Folder, chain: Chain) -> list[str]:
    """Returns where a pair's texts were translated for this folder, and in which numbers; none where all were known."""
    noted: dict[str, list[str]] = read_sealed(folder.state(_PLACES)) or {}
    return noted.get(f"{chain.source}-{chain.target}", [])


def _note_place(folder: Folder, chain: Chain, place: str) -> None:
    """Writes down where texts of a pair are translated: a run may go on without its GPU, or on another machine."""
    if place and place not in (known := places(folder, chain)):
        path = folder.state(_PLACES)
        noted: dict[str, list[str]] = read_sealed(path) or {}
        write_sealed(path, noted | {f"{chain.source}-{chain.target}": sorted([*known, place])})


def _mark(corpus: Corpus, chain: Chain, glossary: Glossary) -> str:
    model = (chain.source, chain.target, chain.model, chain.model_version)
    return fingerprint((corpus.fingerprint, *model, *([glossary.mark] if glossary.mark else [])))


def _queue(corpus: Corpus, chain: Chain, *, glossary: Glossary) -> Queue:
    """Returns the queue of a language, as an interrupted run left it or made now and saved."""
    mark = _mark(corpus, chain, glossary)
    path = corpus.folder.state("translate", f"{chain.source}-{chain.target}-{mark[:16]}.queue")
    if (left := read_queue(path)) is not None:
        return left
    texts = corpus.texts(chain)
    return write_queue(path, _named(texts.lacking(CHUNK_TEXTS), chain=chain), distinct=len(texts))


def _named(chunks: Iterable[list[tuple[str, str]]], *, chain: Chain) -> Iterator[tuple[str, list[str]]]:
    """Names each chunk after its texts, what the glossary asks of them, and the model."""
    for chunk in chunks:
        sources = [source for source, _ in chunk]
        asked = sorted({glossary for _, glossary in chunk} - {""})
        yield fingerprint((chain.model, chain.model_version, sources, *asked)), sources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What all queues are drained with."""

    job: Job
    folder: Folder
    memory: Memory
    engine: Engine
    thresholds: Sequence[Threshold]

    def stream(self, chunks: Iterable[Sequence[str]], *, chain: Chain, terms: Terms) -> Iterator[list[Translation]]:
        """Yields the translations of each chunk, those of a second try among them."""
        for first in self.engine.stream(chunks, source=chain.source, target=chain.target):
            yield improve(first, engine=self.engine, terms=terms, thresholds=self.thresholds)


def _drain(queue: Queue, stage: _Stage, *, chain: Chain) -> int:
    """Translates the chunks that have no part in the memory yet; returns how many texts that were."""
    job, terms, translated = stage.job, stage.job.glossary.of(chain.source, chain.target), 0
    lacking = _lacking(queue, stage, chain=chain)
    if (first := next(lacking, None)) is None:
        return 0
    at_hand: deque[Chunk] = deque()

    def asked() -> Iterator[list[str]]:
        for chunk in joined([first], lacking):
            at_hand.append(chunk)
            yield queue.texts(chunk)

    for translations in stage.stream(asked(), chain=chain, terms=terms):
        chunk, place = at_hand.popleft(), stage.engine.place(chain.source, chain.target)
        part = stage.memory.part(chain.source, chain.target, chunk.name)
        marked = [_marked(each, terms) for each in translations]
        _note_place(stage.folder, chain, place)
        queue.finish(chunk, stage.memory.insert(part, marked))
        translated += len(translations)
        job.progress.advance(len(translations))
        pair = f"{chain.source}-{chain.target}"
        job.log.write("translate", {"pair": pair, "texts": len(translations), "place": place})
        job.stop.check()
    return translated


def _marked(translation: Translation, terms: Terms) -> Translation:
    mark = terms.mark(translation.source)
    return replace(translation, glossary=mark) if mark else translation


def _holds(memory: Memory, part: Path, texts: Sequence[str]) -> bool:
    """Says whether a part that is not what was written can be read and has a translation of every text still."""
    try:
        return set(texts) <= set(memory.read(part)["source"])
    except OutputError:
        return False


def _lacking(queue: Queue, stage: _Stage, *, chain: Chain) -> Iterator[Chunk]:
    """Yields the chunks that are not translated, or whose part in the memory is not what was written."""
    for chunk in queue.chunks():
        part = stage.memory.part(chain.source, chain.target, chunk.name)
        if not part.exists():
            yield chunk
        elif chunk.hash and hash_of(part) != chunk.hash and not _holds(stage.memory, part, queue.texts(chunk)):
            aside = stage.memory.put_aside(part)
            stage.job.progress.note(f"{part} was damaged: it is translated again, and kept as {aside.name}.")
            yield chunk
        else:
            if chunk.hash != (found := hash_of(part)):  # somebody edited it; or nobody knows: another run's, or killed
                queue.finish(chunk, found)
            stage.job.progress.advance(chunk.texts)
