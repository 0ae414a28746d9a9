"""The Argos engine: Argos packages, decoded by CTranslate2 in large batches over many texts at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

from polyglot_news.errors import NoModelError
from polyglot_news.records import Translation
from polyglot_news.translate.engine import ARGOS_BEAM, Route, Settings
from polyglot_news.translate.model import WINDOW, Model, Output
from polyglot_news.translate.packages import Package, find_packages, install_command
from polyglot_news.translate.routes import Path, describe, find_path

Item = TypeVar("Item")
Chunk = Sequence[str]
Answer = tuple[Chunk, list[Output]]
Stream = Callable[[Iterable[list[str]]], Iterator[list[Output]]]


class ArgosEngine:
    """Translates with the packages that are installed or shipped; a package is loaded when it is first needed."""

    name = "argos"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._packages = find_packages(settings.models)
        self._models: dict[Package, Model] = {}

    def route(self, source: str, target: str) -> Route | None:
        """Returns the direct route, or the shortest through other languages."""
        path = self._path(source, target)
        search = "" if self._settings.beam == ARGOS_BEAM else f"+beam{self._settings.beam}"
        return describe(path, source=source, target=target, search=search) if path else None

    def translate(self, texts: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Translation]:
        """Returns one translation a text; white space inside a text counts as one space."""
        distinct = sorted(set(texts), key=lambda text: (-len(text), text))
        windows = (distinct[start : start + WINDOW] for start in range(0, len(distinct), WINDOW))
        translated = chain.from_iterable(self._stream(windows, source=source, target=target, careful=careful))
        by_text = {translation.source: translation for translation in translated}
        return [by_text[text] for text in texts]

    def stream(self, chunks: Iterable[Sequence[str]], *, source: str, target: str) -> Iterator[list[Translation]]:
        """Yields the translations of each chunk."""
        return self._stream(chunks, source=source, target=target, careful=False)

    def _stream(
        self, chunks: Iterable[Sequence[str]], *, source: str, target: str, careful: bool
    ) -> Iterator[list[Translation]]:
        path, route = self._path(source, target), self.route(source, target)
        if path is None or route is None:
            command = install_command(source, target, self._packages)
            raise NoModelError(f"There is no model for {source} to {target}. Install it with: {command}")
        models = [self._model(step) for step in path]
        return (
            [_translation(text, output, route=route) for text, output in zip(chunk, outputs, strict=True)]
            for chunk, outputs in _through(models, chunks, careful=careful)
        )

    def _path(self, source: str, target: str) -> Path | None:
        return find_path(self._packages, source, target, pivot=self._settings.pivot)

    def _model(self, package: Package) -> Model:
        if package not in self._models:
            settings = self._settings
            self._models[package] = Model(package.folder(), threads=settings.threads, beam=settings.beam)
        return self._models[package]


def _translation(text: str, output: Output, *, route: Route) -> Translation:
    return Translation(
        source_lang=route.source,
        target_lang=route.target,
        source=text,
        target=output.text,
        engine=ArgosEngine.name,
        model=route.model,
        model_version=route.model_version,
        score=output.log_probability / output.tokens if output.tokens else None,
        pivots=route.pivots,
    )


def _through(models: Sequence[Model], chunks: Iterable[Chunk], *, careful: bool) -> Iterator[Answer]:
    """Yields each chunk with what the last model made of it; log-probabilities are those of all models."""
    first, *others = models
    answers = _beside(chunks, ask=_normalised, answer=partial(first.stream, careful=careful))
    for model in others:
        answers = _onward(answers, partial(model.stream, careful=careful))
    return answers


def _onward(answers: Iterable[Answer], answer: Stream) -> Iterator[Answer]:
    """Yields each chunk with what the next model makes of the outputs so far."""
    for (chunk, firsts), seconds in _beside(answers, ask=_targets, answer=answer):
        yield chunk, [_joined(first, second) for first, second in zip(firsts, seconds, strict=True)]


def _beside(
    items: Iterable[Item], *, ask: Callable[[Item], list[str]], answer: Stream
) -> Iterator[tuple[Item, list[Output]]]:
    """Yields each item with the outputs for what it asks; ``answer`` may read some items ahead."""
    waiting: deque[Item] = deque()

    def questions() -> Iterator[list[str]]:
        for item in items:
            waiting.append(item)
            yield ask(item)

    for outputs in answer(questions()):
        yield waiting.popleft(), outputs


def _normalised(chunk: Chunk) -> list[str]:
    return [" ".join(text.split()) for text in chunk]


def _targets(answer: Answer) -> list[str]:
    return [output.text for output in answer[1]]


def _joined(first: Output, second: Output) -> Output:
    return replace(
        second,
        log_probability=first.log_probability + second.log_probability,
        tokens=first.tokens + second.tokens,
    )
