"""What ``translate`` does: lines in, lines out."""

from __future__ import annotations

import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from polyglot_news.cli.opening import engine_of, glossary_of
from polyglot_news.config import Config
from polyglot_news.errors import InputError, UsageError
from polyglot_news.files import printable
from polyglot_news.glossary import Terms
from polyglot_news.languages import covers
from polyglot_news.normal import normalise
from polyglot_news.records import Translation
from polyglot_news.run.improve import faults_of, improve
from polyglot_news.score import DEFAULT, Threshold
from polyglot_news.translate.chains import small_notice
from polyglot_news.translate.engine import Engine, silent

_LINES = 2_048


def run_translate(file: str, config: Config) -> None:
    """Prints one line for every line of the file, an empty one for a blank one, and says how many are doubtful."""
    source, target = _languages(config)
    glossary = glossary_of(config)
    say = silent if config.quiet else _say
    engine = engine_of(config, glossary, say=say)
    thresholds = () if engine.name == "echo" else DEFAULT
    lines = _Lines(
        engine=engine, source=source, target=target, terms=glossary.of(source, target), thresholds=thresholds
    )
    chain = engine.chain(source, target)
    if notice := small_notice([chain] if chain else []):
        say(notice)
    for translated in lines.translated(_chunks(file)):
        sys.stdout.writelines(line + "\n" for line in translated)
        sys.stdout.flush()
    if lines.doubtful:
        reasons = ", ".join(f"{reason} {n:,}" for reason, n in sorted(lines.doubtful.items()))
        say(f"A build would not keep {lines.doubtful.total():,} of these translations: {reasons}")


def _say(message: str) -> None:
    sys.stderr.write(printable(message) + "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Translates lines; ``doubtful`` counts the distinct texts that the thresholds refuse, by reason."""

    engine: Engine
    source: str
    target: str
    terms: Terms
    thresholds: Sequence[Threshold]
    doubtful: Counter[str] = field(default_factory=Counter)

    def translated(self, chunks: Iterator[list[str]]) -> Iterator[list[str]]:
        """Yields every chunk of lines translated; the next is prepared meanwhile."""
        waiting: deque[list[str]] = deque()

        def questions() -> Iterator[list[str]]:
            for lines in chunks:
                waiting.append(lines)
                texts = {text for line in lines if (text := normalise(line))}
                yield sorted(texts, key=lambda text: (-len(text), text))

        for answers in self.engine.stream(questions(), source=self.source, target=self.target):
            targets = {each.source: printable(normalise(each.target)) for each in self._better(answers)}
            yield [targets.get(normalise(line), "") for line in waiting.popleft()]

    def _better(self, answers: list[Translation]) -> list[Translation]:
        better = improve(answers, engine=self.engine, terms=self.terms, thresholds=self.thresholds)
        faults = (faults_of(answer, terms=self.terms, thresholds=self.thresholds) for answer in better)
        self.doubtful.update(reasons[0] for reasons in faults if reasons)
        return better


def _languages(config: Config) -> tuple[str, str]:
    if len(config.from_) != 1:
        raise UsageError("--from takes one language here: every line is translated from it.")
    (source,) = config.from_
    if not config.to or covers(config.to, source):
        raise UsageError(f"--to must be another language than --from: {source!r} to {config.to!r} is no translation.")
    return source, config.to


def _chunks(file: str) -> Iterator[list[str]]:
    stream = _lines(file)
    while lines := list(islice(stream, _LINES)):
        yield lines


def _lines(file: str) -> Iterator[str]:
    try:
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.") from error
    with stream:
        for line in stream:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
