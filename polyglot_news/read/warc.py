"""Web archives (WARC, ISO 28500): the pages as a crawler got them; WET, their text alone."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from polyglot_news.read.compression import CHUNK, GZIP, ZSTD, read_bounded
from polyglot_news.read.encoding import decode_declared
from polyglot_news.read.reasons import Reason, Refused, reject
from polyglot_news.read.slicing import Slicer, Source, Tick
from polyglot_news.read.warc_layout import begins, end_of, next_start
from polyglot_news.records import Kind, Record, Reject, Slice

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MOST_FAILURES = 1_000
_BUFFER = 1 << 16
KINDS = {"text/html": Kind.HTML, "application/xhtml+xml": Kind.HTML, "text/plain": Kind.DUMP, "": None}
_LENGTH = re.compile(r"\d{1,18}")
_CHUNKED = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r?\n")


def cut_warc(source: Source, limit: int, tick: Tick) -> Iterator[Slice]:  # noqa: ARG001
    """The archive in ranges that begin with a record; records are stepped over, damage as in :func:`read_warc`."""
    with source.path.open("rb", buffering=_BUFFER) as archive, source.path.open("rb") as raw:
        slicer = Slicer(source)
        for offset in _offsets(archive):
            tick()
            while raw.tell() < offset and (piece := raw.read(min(CHUNK, offset - raw.tell()))):
                slicer.add(piece)
            if offset and slicer.row():
                yield slicer.cut(offset)
        while piece := raw.read(CHUNK):
            slicer.add(piece)
        slicer.row()
        yield slicer.cut(raw.tell())


def read_warc(piece: Slice, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a page, the source followed by ``#`` and the byte offset of its WARC record.

    Pages are the responses with status 200 and the conversions that hold HTML or text; other records are no documents.
    After a damaged record the next whole one is searched for. An archive packed in one piece has been unpacked first,
    and the offsets are those of the unpacked archive.
    """
    with piece.path.open("rb", buffering=_BUFFER) as archive:
        start, told, failures = piece.start, False, 0
        while failures < MOST_FAILURES:
            halt = yield from _run(archive, start, piece=piece, limit=limit, told=told)
            if halt.start is None or halt.start >= piece.end:
                return
            start, told, failures = halt.start, halt.damaged, failures + halt.damaged
        yield reject(f"{piece.source}#{start}", Reason.UNREADABLE, f"given up after {MOST_FAILURES} damaged records")


class _Halt(NamedTuple):
    """Where to go on, ``None`` at the end, and whether something is damaged before that."""

    start: int | None
    damaged: bool = False


def _next(archive: BinaryIO, start: int, last: int | None) -> _Halt:
    """Where to go on after the record at ``last``, or at ``start`` where none could be read.

    Where a whole record is followed by one that is packed in another way, only the reading halts: nothing is damaged.
    """
    if last is not None and (end := end_of(archive, last)) is not None:
        if end == archive.seek(0, os.SEEK_END):
            return _Halt(None)
        if begins(archive, end):
            return _Halt(end)
    return _Halt(next_start(archive, (start if last is None else last) + 1), damaged=True)


def _offsets(archive: BinaryIO) -> Iterator[int]:
    """Where each record begins."""
    from fastwarc.warc import ArchiveIterator

    start: int | None = 0
    while start is not None:
        archive.seek(start)
        last = None
        try:
            for record in ArchiveIterator(archive, parse_http=False):
                last = record.stream_pos
                yield last
        except OSError:
            pass  # read_warc says what is wrong there
        start = _next(archive, start, last).start


def _run(
    archive: BinaryIO, start: int, *, piece: Slice, limit: int, told: bool
) -> Generator[Record | Reject, None, _Halt]:
    """Yields the pages from offset ``start`` to the end of the piece, the first damage or a seam.

    ``told`` says that damage before ``start`` was told of, which may go on there.
    """
    from fastwarc.warc import ArchiveIterator

    archive.seek(start)
    last, read, damage = None, None, Refused(Reason.TRUNCATED, "the archive ends in or after this record")
    try:
        for record in ArchiveIterator(archive, parse_http=False):
            if record.stream_pos >= piece.end:
                return _Halt(None)
            last = record.stream_pos
            yield from _page(record, f"{piece.source}#{last}", limit)
            read = last
    except Refused as refused:
        damage = refused
    except OSError as error:
        damage = Refused(Reason.UNREADABLE, f"damaged in or after this record: {error}")
    halt = _next(archive, start, last)
    if read == last and not halt.damaged:
        return halt
    if last is not None or not told:
        yield reject(f"{piece.source}#{last or start}", damage.reason, damage.detail)
    return halt


def _page(record: WarcRecord, source: str, limit: int) -> Iterator[Record | Reject]:
    """Yields the page of a record that is one; raises Refused where the record ends early or is too large."""
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.response and record.is_http:
        _check_length(record)
        record.parse_http()
        if not record.http_headers:
            raise Refused(Reason.UNREADABLE, "no HTTP header")
        media, status = record.http_content_type or "", record.http_headers.status_code
        if media in KINDS and status != 200:
            yield reject(source, Reason.HTTP_STATUS, status)
            return
    elif record.record_type == WarcRecordType.conversion:
        _check_length(record)
        media = (record.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    else:
        return
    if media in KINDS:
        yield Record(
            source=source,
            content=_content(record, limit),
            kind=KINDS[media],
            url=(record.headers.get("WARC-Target-URI") or "").strip("<>") or None,
            extra={name: value for name in ("WARC-Date", "WARC-Record-ID") if (value := record.headers.get(name))},
        )


def _check_length(record: WarcRecord) -> None:
    """Raises Refused for a record that does not say where it ends: fastwarc takes it for an empty one."""
    told = record.headers.get("Content-Length") or "missing"
    if not _LENGTH.fullmatch(told):
        raise Refused(Reason.UNREADABLE, f"its Content-Length is {told}")


def _content(record: WarcRecord, limit: int) -> bytes | str:
    """The payload without its HTTP encodings; text where the server alone says how it is encoded."""
    size = record.content_length
    if size > limit:
        raise Refused(Reason.TOO_LARGE, f"{size} bytes")
    raw = record.reader.read(limit + 1) if record.reader and size else b""
    if len(raw) < size:
        raise Refused(Reason.TRUNCATED, f"the record ends after {len(raw)} of {size} bytes")
    if record.http_headers is None:
        return raw
    payload = _decoded(raw, record.http_headers.get("Transfer-Encoding"), limit)
    payload = _decoded(payload, record.http_headers.get("Content-Encoding"), limit)
    return decode_declared(payload, record.http_charset) or payload


def _decoded(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """The payload with one HTTP encoding undone; as it is where a crawler has undone it and kept the header."""
    from fastwarc import stream_io

    stream = io.BytesIO(payload)
    match (encoding or "").strip().lower():
        case "chunked" if _CHUNKED.match(payload):
            reader: stream_io.WarcReader = stream_io.ChunkedReader(stream)
        case "gzip" | "x-gzip" if payload.startswith(GZIP):
            reader = stream_io.GzipReader(stream)
        case "deflate":
            reader = stream_io.GzipReader(stream, zlib=True)
        case "br":
            reader = stream_io.BrotliReader(stream)
        case "zstd" if payload.startswith(ZSTD):
            reader = stream_io.ZstdReader(stream)
        case _:
            return payload
    try:
        return read_bounded(reader, limit)
    except OSError:
        return payload
