"""Parquet: one page a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from polyglot_news.read.compression import seekable, unpacked
from polyglot_news.read.parquet_pages import page_sizes
from polyglot_news.read.reasons import Reason, Refused, reject
from polyglot_news.read.rows import PAGE_COLUMNS, row_record
from polyglot_news.records import Record, Reject

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_BYTES = 32_000_000
BATCH_ROWS = 1_000
# DuckDB writes pages of up to 100 MB, the others of about 1 MB.
LARGEST_PAGE = 256_000_000


def read_parquet(file: BinaryIO, source: str, limit: int) -> Iterator[Record | Reject]:  # noqa: ARG001
    """One record or reject a row, ``source`` followed by ``#`` and the row number from 1.

    A row group that is broken, or in which a page of a column unpacks to more than 256 MB, is one reject and the next
    goes on. Parquet inside gzip or Zstandard is unpacked to a temporary file first, because it is read from its end.
    """
    with seekable(unpacked(file)) as (whole, _):
        try:
            table = _opened(whole)
        except Refused as refused:
            yield reject(source, refused.reason, refused.detail)
            return
        first = 1
        for group in range(table.metadata.num_row_groups):
            yield from _group(table, group, first, file=whole, source=source)
            first += table.metadata.row_group(group).num_rows


def _opened(file: BinaryIO) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.ParquetFile(file).schema
        texts = [schema.column(i).path for i in range(len(schema)) if schema.column(i).physical_type == "BYTE_ARRAY"]
        # Kept as a dictionary, a long value that many rows share is in memory once.
        table = pq.ParquetFile(file, read_dictionary=texts, buffer_size=1 << 20)
        names = table.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused(Reason.UNREADABLE, f"not a Parquet file: {error}") from error
    if not any(column in names for column, _ in PAGE_COLUMNS):
        raise Refused(Reason.BAD_ROW, f"no column html or text, only {', '.join(names) or 'none'}")
    return table


def _group(table: pq.ParquetFile, group: int, first: int, *, file: BinaryIO, source: str) -> Iterator[Record | Reject]:
    import pyarrow as pa

    number, last = first, first + table.metadata.row_group(group).num_rows - 1
    try:
        size = _batch_size(file, table.metadata.row_group(group))
        for batch in table.iter_batches(batch_size=size, row_groups=[group], use_threads=False):
            for row in _rows(batch):
                yield row_record(row, f"{source}#{number}")
                number += 1
    except Refused as refused:
        yield reject(f"{source}#{first}-{last}", refused.reason, refused.detail)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield reject(f"{source}#{number}-{last}", Reason.UNREADABLE, error)


def _batch_size(file: BinaryIO, group: pq.RowGroupMetaData) -> int:
    """How many rows of the group fit into a batch, by what their pages unpack to."""
    total = 0
    for chunk in map(group.column, range(group.num_columns)):
        offsets = (chunk.dictionary_page_offset, chunk.data_page_offset)
        start = min(offset for offset in offsets if offset is not None)
        for size in page_sizes(file, start, chunk.total_compressed_size):
            if size > LARGEST_PAGE:
                raise Refused(Reason.TOO_LARGE, f"a page of {chunk.path_in_schema} unpacks to {size} bytes")
            total += size
    return max(1, min(BATCH_ROWS, BATCH_BYTES * int(group.num_rows) // max(1, total)))


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    cells = {name: _cells(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    for index in range(batch.num_rows):
        yield {name: cell(index) for name, cell in cells.items()}


def _cells(column: pa.Array) -> Callable[[int], object]:
    """Gives the values of a column; text as bytes, because what a file calls UTF-8 need not be."""
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return lambda index: column[index].as_py()
    values, indices = column.dictionary, column.indices
    if pa.types.is_string(values.type):
        values = values.cast(pa.binary())

    def cell(index: int) -> object:
        place = indices[index].as_py()
        return None if place is None else values[place].as_py()

    return cell
