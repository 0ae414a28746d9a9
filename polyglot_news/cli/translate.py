"""What ``translate`` does: lines in, lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from polyglot_news.config import Config
from polyglot_news.errors import InputError, UsageError
from polyglot_news.languages import same_language
from polyglot_news.translate.engine import Engine, open_engine

_LINES = 2_048


def run_translate(file: str, config: Config) -> None:
    """Prints one line for every line of the file, an empty one for a blank one."""
    engine = open_engine(config.engine, models=config.models, beam=config.beam, pivot=config.pivot)
    if len(config.from_) != 1:
        raise UsageError("--from takes one language here: every line is translated from it.")
    (source,) = config.from_
    if not config.to or same_language(source, config.to):
        raise UsageError(f"--to must be another language than --from: {source!r} to {config.to!r} is no translation.")
    stream = _lines(file)
    while lines := list(islice(stream, _LINES)):
        sys.stdout.writelines(
            line + "\n" for line in _translated(lines, engine=engine, source=source, target=config.to)
        )
        sys.stdout.flush()


def _translated(lines: list[str], *, engine: Engine, source: str, target: str) -> list[str]:
    texts = [line for line in lines if line.strip()]
    targets = iter(translation.target for translation in engine.translate(texts, source=source, target=target))
    return [" ".join(next(targets).split()) if line.strip() else "" for line in lines]


def _lines(file: str) -> Iterator[str]:
    try:
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.") from error
    with stream:
        for line in stream:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
