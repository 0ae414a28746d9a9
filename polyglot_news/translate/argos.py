"""The Argos engine: Argos packages, decoded by CTranslate2 in large batches over many texts at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from polyglot_news.errors import NoModelError
from polyglot_news.records import Translation
from polyglot_news.translate.engine import ARGOS_BEAM, Route, Settings
from polyglot_news.translate.model import WINDOW, Model, Output
from polyglot_news.translate.packages import Package, find_packages, install_command
from polyglot_news.translate.routes import Path, describe, find_path


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

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[Translation]:
        """Returns one translation a text; white space inside a text counts as one space."""
        distinct = sorted(set(texts), key=lambda text: (-len(text), text))
        windows = (distinct[start : start + WINDOW] for start in range(0, len(distinct), WINDOW))
        translated = chain.from_iterable(self.stream(windows, source=source, target=target))
        by_text = {translation.source: translation for translation in translated}
        return [by_text[text] for text in texts]

    def stream(self, chunks: Iterable[Sequence[str]], *, source: str, target: str) -> Iterator[list[Translation]]:
        """Yields the translations of each chunk."""
        path, route = self._path(source, target), self.route(source, target)
        if path is None or route is None:
            command = install_command(source, target, self._packages)
            raise NoModelError(f"There is no model for {source} to {target}. Install it with: {command}")
        return self._stream(chunks, path=path, route=route)

    def _stream(self, chunks: Iterable[Sequence[str]], *, path: Path, route: Route) -> Iterator[list[Translation]]:
        waiting: deque[Sequence[str]] = deque()

        def texts() -> Iterator[list[str]]:
            for chunk in chunks:
                waiting.append(chunk)
                yield [" ".join(text.split()) for text in chunk]

        for outputs in self._through(path, texts()):
            chunk = waiting.popleft()
            yield [self._translation(text, output, route) for text, output in zip(chunk, outputs, strict=True)]

    def _path(self, source: str, target: str) -> Path | None:
        return find_path(self._packages, source, target, pivot=self._settings.pivot)

    def _through(self, path: Path, windows: Iterable[Sequence[str]]) -> Iterator[list[Output]]:
        """Yields the outputs of the last step of a path, with the log-probabilities of all its steps."""
        outputs = self._model(path[0]).stream(windows)
        for step in path[1:]:
            outputs = _onward(outputs, self._model(step))
        return outputs

    def _model(self, package: Package) -> Model:
        if package not in self._models:
            settings = self._settings
            self._models[package] = Model(package.folder(), threads=settings.threads, beam=settings.beam)
        return self._models[package]

    def _translation(self, text: str, output: Output, route: Route) -> Translation:
        return Translation(
            source_lang=route.source,
            target_lang=route.target,
            source=text,
            target=output.text,
            engine=self.name,
            model=route.model,
            model_version=route.model_version,
            score=output.log_probability / output.tokens if output.tokens else None,
            pivots=route.pivots,
        )


def _onward(windows: Iterator[list[Output]], model: Model) -> Iterator[list[Output]]:
    """Yields what ``model`` makes of the outputs of the step before it."""
    waiting: deque[list[Output]] = deque()

    def texts() -> Iterator[list[str]]:
        for outputs in windows:
            waiting.append(outputs)
            yield [output.text for output in outputs]

    for seconds in model.stream(texts()):
        firsts = waiting.popleft()
        yield [_joined(first, second) for first, second in zip(firsts, seconds, strict=True)]


def _joined(first: Output, second: Output) -> Output:
    return replace(
        second,
        log_probability=first.log_probability + second.log_probability,
        tokens=first.tokens + second.tokens,
    )
