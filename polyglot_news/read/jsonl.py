"""JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from polyglot_news.read.compression import unpacked
from polyglot_news.read.lines import bounded_lines
from polyglot_news.read.reasons import Reason, reject
from polyglot_news.read.rows import row_record
from polyglot_news.records import Record, Reject


def read_jsonl(file: BinaryIO, source: str, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a line that is not blank, ``source`` followed by ``#`` and the line number from 1."""
    for number, line in enumerate(bounded_lines(unpacked(file), limit), 1):
        if line is None:
            yield reject(f"{source}#{number}", Reason.TOO_LARGE, f"a line of more than {limit} bytes")
        elif not line.isspace():
            yield _record(line, f"{source}#{number}")


def _record(line: bytes, source: str) -> Record | Reject:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return reject(source, Reason.BAD_ROW, f"not JSON: {error}")
    if not isinstance(row, dict):
        return reject(source, Reason.BAD_ROW, f"not a JSON object but {type(row).__name__}")
    return row_record(row, source)
