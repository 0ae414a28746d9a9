"""One package loaded: its tokenizer and its CTranslate2 model, and the schedule that keeps every core busy."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from polyglot_news.errors import PackageError

BATCH_TOKENS = 1024
WINDOW = 2_000
LENGTH_PENALTY = 0.2
MAX_DECODING_LENGTH = 256
_SETTINGS_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a model made of a text: the target, its log-probability summed over its tokens, their number."""

    text: str
    log_probability: float
    tokens: int


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
            )
        except (RuntimeError, ValueError) as error:
            raise PackageError(f"The model in {folder} cannot be loaded: {error}.") from error

    def translate(self, texts: Sequence[str]) -> list[Output]:
        """Returns one output a text, in order; equal texts are translated once, long ones with long ones.

        While a window of texts is decoded the next one is tokenised.
        """
        distinct = sorted({text for text in texts if text}, key=lambda text: (-len(text), text))
        outputs = {"": Output(text="", log_probability=0.0, tokens=0)}
        outputs.update(zip(distinct, self._decoded(distinct), strict=True))
        return [outputs[text] for text in texts]

    def _decoded(self, texts: Sequence[str]) -> Iterator[Output]:
        running: deque[list[Any]] = deque()
        for start in range(0, len(texts), WINDOW):
            running.append(self._submit(texts[start : start + WINDOW]))
            if len(running) > 1:
                yield from self._finish(running.popleft())
        for window in running:
            yield from self._finish(window)

    def _submit(self, texts: Sequence[str]) -> list[Any]:
        tokens = self._encode(texts)
        prefix = self._package.target_prefix
        prefixes = [[prefix]] * len(tokens) if prefix else None
        batch: list[Any] = self._translator.translate_batch(tokens, prefixes, asynchronous=True, **self._options)
        return batch

    def _finish(self, window: Sequence[Any]) -> list[Output]:
        results = [job.result() for job in window]
        targets = [result.hypotheses[0] for result in results]
        return [
            _output(text, score=result.scores[0], tokens=len(tokens))
            for text, result, tokens in zip(self._decode(targets), results, targets, strict=True)
        ]

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
