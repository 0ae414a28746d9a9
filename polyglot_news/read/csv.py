"""Values separated by commas, semicolons or tabs, with a header line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from polyglot_news.read.compression import unpacked
from polyglot_news.read.encoding import codec_of
from polyglot_news.read.reasons import Reason, reject
from polyglot_news.read.rows import PAGE_COLUMNS, row_record
from polyglot_news.records import Record, Reject

SEPARATORS = ",;\t|"


def read_csv(file: BinaryIO, source: str, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a row, ``source`` followed by ``#`` and the row number from 1, the header not counted."""
    csv.field_size_limit(limit)  # a setting of the whole process; its default of 128 KiB is less than a page
    lines = _lines(unpacked(file), limit)
    header_line = next(lines, "")
    separator = max(SEPARATORS, key=lambda each: _page_columns(header_line, each))
    header = next(csv.reader([header_line], delimiter=separator), [])
    if not _page_columns(header_line, separator):
        yield reject(source, Reason.BAD_ROW, f"no column html or text, only {', '.join(header) or 'none'}")
        return
    rows = csv.reader(lines, delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield reject(f"{source}#{number}", Reason.BAD_ROW, error)
            continue
        if cells:
            yield _record(header, cells, f"{source}#{number}")


def _lines(stream: io.BufferedReader, limit: int) -> Iterator[str]:
    """The lines as text; one of more than ``limit`` characters comes in pieces, which makes rows that do not fit."""
    with io.TextIOWrapper(stream, encoding=codec_of(stream.peek()), errors="replace", newline="") as text:
        while line := text.readline(limit):
            yield line


def _page_columns(header: str, separator: str) -> int:
    names = next(csv.reader([header], delimiter=separator), [])
    return sum(column in names for column, _ in PAGE_COLUMNS)


def _record(header: list[str], cells: list[str], source: str) -> Record | Reject:
    if len(cells) > len(header):
        return reject(source, Reason.BAD_ROW, f"{len(cells)} cells for {len(header)} columns")
    return row_record(dict(zip(header, cells, strict=False)), source)
