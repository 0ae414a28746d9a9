"""One package loaded: its tokenizer and its CTranslate2 model, and the schedule that keeps every core busy."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from polyglot_news.errors import PackageError

BATCH_TOKENS = 1024
WINDOW = 2_048
LENGTH_PENALTY = 0.2
MAX_DECODING_LENGTH = 256
_SETTINGS_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a model made of a text: the target, its log-probability summed over its tokens, their number."""

    text: str
    log_probability: float
    tokens: int


NOTHING = Output(text="", log_probability=0.0, tokens=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """A window whose distinct texts, longest first, are being decoded."""

    window: Sequence[str]
    distinct: Sequence[str]
    jobs: Sequence[Any]


class Model:
    """A loaded package; translating is deterministic, on any number of threads."""

    def __init__(self, folder: Path, *, threads: int, beam: int) -> None:
        import ctranslate2

        self._package = _load_package(folder)
        self._options = {
            "beam_size": beam,
            "length_penalty": LENGTH_PENALTY,
            "max_batch_size": BATCH_TOKENS,
            "batch_type": "tokens",
            "max_decoding_length": MAX_DECODING_LENGTH,
            "replace_unknowns": True,
            "return_scores": True,
        }
        try:
            self._translator = ctranslate2.Translator(
                str(folder / "model"),
                device="auto",
                compute_type="auto",
                inter_threads=threads,
                intra_threads=1,
                # What is queued is finished before the process can end, so no more than keeps the cores busy.
                max_queued_batches=2 * threads,
            )
        except (RuntimeError, ValueError) as error:
            raise PackageError(f"The model in {folder} cannot be loaded: {error}.") from error

    def translate(self, texts: Sequence[str]) -> list[Output]:
        """Returns one output a text, in order."""
        [outputs] = self.stream([texts])
        return outputs

    def stream(self, windows: Iterable[Sequence[str]]) -> Iterator[list[Output]]:
        """Yields the outputs of each window of texts; the next window is tokenised and queued while one is decoded.

        Equal texts are translated once, and long ones in a batch with long ones. A window is decoded for itself, so
        its outputs do not hang on what comes before or after it.
        """
        running: deque[_Running] = deque()
        for window in windows:
            running.append(self._submit(window))
            if len(running) > 1:
                yield self._finish(running.popleft())
        while running:
            yield self._finish(running.popleft())

    def _submit(self, window: Sequence[str]) -> _Running:
        distinct = sorted({text for text in window if text}, key=lambda text: (-len(text), text))
        tokens = self._encode(distinct)
        prefix = self._package.target_prefix
        prefixes = [[prefix]] * len(tokens) if prefix else None
        jobs = self._translator.translate_batch(tokens, prefixes, asynchronous=True, **self._options) if tokens else []
        return _Running(window=window, distinct=distinct, jobs=jobs)

    def _finish(self, running: _Running) -> list[Output]:
        results = [job.result() for job in running.jobs]
        targets = [result.hypotheses[0] for result in results]
        outputs = {
            source: _output(text, score=result.scores[0], tokens=len(tokens))
            for source, text, result, tokens in zip(
                running.distinct, self._decode(targets), results, targets, strict=True
            )
        }
        return [outputs.get(text, NOTHING) for text in running.window]

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
