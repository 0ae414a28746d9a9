"""What an engine is, which there are, and how one is opened.

A newcomer adds an engine as a module of this package and one line in :data:`ENGINES`; the contract tests find it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from polyglot_news.cores import usable_cores
from polyglot_news.errors import ConfigError
from polyglot_news.glossary import NO_GLOSSARY, Glossary
from polyglot_news.records import Translation

ARGOS_BEAM = 4


def silent(_message: str) -> None:
    """Keeps to itself what a person could be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The models that lead from one language to another: their names and versions, and the languages between.

    ``packages`` is where they lie, for what a version does not say: whether they are the same files.
    ``small`` says that a demonstration model is part of it, good enough to try the program and no more.
    """

    source: str
    target: str
    model: str
    model_version: str
    pivots: tuple[str, ...] = ()
    packages: tuple[Path, ...] = ()
    small: bool = False


class Engine(Protocol):
    """Translates many texts of one language pair at once."""

    @property
    def name(self) -> str:
        """The engine's name in :data:`ENGINES`."""

    def chain(self, source: str, target: str) -> Chain | None:
        """Returns what leads from ``source`` to ``target`` (BCP-47), or None when nothing does."""

    def translate(self, texts: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Translation]:
        """Returns one translation a text, in the order of the texts; the same texts give the same translations.

        ``careful`` asks for a second opinion: a wider search that does not say the same thing again and again.
        Raises NoModelError, with the command that installs what is missing, when there is no chain.
        """

    def stream(self, chunks: Iterable[Sequence[str]], *, source: str, target: str) -> Iterator[list[Translation]]:
        """Yields the translations of each chunk of texts, of which the next is prepared while one is translated.

        A chunk is translated for itself, whatever came before; it wastes least when its texts are of like length.
        """

    def place(self, source: str, target: str) -> str:
        """Returns what translates a pair now, and in which numbers: ``cpu int8_float32``; empty before it has to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """How many batches are translated at once, and on how many cores each; neither changes a translation."""

    batches: int
    cores: int = 1

    @classmethod
    def of(cls, told: str | int = "") -> Threads:
        """Reads ``4`` or ``4x2``; told nothing, every usable core has a batch of its own.

        That is fastest for many texts: the matrices of one batch are too small to be worth dividing.
        """
        batches, _, cores = str(told or usable_cores()).partition("x")
        return cls(batches=int(batches), cores=int(cores or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an engine is opened: where its models are, on how many threads, with which search and fixed translations.

    ``say`` is told what a person should know.
    """

    models: Path | None = None
    threads: Threads
    beam: int = ARGOS_BEAM
    pivot: bool = True
    glossary: Glossary = NO_GLOSSARY
    say: Callable[[str], None] = silent


def open_engine(
    name: str,
    *,
    models: Path | None = None,
    threads: str | int = "",
    beam: int = ARGOS_BEAM,
    pivot: bool = True,
    glossary: Glossary = NO_GLOSSARY,
    say: Callable[[str], None] = silent,
) -> Engine:
    """Opens an engine by name; ``threads`` is what :meth:`Threads.of` reads.

    Raises ConfigError for a name that no engine has.
    """
    if name not in ENGINES:
        raise ConfigError(f"There is no engine {name!r}. Choose one of: {', '.join(sorted(ENGINES))}.")
    settings = Settings(models=models, threads=Threads.of(threads), beam=beam, pivot=pivot, glossary=glossary, say=say)
    return ENGINES[name](settings)


def _argos(settings: Settings) -> Engine:
    from polyglot_news.translate.argos import ArgosEngine

    return ArgosEngine(settings)


def _echo(settings: Settings) -> Engine:
    from polyglot_news.translate.echo import EchoEngine

    return EchoEngine(settings.glossary)


ENGINES: Mapping[str, Callable[[Settings], Engine]] = {"argos": _argos, "echo": _echo}
