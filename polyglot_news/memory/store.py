"""A translation memory on disk: Parquet parts under ``src=ru/tgt=en/``, read lazily, added to by whole files."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from polyglot_news.errors import OutputError
from polyglot_news.files import write_bytes
from polyglot_news.records import Translation

if TYPE_CHECKING:
    from typing import Any

SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "source_lang": pl.String,
    "target_lang": pl.String,
    "source": pl.String,
    "target": pl.String,
    "engine": pl.String,
    "model": pl.String,
    "model_version": pl.String,
    "score": pl.Float32,
    "origin": pl.String,
    "pivots": pl.String,
    "glossary": pl.String,
}
_DAMAGED = "{} is no part of a translation memory, or damaged. Remove it: what it held is translated again."
_RANK = {"human": 0, "tm": 1, "mt": 2}


class Memory:
    """Every distinct (language pair, normalised source, model, glossary) once, with its translation.

    ``source`` holds the text as :func:`polyglot_news.memory.key.normalise` leaves it; ``glossary`` names the fixed
    translations that the text asked for, so that only texts with a term are translated anew for another glossary.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def part(self, source_lang: str, target_lang: str, name: str) -> Path:
        """Returns the path of one part of a language pair."""
        return self._pair(source_lang, target_lang) / f"part-{name}.parquet"

    def insert(self, path: Path, translations: Sequence[Translation]) -> None:
        """Writes one part, whole or not at all; ``path`` comes from :meth:`part`."""
        rows = [_row(translation) for translation in translations]
        buffer = BytesIO()
        pl.DataFrame(rows, schema=SCHEMA).write_parquet(buffer, compression="zstd", compression_level=3)
        write_bytes(path, buffer.getbuffer())

    def scan(self, source_lang: str, target_lang: str) -> pl.LazyFrame:
        """Returns every translation of a language pair, lazily; no rows where there is none.

        Raises OutputError for a part that is none. Parts of an earlier version lack ``glossary``: they had none.
        """
        parts = self._parts(source_lang, target_lang)
        if not parts:
            return pl.LazyFrame(schema=SCHEMA)
        for part in parts:
            if not _is_part(part):
                raise OutputError(_DAMAGED.format(part))
        found = pl.scan_parquet(
            parts, schema=SCHEMA, missing_columns="insert", extra_columns="ignore", hive_partitioning=False
        )
        return found.with_columns(pl.col("glossary").fill_null(""))

    def known(
        self, texts: pl.LazyFrame, source_lang: str, target_lang: str, *, model: str, version: str
    ) -> pl.DataFrame:
        """Returns those of the texts (columns ``source, glossary``) that :meth:`lookup` would find, as ``source``."""
        usable = self._usable(texts, source_lang, target_lang, model=model, version=version)
        return self._collected(usable.select("source").unique(), source_lang, target_lang)

    def lookup(
        self, texts: pl.LazyFrame, source_lang: str, target_lang: str, *, model: str, version: str
    ) -> pl.DataFrame:
        """Returns one translation for each of the texts that has one: a person's before the named model's.

        A person's is good for any model and glossary, a model's for itself and the same fixed translations. Raises
        OutputError, naming the part, when one is damaged.
        """
        rank = pl.col("origin").replace_strict(_RANK, default=3)
        best = (
            self._usable(texts, source_lang, target_lang, model=model, version=version)
            .sort(rank, "source", "target", "model", "model_version")
            .unique("source", keep="first", maintain_order=True)
        )
        return self._collected(best, source_lang, target_lang)

    def _usable(
        self, texts: pl.LazyFrame, source_lang: str, target_lang: str, *, model: str, version: str
    ) -> pl.LazyFrame:
        same = (pl.col("model") == model) & (pl.col("model_version") == version)
        return (
            self.scan(source_lang, target_lang)
            .filter((pl.col("origin") != "mt") | same)
            .join(texts.select("source", asked="glossary"), on="source")
            .filter((pl.col("origin") != "mt") | (pl.col("glossary") == pl.col("asked")))
            .drop("asked")
        )

    def _collected(self, frame: pl.LazyFrame, source_lang: str, target_lang: str) -> pl.DataFrame:
        try:
            return frame.collect(engine="streaming")
        except pl.exceptions.PolarsError as error:
            damaged = next(filter(_is_damaged, self._parts(source_lang, target_lang)), None)
            if damaged is None:
                raise
            raise OutputError(_DAMAGED.format(damaged)) from error

    def _parts(self, source_lang: str, target_lang: str) -> list[Path]:
        return sorted(self._pair(source_lang, target_lang).glob("part-*.parquet"))

    def _pair(self, source_lang: str, target_lang: str) -> Path:
        return self.root / f"src={source_lang}" / f"tgt={target_lang}"


def _is_part(path: Path) -> bool:
    """Says whether a file has the columns of a part; its content is not looked at."""
    try:
        found = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError):
        return False
    return all(found.get(name) == kind for name, kind in SCHEMA.items() if name != "glossary")


def _is_damaged(path: Path) -> bool:
    try:
        pl.read_parquet(path, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError):
        return True
    return False


def _row(translation: Translation) -> dict[str, Any]:
    return {name: getattr(translation, name) for name in SCHEMA} | {"pivots": " ".join(translation.pivots)}
