"""Parquet tables of the run: their schemas, and files that hold the same bytes for the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from polyglot_news.files import atomic
from polyglot_news.records import Article, Reject, Role, RoutedSegment

ARTICLES = pa.schema(
    [(name, pa.string()) for name in ("id", "source", "url", "title", "author", "date", "section", "site", "language")]
    + [("text", pa.string()), ("n_blocks", pa.int32()), ("n_residue", pa.int32()), ("extra", pa.string())]
)
SEGMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("page_id", pa.string()),
        ("block", pa.int32()),
        ("index", pa.int32()),
        ("role", pa.string()),
        ("text", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("language", pa.string()),
        ("probability", pa.float32()),
        ("action", pa.string()),
        ("reason", pa.string()),
    ]
)
REJECTS = pa.schema([(name, pa.string()) for name in ("page_id", "source", "stage", "reason", "detail", "text")])


def write_table(path: Path, table: pa.Table) -> None:
    """Writes one Parquet file, zstd-compressed, whole or not at all."""
    with atomic(path) as partial:
        pq.write_table(table, partial, compression="zstd", compression_level=3)


def articles_table(articles: Iterable[Article]) -> pa.Table:
    """Returns the rows of ``articles/``."""
    return _table(ARTICLES, [article_row(article) for article in articles])


def segments_table(segments: Iterable[RoutedSegment]) -> pa.Table:
    """Returns the rows of ``segments/``."""
    return _table(SEGMENTS, [segment_row(segment) for segment in segments])


def rejects_table(rejects: Iterable[Reject]) -> pa.Table:
    """Returns the rows of ``rejects/``."""
    return _table(REJECTS, [{name: getattr(reject, name) for name in REJECTS.names} for reject in rejects])


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
        **{name: getattr(article, name) for name in ARTICLES.names[:9]},
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


def _table(schema: pa.Schema, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def _hf_type(kind: pa.DataType) -> str:
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))
