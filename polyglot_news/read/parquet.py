"""Parquet: one page a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from polyglot_news.files import SYNC_BYTES, atomic, hash_of, sync, version_of
from polyglot_news.read.parquet_pages import page_sizes
from polyglot_news.read.reasons import QUOTES, Reason, Refused, reject
from polyglot_news.read.rows import PAGE_COLUMNS, row_record
from polyglot_news.read.slicing import MOST_ROWS, Slicer, Source, Tick
from polyglot_news.records import Record, Reject, Slice

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_BYTES = 32_000_000
BATCH_ROWS = 1_000
MOST_TOGETHER = 4 * MOST_ROWS
"""Rows of a group that are left together: a worker has to unpack them from the first."""
# DuckDB writes pages of up to 100 MB, the others of about 1 MB.
LARGEST_PAGE = 256_000_000


def cut_parquet(source: Source, limit: int, tick: Tick) -> Iterator[Slice | Reject]:  # noqa: ARG001
    """The file in runs of row groups; a group of very many rows is packed anew, in small groups, into a copy."""
    with source.path.open("rb") as file:
        table, slicer = _opened(file), Slicer(source)
        known = hash_of(source.path, tick)  # no time: a copy that is made again is the same
        for number in range(table.metadata.num_row_groups):
            tick()
            rows, size = _extent(table, number)
            if rows > MOST_TOGETHER:
                if slicer.holds:
                    yield slicer.cut(number)
                yield from _repacked(table, number, slicer.first, file=file, source=source, tick=tick)
                slicer.skip(rows, to=number + 1)
                continue
            slicer.add(f"{known} {number}".encode(), size=size)
            if slicer.row(rows):
                yield slicer.cut(number + 1)
        if slicer.holds:
            yield slicer.cut(table.metadata.num_row_groups)


def _extent(table: pq.ParquetFile, group: int) -> tuple[int, int]:
    """The rows and bytes of a row group as the footer tells them."""
    said = table.metadata.row_group(group)
    return max(0, said.num_rows), max(0, said.total_byte_size)


def _repacked(
    table: pq.ParquetFile, group: int, first: int, *, file: BinaryIO, source: Source, tick: Tick
) -> Iterator[Slice | Reject]:
    """The slices of a copy of one row group, and a reject for rows that cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = source.spool.with_name(f"{source.spool.name}-{group}.parquet")
    rows, synced, damage = 0, 0, None
    with atomic(path) as partial, ExitStack() as stack:
        writer = None
        try:
            for batch in _plain_batches(group, file=file):
                if writer is None:
                    writer = stack.enter_context(pq.ParquetWriter(partial, batch.schema, compression="lz4"))
                writer.write_table(pa.Table.from_batches([batch]), row_group_size=MOST_ROWS)
                rows += batch.num_rows
                if partial.stat().st_size > synced + SYNC_BYTES:
                    sync(partial)
                    synced = partial.stat().st_size
                tick()
        except Refused as refused:
            damage = refused
        except (pa.ArrowException, ValueError) as error:  # a type that is read and not written
            damage = Refused(Reason.UNREADABLE, str(error))
        if writer is None:
            partial.touch()
    if rows:
        copy = replace(source, path=path, version=version_of(path))
        for piece in cut_parquet(copy, 0, tick):
            yield replace(piece, first=piece.first + first - 1) if isinstance(piece, Slice) else piece
    if damage is not None:
        last = first + _extent(table, group)[0] - 1
        yield reject(f"{source.name}#{first + rows}-{last}", damage.reason, damage.detail)


def read_parquet(piece: Slice, limit: int) -> Iterator[Record | Reject]:  # noqa: ARG001
    """One record or reject a row, the source followed by ``#`` and the row number from 1.

    A row group that is broken, or in which a page of a column unpacks to more than 256 MB, is one reject and the next
    goes on.
    """
    with piece.path.open("rb") as file:
        try:
            table = _opened(file)
        except Refused as refused:
            yield reject(piece.source, refused.reason, refused.detail)
            return
        first = piece.first
        for group in range(piece.start, piece.end):
            yield from _group(table, group, first, file=file, source=piece.source)
            first += table.metadata.row_group(group).num_rows


