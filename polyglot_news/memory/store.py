"""A translation memory on disk: Parquet parts under ``src=ru/tgt=en/``, read lazily, added to by whole files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from xxhash import xxh3_128_hexdigest

from polyglot_news.errors import OutputError
from polyglot_news.files import advice, entries, write_bytes
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


class Memory:
    """Every distinct (language pair, normalised source, model, glossary) once, with its translation.

    ``source`` holds the text as :func:`polyglot_news.normal.normalise` leaves it; ``glossary`` names the fixed
    translations that the text asked for, so that only texts with a term are translated anew for another glossary.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def part(self, source_lang: str, target_lang: str, name: str) -> Path:
        """Returns the path of one part of a language pair."""
        return self._pair(source_lang, target_lang) / f"part-{name}.parquet"

    def insert(self, path: Path, translations: Sequence[Translation]) -> str:
        """Writes one part, whole or not at all, and returns its hash; ``path`` comes from :meth:`part`."""
        import pyarrow.parquet as pq

        rows = [_row(translation) for translation in translations]
        table, buffer = pl.DataFrame(rows, schema=SCHEMA).to_arrow(), BytesIO()
        pq.write_table(table, buffer, compression="zstd", compression_level=3, write_page_checksum=True)
        write_bytes(path, buffer.getbuffer())
        return xxh3_128_hexdigest(buffer.getbuffer())

    def parts(self, source_lang: str, target_lang: str) -> Iterator[Path]:
        """Yields the parts of a language pair, in no order."""
        return entries(self._pair(source_lang, target_lang), "part-*.parquet")

    def put_aside(self, path: Path) -> Path:
        """Renames a part that is not what was written, so that it is none any more; somebody may have worked on it."""
        names = (f"{path.name}.damaged{number or ''}" for number in count())
        return path.replace(next(aside for name in names if not (aside := path.with_name(name)).exists()))

    def read(self, part: Path) -> pl.DataFrame:
        """Returns the translations of a part; raises OutputError for one that is none, damaged or cannot be read.

        Its pages are checked against the checksums that are written with them; parts by other tools may have none.
        Parts of an earlier version lack ``glossary``: they had none.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with part.open("rb") as file:  # PyArrow's own files do not tell the system's errors from wrong checksums
                found = pl.DataFrame(pq.read_table(file, partitioning=None, page_checksum_verification=True))
        except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise OutputError(f"Cannot read {part}: {advice(error)}.") from error
            raise OutputError(_DAMAGED.format(part)) from error
        if "glossary" not in found.columns:
            found = found.with_columns(glossary=pl.lit(""))
        if any(found.schema.get(name) != kind for name, kind in SCHEMA.items()):
            raise OutputError(_DAMAGED.format(part))
        return found.select(*SCHEMA).with_columns(pl.col("glossary").fill_null(""))

    def _pair(self, source_lang: str, target_lang: str) -> Path:
        return self.root / f"src={source_lang}" / f"tgt={target_lang}"


def _row(translation: Translation) -> dict[str, Any]:
    return {name: getattr(translation, name) for name in SCHEMA} | {"pivots": " ".join(translation.pivots)}
