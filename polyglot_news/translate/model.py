"""One package loaded: its tokenizer and its CTranslate2 model, and the schedule that keeps every core busy."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

from polyglot_news.errors import PackageError
from polyglot_news.protected import is_wordless
from polyglot_news.translate.clauses import join, split_long
from polyglot_news.translate.hardware import Decoder, Hardware

WINDOW = 2_048
LENGTH_PENALTY = 0.2
MAX_DECODING_LENGTH = 256
CAREFUL = {"no_repeat_ngram_size": 4, "repetition_penalty": 1.1}
MAX_SOURCE_TOKENS = 128
"""Longer texts are rare in what models are trained on, and their translations are cut off at 256 tokens."""
_SETTINGS_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a model made of a text: the target, its log-probability summed over its tokens, their number."""

    text: str
    log_probability: float
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """A window whose texts are being decoded; a text that is too long is several ``pieces``, each with its job."""

    window: Sequence[str]
    options: Mapping[str, object]
    decoder: Decoder
    pieces: Mapping[str, Sequence[str]]
    jobs: Mapping[str, Any]


class Model:
    """A loaded package; translating is deterministic, on any number of threads."""

    def __init__(self, folder: Path, *, beam: int, hardware: Hardware) -> None:
        self._package = _load_package(folder)
        self._options: dict[str, object] = {
            "beam_size": beam,
            "length_penalty": LENGTH_PENALTY,
            "max_decoding_length": MAX_DECODING_LENGTH,
            "replace_unknowns": True,
            "return_scores": True,
        }
        self._careful = self._options | CAREFUL | {"beam_size": 2 * beam}
        self._hardware = hardware
        try:
            self._decoder = hardware.decoder(folder / "model")
            # Argos reads a tokenizer when it is first used; a broken one should be told of before that.
            self._encode([""])
        except (RuntimeError, ValueError, OSError) as error:
            raise PackageError(f"The model in {folder} cannot be loaded: {error}.") from error

    @property
    def place(self) -> str:
        """Where the model runs now, and in which numbers: ``cpu int8_float32``."""
        return self._decoder.place

    def translate(self, texts: Sequence[str]) -> list[Output]:
        """Returns one output a text, in order."""
        [outputs] = self.stream([texts])
        return outputs

    def stream(self, windows: Iterable[Sequence[str]], *, careful: bool = False) -> Iterator[list[Output]]:
        """Yields the outputs of each window of texts; the next window is tokenised and queued while one is decoded.

        Equal texts are translated once, and long ones in a batch with long ones; a text without a letter or digit is
        its own translation. A window is decoded for itself, so its outputs do not hang on what comes before or after
        it. ``careful`` searches wider and forbids repetition.
        A thread queues the batches, so that the cores stay busy while the caller looks at the outputs, too. A window
        that a GPU could not decode is decoded again as :meth:`Hardware.instead` says.
        """
        options = self._careful if careful else self._options
        running: deque[Future[_Running]] = deque()
        stopped = Event()
        with ThreadPoolExecutor(max_workers=1) as queuer:
            try:
                for window in windows:
                    running.append(queuer.submit(self._submit, window, options, stopped))
                    if len(running) > 1:
                        yield self._finish(running.popleft().result())
                while running:
                    yield self._finish(running.popleft().result())
            finally:
                stopped.set()

    def _submit(self, window: Sequence[str], options: Mapping[str, object], stopped: Event) -> _Running:
        """Queues the batches of a window, waiting for room, until all are queued or nobody wants them any more."""
        pieces, tokens = self._pieces({text for text in window if not is_wordless(text)})
        decoder, prefix = self._decoder, self._package.target_prefix
        jobs: dict[str, Any] = {}
        for batch in batches(tokens, decoder.batch_tokens):
            if stopped.is_set():
                break
            found = decoder.translator.translate_batch(
                [tokens[piece] for piece in batch],
                [[prefix]] * len(batch) if prefix else None,
                asynchronous=True,
                **options,
            )
            jobs |= zip(batch, found, strict=True)
        return _Running(window=window, options=options, decoder=decoder, pieces=pieces, jobs=jobs)

    def _pieces(self, texts: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Returns the pieces of every text, most often itself alone, and the tokens of every piece."""
        whole = sorted(texts)
        tokens = dict(zip(whole, self._encode(whole), strict=True))
        pieces = {text: [text] for text in whole}
        for text in [text for text in whole if len(tokens[text]) > MAX_SOURCE_TOKENS]:
            del tokens[text]
            pieces[text] = split_long(text, self._fits)
        parts = sorted({piece for text in pieces for piece in pieces[text]} - tokens.keys())
        return pieces, {**tokens, **dict(zip(parts, self._encode(parts), strict=True))}

    def _fits(self, text: str) -> bool:
        return len(self._encode([text])[0]) <= MAX_SOURCE_TOKENS

    def _finish(self, running: _Running) -> list[Output]:
        try:
            results = {piece: job.result() for piece, job in running.jobs.items()}
        except Exception as error:  # a GPU fails in many ways; what the cores fail with is raised again
            return self._finish_elsewhere(running, error)
        targets = self._decode([result.hypotheses[0] for result in results.values()])
        outputs = {
            piece: _output(target, score=result.scores[0], tokens=len(result.hypotheses[0]))
            for (piece, result), target in zip(results.items(), targets, strict=True)
        }
        whole = {text: self._whole([outputs[piece] for piece in running.pieces[text]]) for text in running.pieces}
        return [whole.get(text) or _unchanged(text) for text in running.window]

    def _finish_elsewhere(self, running: _Running, error: Exception) -> list[Output]:
        """Decodes a window again; the one before it may have changed already where that is done."""
        if running.decoder is self._decoder:
            self._decoder = self._hardware.instead(self._decoder, error)
        return self._finish(self._submit(running.window, running.options, Event()))

    def _whole(self, outputs: list[Output]) -> Output:
        if len(outputs) == 1:
            return outputs[0]
        return Output(
            text=join([output.text for output in outputs], self._package.to_code),
            log_probability=sum(output.log_probability for output in outputs),
            tokens=sum(output.tokens for output in outputs),
        )

    def _encode(self, texts: Sequence[str]) -> list[list[str]]:
        tokenizer = self._package.tokenizer
        if hasattr(tokenizer, "lazy_processor"):
            encoded: list[list[str]] = tokenizer.lazy_processor().encode(list(texts), out_type=str)
            return encoded
        return [tokenizer.encode(text) for text in texts]

    def _decode(self, targets: Sequence[list[str]]) -> list[str]:
        tokenizer, prefix = self._package.tokenizer, self._package.target_prefix
        if hasattr(tokenizer, "lazy_processor"):
            # Argos's own decode() also turns every underscore into a space, which breaks placeholders and addresses.
            decoded = [text.replace("▁", " ") for text in tokenizer.lazy_processor().decode(list(targets))]
        else:
            decoded = [tokenizer.decode(tokens) for tokens in targets]
        return [text.removeprefix(prefix).strip() for text in decoded]


def batches(tokens: Mapping[str, Sequence[str]], most: int) -> Iterator[list[str]]:
    """Yields texts, given with their tokens, the longest first, in batches of ``most`` tokens with the padding."""
    order = sorted(tokens, key=lambda text: (-len(tokens[text]), text))
    start = 0
    while start < len(order):
        size = max(1, most // max(1, len(tokens[order[start]])))
        yield order[start : start + size]
        start += size


def _unchanged(text: str) -> Output:
    return Output(text=text, log_probability=0.0, tokens=0)


def _output(text: str, *, score: float, tokens: int) -> Output:
    """Undoes CTranslate2's length penalty, which divides by a power of the length, the end of sentence included."""
    length = tokens if tokens >= MAX_DECODING_LENGTH else tokens + 1
    return Output(text=text, log_probability=score * length**LENGTH_PENALTY, tokens=length)


def _load_package(folder: Path) -> Any:
    try:
        return argos_package_module().Package(folder)
    except (OSError, ValueError) as error:
        raise PackageError(f"{folder} is no model package: {error}.") from error


def argos_package_module() -> ModuleType:
    """Imports ``argostranslate.package``, which makes folders in the home, also where the home cannot be written."""
    try:
        return _import_package()
    except OSError:
        kept = {name: os.environ.pop(name, None) for name in _SETTINGS_FOLDERS}
        with tempfile.TemporaryDirectory() as scratch:
            os.environ.update(dict.fromkeys(_SETTINGS_FOLDERS, scratch))
            try:
                return _import_package()
            finally:
                for name, value in kept.items():
                    os.environ.pop(name)
                    if value is not None:
                        os.environ[name] = value


def _import_package() -> ModuleType:
    return importlib.import_module("argostranslate.package")
