"""The Argos engine: Argos packages, decoded by CTranslate2 in large batches over many texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polyglot_news.errors import NoModelError
from polyglot_news.records import Translation
from polyglot_news.translate.engine import ARGOS_BEAM, Route, Settings
from polyglot_news.translate.model import Model, Output
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
        path, route = self._path(source, target), self.route(source, target)
        if path is None or route is None:
            command = install_command(source, target, self._packages)
            raise NoModelError(f"There is no model for {source} to {target}. Install it with: {command}")
        outputs = self._through(path, [" ".join(text.split()) for text in texts])
        return [self._translation(text, output, route) for text, output in zip(texts, outputs, strict=True)]

    def _path(self, source: str, target: str) -> Path | None:
        return find_path(self._packages, source, target, pivot=self._settings.pivot)

    def _through(self, path: Path, texts: Sequence[str]) -> list[Output]:
        outputs = self._model(path[0]).translate(texts)
        for step in path[1:]:
            onward = self._model(step).translate([output.text for output in outputs])
            outputs = [_chain(first, second) for first, second in zip(outputs, onward, strict=True)]
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


def _chain(first: Output, second: Output) -> Output:
    """Returns the second output with the log-probability of both steps."""
    return replace(
        second,
        log_probability=first.log_probability + second.log_probability,
        tokens=first.tokens + second.tokens,
    )
