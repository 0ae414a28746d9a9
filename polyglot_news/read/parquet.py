"""Parquet: one page a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from polyglot_news.read.compression import seekable, unpacked
from polyglot_news.read.reasons import Reason, reject
from polyglot_news.read.rows import PAGE_COLUMNS, row_record
from polyglot_news.records import Record, Reject

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_BYTES = 32_000_000
BATCH_ROWS = 1_000


def read_parquet(file: BinaryIO, source: str, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a row, ``source`` followed by ``#`` and the row number from 1.

    A row group that cannot be read, or that holds more than 64 pages of ``limit`` bytes, is one reject; the next goes
    on. Parquet inside gzip or Zstandard is unpacked to a temporary file first, because it is read from its end.
    """
    with seekable(unpacked(file)) as (whole, _):
        yield from _table(whole, source, limit)


def _table(file: BinaryIO, source: str, limit: int) -> Iterator[Record | Reject]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
        names = table.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:
        yield reject(source, Reason.UNREADABLE, f"not a Parquet file: {error}")
        return
    if not any(column in names for column, _ in PAGE_COLUMNS):
        yield reject(source, Reason.BAD_ROW, f"no column html or text, only {', '.join(names) or 'none'}")
        return
    first = 1
    for group in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        yield from _group(table, group, first, source=source, limit=limit)
        first += rows


def _group(table: pq.ParquetFile, group: int, first: int, *, source: str, limit: int) -> Iterator[Record | Reject]:
    import pyarrow as pa

    meta = table.metadata.row_group(group)
    last = first + meta.num_rows - 1
    if meta.total_byte_size > 64 * limit:
        yield reject(
            f"{source}#{first}-{last}", Reason.TOO_LARGE, f"row group {group} unpacks to {meta.total_byte_size}"
        )
        return
    size = max(1, min(BATCH_ROWS, BATCH_BYTES * meta.num_rows // max(1, meta.total_byte_size)))
    number = first
    try:
        for batch in table.iter_batches(batch_size=size, row_groups=[group], use_threads=False):
            for row in _rows(batch):
                yield row_record(row, f"{source}#{number}")
                number += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        yield reject(f"{source}#{number}-{last}", Reason.UNREADABLE, error)


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    """The rows of a batch; page columns as bytes, because what a file calls UTF-8 need not be."""
    import pyarrow as pa

    columns = []
    for column in batch.columns:
        wide = pa.types.is_large_string(column.type)
        text = wide or pa.types.is_string(column.type)
        columns.append(column.cast(pa.large_binary() if wide else pa.binary()) if text else column)
    for index in range(batch.num_rows):
        yield {
            name: _text(name, column[index].as_py()) for name, column in zip(batch.schema.names, columns, strict=True)
        }


def _text(name: str, value: object) -> object:
    page = any(name == column for column, _ in PAGE_COLUMNS)
    return value if page or not isinstance(value, bytes) else value.decode("utf-8", "replace")
