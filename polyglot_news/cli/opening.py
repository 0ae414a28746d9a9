"""What a configuration names, opened."""

from __future__ import annotations

from polyglot_news.config import Config
from polyglot_news.glossary import NO_GLOSSARY, Glossary, read_glossary
from polyglot_news.translate.engine import Engine, open_engine


def engine_of(config: Config, glossary: Glossary) -> Engine:
    """Returns the engine that translates."""
    return open_engine(
        config.engine,
        models=config.models,
        threads=config.threads,
        beam=config.beam_size,
        pivot=config.pivot,
        glossary=glossary,
    )


def glossary_of(config: Config) -> Glossary:
    """Returns the fixed translations, none where no file is named."""
    return read_glossary(config.glossary) if config.glossary else NO_GLOSSARY
