"""What a configuration names, opened."""

from __future__ import annotations

import sys
from collections.abc import Callable

from polyglot_news.config import Config
from polyglot_news.files import printable
from polyglot_news.glossary import NO_GLOSSARY, Glossary, read_glossary
from polyglot_news.translate.engine import Engine, open_engine


def engine_of(config: Config, glossary: Glossary, *, say: Callable[[str], None]) -> Engine:
    """Returns the engine that translates; ``say`` is told what a person should know."""
    return open_engine(
        config.engine,
        models=config.models,
        threads=config.threads,
        beam=config.beam_size,
        pivot=config.pivot,
        glossary=glossary,
        say=say,
    )


def glossary_of(config: Config) -> Glossary:
    """Returns the fixed translations, none where no file is named; says on standard error when none can be used."""
    if not config.glossary:
        return NO_GLOSSARY
    glossary = read_glossary(config.glossary)
    if config.to and not config.quiet and not glossary.serves(config.from_, config.to):
        columns = f" Its columns are languages: {', '.join(glossary.languages)}." if glossary.languages else ""
        pair = f"from {', '.join(config.from_)} to {config.to}" if config.from_ else f"to {config.to}"
        sys.stderr.write(printable(f"The glossary {config.glossary} has no term {pair}.{columns}") + "\n")
    return glossary
