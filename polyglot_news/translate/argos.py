"""The Argos engine: Argos packages, decoded by CTranslate2 in large batches over many texts at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from polyglot_news.errors import NoModelError
from polyglot_news.normal import normalise
from polyglot_news.records import Translation
from polyglot_news.translate.chains import Steps, describe, find_path
from polyglot_news.translate.engine import ARGOS_BEAM, Chain, Settings
from polyglot_news.translate.hardware import Hardware
from polyglot_news.translate.model import WINDOW, Model, Output
from polyglot_news.translate.packages import Package, find_packages, install_command, remedy
from polyglot_news.translate.shield import Shielded, shield

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
        self._hardware = Hardware(settings.threads, say=settings.say)

    def chain(self, source: str, target: str) -> Chain | None:
        """Returns the one model between two languages, or the shortest chain through others."""
        path = self._path(source, target)
        return self._chain(path, source, target) if path else None

    def translate(self, texts: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Translation]:
        """Returns one translation a text; white space inside a text counts as one space.

        ``careful`` also keeps what must come through, terms of the glossary included, out of the models' sight.
        """
        models, chain = self._way(source, target)
        ask = partial(_outputs, models, careful=careful)
        shields: dict[str, Shielded] = {}
        if careful:
            terms = self._settings.glossary.of(source, target)
            shields = {text: cut for text in set(texts) if (cut := shield(normalise(text), terms)).items}
        outputs = ask(set(texts) - shields.keys()) | _shielded(shields, ask)
        return self._translations(texts, [outputs[text] for text in texts], chain=chain)

    def stream(self, chunks: Iterable[Sequence[str]], *, source: str, target: str) -> Iterator[list[Translation]]:
        """Yields the translations of each chunk."""
        models, chain = self._way(source, target)
        answers = _through(models, chunks, careful=False)
        return (self._translations(chunk, outputs, chain=chain) for chunk, outputs in answers)

    def place(self, source: str, target: str) -> str:
        """Returns what the models of a pair run on, those that are loaded."""
        path = self._path(source, target) or ()
        places = [self._models[step].place for step in path if step in self._models]
        return ", ".join(dict.fromkeys(places))

    def _way(self, source: str, target: str) -> tuple[list[Model], Chain]:
        """Returns the models to go through, loaded, and what they are called."""
        path = self._path(source, target)
        if path is None:
            raise NoModelError(f"There is no model for {source} to {target}. {self._remedy(source, target)}")
        return [self._model(step) for step in path], self._chain(path, source, target)

    def _remedy(self, source: str, target: str) -> str:
        if through := find_path(self._packages, source, target):
            between = " and ".join(step.target for step in through[:-1])
            return f"Leave out --no-pivot to translate through {between}."
        if self._settings.pivot:
            return f"Install it with: {install_command(source, target, self._packages)}"
        return f"What helps: {remedy(source, target, self._packages, pivot=False)}"

    def _chain(self, path: Steps, source: str, target: str) -> Chain:
        search = "" if self._settings.beam == ARGOS_BEAM else f"+beam{self._settings.beam}"
        return describe(path, source=source, target=target, search=search)

    def _translations(self, texts: Sequence[str], outputs: Sequence[Output], *, chain: Chain) -> list[Translation]:
        return [
            Translation(
                source_lang=chain.source,
                target_lang=chain.target,
                source=text,
                target=output.text,
                engine=self.name,
                model=chain.model,
                model_version=chain.model_version,
                score=output.log_probability / output.tokens if output.tokens else None,
                pivots=chain.pivots,
            )
            for text, output in zip(texts, outputs, strict=True)
        ]

    def _path(self, source: str, target: str) -> Steps | None:
        return find_path(self._packages, source, target, pivot=self._settings.pivot)

    def _model(self, package: Package) -> Model:
        if package not in self._models:
            self._models[package] = Model(package.folder(), hardware=self._hardware, beam=self._settings.beam)
        return self._models[package]


def _outputs(models: Sequence[Model], texts: Iterable[str], *, careful: bool) -> dict[str, Output]:
    """Returns what the models make of texts, in windows of like length."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    windows = (ordered[start : start + WINDOW] for start in range(0, len(ordered), WINDOW))
    answers = _through(models, windows, careful=careful)
    return {text: output for window, outputs in answers for text, output in zip(window, outputs, strict=True)}


def _shielded(shields: Mapping[str, Shielded], ask: Callable[[Iterable[str]], dict[str, Output]]) -> dict[str, Output]:
    """Returns translations in which every item is: behind a mask where there is one, else around the items.

    Several masks would be all alike, so that nobody could tell whether the model changed their order.
    """
    single = {text: cut for text, cut in shields.items() if len(cut.items) == 1}
    masked = ask({cut.masked for cut in single.values()})
    found = {
        text: replace(masked[cut.masked], text=target)
        for text, cut in single.items()
        if (target := cut.unmasked(masked[cut.masked].text)) is not None
    }
    rest = {text: cut for text, cut in shields.items() if text not in found}
    pieces = ask({piece for cut in rest.values() for piece in cut.pieces})
    return found | {text: _joined_pieces(cut, pieces) for text, cut in rest.items()}


def _joined_pieces(cut: Shielded, pieces: Mapping[str, Output]) -> Output:
    outputs = [pieces[piece] for piece in cut.pieces]
    return Output(
        text=cut.joined({piece: pieces[piece].text for piece in cut.pieces}),
        log_probability=sum(output.log_probability for output in outputs),
        tokens=sum(output.tokens for output in outputs),
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
    return [normalise(text) for text in chunk]


def _targets(answer: Answer) -> list[str]:
    return [output.text for output in answer[1]]


def _joined(first: Output, second: Output) -> Output:
    return replace(
        second,
        log_probability=first.log_probability + second.log_probability,
        tokens=first.tokens + second.tokens,
    )
