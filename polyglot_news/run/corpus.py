"""What the extract stage left to translate: the languages, and the distinct texts of each beside the memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import polars as pl
from xxhash import xxh3_128

from polyglot_news.files import entries, remove
from polyglot_news.glossary import NO_GLOSSARY, Glossary
from polyglot_news.memory import Memory, Texts, Wanted
from polyglot_news.normal import normalised
from polyglot_news.records import Action
from polyglot_news.run.folder import Folder
from polyglot_news.translate.engine import Chain


class Corpus:
    """The routed segments of a run; the texts of a language are counted when they are first asked for."""

    def __init__(self, folder: Folder, memory: Memory, glossary: Glossary = NO_GLOSSARY) -> None:
        self.folder, self.memory = folder, memory
        self._glossary = glossary
        self._texts: dict[str, Texts] = {}
        self._translated: dict[str, Texts] = {}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the files that the extract stage wrote."""
        digest = xxh3_128()
        for record in self.folder.records("extract"):
            digest.update(repr(sorted(record["files"].items())).encode())
        return digest.hexdigest()

    def languages(self) -> list[str]:
        """Returns the languages of the segments to translate, sorted."""
        keys = {key for record in self.folder.records("extract") for key in record["counts"]["segments"]}
        parts = (key.split("|") for key in keys)
        return sorted({language for language, _, action, _ in parts if action == Action.TRANSLATE.value})

    def texts(self, chain: Chain) -> Texts:
        """Returns a language's texts with the translations that the memory has by now."""
        if chain.source not in self._texts:
            self._texts[chain.source] = self._count(chain)
        model = {"model": chain.model, "version": chain.model_version}
        wanted = Wanted(source_lang=chain.source, target_lang=chain.target, **model)
        self._texts[chain.source].take(self.memory, wanted)
        return self._texts[chain.source]

    def translated(self, chain: Chain) -> Texts:
        """Returns a language's texts as they were when this was first asked, nothing being translated any more."""
        if chain.source not in self._translated:
            self._translated[chain.source] = self.texts(chain)
        return self._translated[chain.source]

    def _count(self, chain: Chain) -> Texts:
        texts = Texts(self._path(chain))
        terms = self._glossary.of(chain.source, chain.target)
        for name in self.folder.names("extract"):
            counted = _counted(self.folder.part("segments", name), chain.source)
            texts.add((source, terms.mark(source), count) for source, count in counted)
        return texts

    def _path(self, chain: Chain) -> Path:
        return self.folder.state("translate", f"{chain.source}-{chain.target}.texts")

    def close(self) -> None:
        """Removes what was written to count, by a run that was killed, too."""
        for texts in self._texts.values():
            texts.close()
        for left in entries(self.folder.state("translate"), "*.texts"):
            remove(left)


@contextmanager
def opened(folder: Folder, memory: Memory, glossary: Glossary = NO_GLOSSARY) -> Iterator[Corpus]:
    """Gives the corpus of a folder, and closes it."""
    corpus = Corpus(folder, memory, glossary)
    try:
        yield corpus
    finally:
        corpus.close()


def _counted(part: Path, language: str) -> list[tuple[str, int]]:
    """Returns the distinct normalised texts to translate of one shard, and how often each occurs, in order."""
    wanted = (pl.col("action") == Action.TRANSLATE.value) & (pl.col("language") == language)
    texts = pl.scan_parquet(part).filter(wanted).select(source=normalised(pl.col("text")))
    counted = texts.group_by("source").len()
    return counted.sort(pl.col("source").str.len_chars(), "source").collect().rows()
