"""A translation memory on disk: Parquet parts under ``src=ru/tgt=en/``, read lazily, added to by whole files."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

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
}
_RANK = {"human": 0, "tm": 1, "mt": 2}


class Memory:
    """Every distinct (language pair, normalised source, model) once, with its translation.

    ``source`` holds the text as :func:`polyglot_news.memory.key.normalise` leaves it.
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
        """Returns every translation of a language pair, lazily; no rows where there is none."""
        parts = sorted(self._pair(source_lang, target_lang).glob("part-*.parquet"))
        if not parts:
            return pl.LazyFrame(schema=SCHEMA)
        return pl.scan_parquet(parts, hive_partitioning=False)

    def usable(self, source_lang: str, target_lang: str, *, model: str, version: str) -> pl.LazyFrame:
        """Returns the translations that are a person's or the named model's, a text perhaps several times."""
        named = (pl.col("model") == model) & (pl.col("model_version") == version)
        return self.scan(source_lang, target_lang).filter((pl.col("origin") != "mt") | named)

    def lookup(
        self, texts: pl.LazyFrame, source_lang: str, target_lang: str, *, model: str, version: str
    ) -> pl.LazyFrame:
        """Returns one translation for each of the texts (column ``source``): a person's before the named model's."""
        rank = pl.col("origin").replace_strict(_RANK, default=3)
        return (
            self.usable(source_lang, target_lang, model=model, version=version)
            .join(texts, on="source", how="semi")
            .sort(rank, "source", "target", "model", "model_version")
            .unique("source", keep="first", maintain_order=True)
        )

    def _pair(self, source_lang: str, target_lang: str) -> Path:
        return self.root / f"src={source_lang}" / f"tgt={target_lang}"


def _row(translation: Translation) -> dict[str, Any]:
    return {name: getattr(translation, name) for name in SCHEMA} | {"pivots": " ".join(translation.pivots)}