def _opened(file: BinaryIO) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        plain = pq.ParquetFile(file)
        schema = plain.schema
        texts = [schema.column(i).path for i in range(len(schema)) if schema.column(i).physical_type == "BYTE_ARRAY"]
        # Kept as a dictionary, a long value that many rows share is in memory once.
        table = pq.ParquetFile(file, metadata=plain.metadata, read_dictionary=texts, buffer_size=1 << 20)
        names = table.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused(Reason.UNREADABLE, f"not a Parquet file: {error}") from error
    if not any(column in names for column, _ in PAGE_COLUMNS):
        raise Refused(Reason.BAD_ROW, f"no column html or text{QUOTES}{', '.join(names) or 'none'}")
    return table


def _group(table: pq.ParquetFile, group: int, first: int, *, file: BinaryIO, source: str) -> Iterator[Record | Reject]:
    import pyarrow as pa

    number, last = first, first + table.metadata.row_group(group).num_rows - 1
    if last < number:  # a group without rows, which some writers make, has no pages either
        return
    try:
        for batch in _batches(table, group, file=file):
            for row in _rows(batch):
                yield row_record(row, f"{source}#{number}")
                number += 1
    except Refused as refused:
        yield reject(f"{source}#{first}-{last}", refused.reason, refused.detail)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield reject(f"{source}#{number}-{last}", Reason.UNREADABLE, error)


def _batches(table: pq.ParquetFile, group: int, *, file: BinaryIO) -> Iterator[pa.RecordBatch]:
    said = table.metadata.row_group(group)
    size = max(1, min(BATCH_ROWS, BATCH_BYTES * int(said.num_rows) // max(1, sum(_unpacked_sizes(file, said)))))
    yield from table.iter_batches(batch_size=size, row_groups=[group], use_threads=False)


def _plain_batches(group: int, *, file: BinaryIO) -> Iterator[pa.RecordBatch]:
    """Few rows at a time without dictionaries, which grow from batch to batch: a row holds a page's bytes at most."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file, buffer_size=1 << 20)
        largest = max([1, *_unpacked_sizes(file, table.metadata.row_group(group))])
        size = max(1, min(MOST_ROWS, 8 * BATCH_BYTES // largest))
        yield from table.iter_batches(batch_size=size, row_groups=[group], use_threads=False)
    except (pa.ArrowException, OSError, ValueError) as error:  # Arrow calls broken data an OSError
        raise Refused(Reason.UNREADABLE, str(error)) from error


def _unpacked_sizes(file: BinaryIO, group: pq.RowGroupMetaData) -> list[int]:
    """What the pages of a row group unpack to; refuses a page of more than ``LARGEST_PAGE`` bytes."""
    sizes = []
    for chunk in map(group.column, range(group.num_columns)):
        offsets = (chunk.dictionary_page_offset, chunk.data_page_offset)
        start = min(offset for offset in offsets if offset is not None)
        for size in page_sizes(file, start, chunk.total_compressed_size):
            if size > LARGEST_PAGE:
                raise Refused(Reason.TOO_LARGE, f"a page of {chunk.path_in_schema} unpacks to {size} bytes")
            sizes.append(size)
    return sizes


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    cells = {name: _cells(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    for index in range(batch.num_rows):
        row: dict[str, object] = {}
        for name, cell in cells.items():
            with suppress(Exception):  # no text in it, and what is no page's text costs no page
                row[name] = cell(index)
        yield row


def _cells(column: pa.Array) -> Callable[[int], object]:
    """Gives the values of a column; text as bytes, because what a file calls UTF-8 need not be.

    A damaged file may point outside its dictionary: ValueError. A value that Python cannot hold raises anything.
    """
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return lambda index: _value(column[index])
    values, indices = column.dictionary, column.indices
    if pa.types.is_string(values.type):
        values = values.cast(pa.binary())

    def cell(index: int) -> object:
        place = indices[index].as_py()
        if place is not None and not 0 <= place < len(values):
            raise ValueError(f"value {place} of a dictionary of {len(values)}")
        return None if place is None else _value(values[place])

    return cell


def _value(scalar: pa.Scalar) -> object:
    """A value as Python holds it; a time out of its range, or in no time zone, as the number that the file stores."""
    try:
        return scalar.as_py()
    except Exception:
        if isinstance(stored := getattr(scalar, "value", None), int):
            return stored
        raise
