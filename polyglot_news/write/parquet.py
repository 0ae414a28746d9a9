"""Parquet tables of the run: their schemas, and files that hold the same bytes for the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from polyglot_news.records import Article, Reject, Role, RoutedSegment

if TYPE_CHECKING:
    import pyarrow as pa

Schema = dict[str, type[pl.DataType] | pl.DataType]

ARTICLES: Schema = {
    **dict.fromkeys(("id", "source", "url", "title", "author", "date", "section", "site", "language"), pl.String),
    "text": pl.String,
    "n_blocks": pl.Int32,
    "n_residue": pl.Int32,
    "extra": pl.String,
}
SEGMENTS: Schema = {
    "id": pl.String,
    "page_id": pl.String,
    "block": pl.Int32,
    "index": pl.Int32,
    "role": pl.String,
    "text": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "language": pl.String,
    "probability": pl.Float32,
    "action": pl.String,
    "reason": pl.String,
}
REJECTS: Schema = dict.fromkeys(("page_id", "source", "stage", "reason", "detail", "text"), pl.String)


def encoded(table: pl.DataFrame | pa.Table) -> memoryview:
    """Returns a table as a Parquet file, zstd-compressed; an Arrow table keeps its schema's metadata."""
    buffer = BytesIO()
    if isinstance(table, pl.DataFrame):
        table.write_parquet(buffer, compression="zstd", compression_level=3)
    else:
        import pyarrow.parquet as pq

        pq.write_table(table, buffer, compression="zstd", compression_level=3)
    return buffer.getbuffer()


def decoded(content: memoryview, *columns: str) -> pl.DataFrame:
    """Returns columns of the table that a Parquet file holds."""
    return pl.read_parquet(BytesIO(content), columns=list(columns))


def articles_table(articles: Iterable[Article]) -> pl.DataFrame:
    """Returns the rows of ``articles/``."""
    return _table(ARTICLES, [article_row(article) for article in articles])


def segments_table(segments: Iterable[RoutedSegment]) -> pl.DataFrame:
    """Returns the rows of ``segments/``."""
    return _table(SEGMENTS, [segment_row(segment) for segment in segments])


def rejects_table(rejects: Iterable[Reject]) -> pl.DataFrame:
    """Returns the rows of ``rejects/``."""
    return _table(REJECTS, [{name: getattr(reject, name) for name in REJECTS} for reject in rejects])


def translation_schema(schema: pa.Schema, languages: Sequence[str]) -> pa.Schema:
    """Adds the metadata by which Hugging Face ``datasets`` reads ``translation`` as a translation feature."""
    features: dict[str, object] = {
        field.name: {"dtype": _hf_type(field.type), "_type": "Value"} for field in schema if field.name != "translation"
    }
    features["translation"] = {"languages": sorted(languages), "_type": "Translation"}
    ordered = {name: features[name] for name in schema.names}
    return schema.with_metadata({"huggingface": json.dumps({"info": {"features": ordered}})})


def article_row(article: Article) -> dict[str, object]:
    """Returns an article as one row of ``articles/``."""
    return {
        **{name: getattr(article, name) for name in list(ARTICLES)[:9]},
        "text": article.text,
        "n_blocks": len(article.blocks),
        "n_residue": sum(block.role is Role.RESIDUE for block in article.blocks),
        "extra": json.dumps(article.extra, ensure_ascii=False, sort_keys=True, default=str) if article.extra else None,
    }


def segment_row(routed: RoutedSegment) -> dict[str, object]:
    """Returns a routed segment as one row of ``segments/``; its id names page, block and place in the block."""
    segment = routed.segment
    return {
        "id": f"{segment.page_id}:{segment.block}:{segment.index}",
        "page_id": segment.page_id,
        "block": segment.block,
        "index": segment.index,
        "role": segment.role.value,
        "text": segment.text,
        "start": segment.start,
        "end": segment.end,
        "language": routed.language,
        "probability": routed.probability,
        "action": routed.action.value,
        "reason": routed.reason,
    }


def _table(schema: Schema, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _hf_type(kind: pa.DataType) -> str:
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))
