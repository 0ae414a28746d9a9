"""JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from polyglot_news.read.compression import CHUNK
from polyglot_news.read.lines import bounded_lines
from polyglot_news.read.reasons import Reason, reject
from polyglot_news.read.rows import row_record
from polyglot_news.read.slicing import Slicer, Source, Tick
from polyglot_news.records import Record, Reject, Slice


def cut_jsonl(source: Source, limit: int, tick: Tick) -> Iterator[Slice]:  # noqa: ARG001
    """The file in byte ranges that end with a line; nothing is parsed."""
    slicer = Slicer(source)
    last = b"\n"
    with source.path.open("rb", buffering=CHUNK) as file:
        while piece := file.readline(CHUNK):
            last = piece
            slicer.add(piece)
            if piece.endswith(b"\n") and slicer.row():
                tick()
                yield slicer.cut(file.tell())
            elif len(piece) == CHUNK:
                tick()
        if not last.endswith(b"\n"):
            slicer.row()
        if slicer.holds:
            yield slicer.cut(file.tell())


def read_jsonl(piece: Slice, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a line that is not blank, the source followed by ``#`` and the line number from 1."""
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        for number, line in enumerate(bounded_lines(file, limit, size=piece.end - piece.start), piece.first):
            if line is None:
                yield reject(f"{piece.source}#{number}", Reason.TOO_LARGE, f"a line of more than {limit} bytes")
            elif not line.isspace():
                yield _record(line, f"{piece.source}#{number}")


def _record(line: bytes, source: str) -> Record | Reject:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return reject(source, Reason.BAD_ROW, f"not JSON: {error}")
    if not isinstance(row, dict):
        return reject(source, Reason.BAD_ROW, f"not a JSON object but {type(row).__name__}")
    return row_record(row, source)
