"""Where the records of a web archive begin and end, for archives that are damaged, cut or packed in one piece."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

from polyglot_news.read.compression import CHUNK, FEED, GZIP, ZSTD, unpacked
from polyglot_news.read.reasons import Refused

_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_PLAIN = re.compile(rb"(?<=\n)WARC/[01]\.")
_SECOND = re.compile(rb"\n\r?\nWARC/[01]\.")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_OVERLAP = 16


def is_solid(archive: BinaryIO) -> bool:
    """True when the archive is compressed as one piece, not record by record; leaves it at its beginning."""
    first = _first_piece(archive)
    archive.seek(0)
    return _SECOND.search(first) is not None


def _first_piece(archive: BinaryIO) -> bytes:
    """The beginning of what the first gzip member or Zstandard frame holds; empty for a plain archive."""
    archive.seek(0)
    head = archive.read(CHUNK // 4)
    if head.startswith(GZIP):
        try:
            return zlib.decompressobj(31).decompress(head, CHUNK)
        except zlib.error:
            return b""
    if not head.startswith(ZSTD):
        return b""
    import zstandard

    frame, pieces, size = zstandard.ZstdDecompressor().decompressobj(), [], 0
    for at in range(0, len(head), FEED):
        try:
            pieces.append(frame.decompress(head[at : at + FEED]))
        except zstandard.ZstdError:
            return b""
        size += len(pieces[-1])
        if frame.eof or size > CHUNK:
            break
    return b"".join(pieces)


def ends_whole(archive: BinaryIO, last: int) -> bool:
    """True when the record at offset ``last`` is complete and nothing but line ends follows it."""
    if _magic(archive) == ZSTD:
        return True  # fastwarc itself says where a frame breaks off
    archive.seek(last)
    stream = unpacked(archive)
    try:
        head = b""
        while (line := stream.readline(CHUNK)).strip():
            head += line
        length = _LENGTH.search(head)
        left = int(length[1]) if length else 0
        while left and (piece := stream.read(min(left, CHUNK))):
            left -= len(piece)
        return bool(line) and not left and not stream.read(_OVERLAP).strip(b"\r\n")
    except Refused:
        return False


def next_start(archive: BinaryIO, after: int) -> int | None:
    """The offset, at or after ``after`` > 0, where a record may begin; ``None`` when there is no other."""
    magic = _magic(archive)
    if magic == ZSTD:
        return None
    pattern = _MEMBER if magic.startswith(GZIP) else _PLAIN
    at = after - 1
    while True:
        archive.seek(at)
        window = archive.read(CHUNK)
        if match := pattern.search(window, 1):
            return at + match.start()
        if len(window) < CHUNK:
            return None
        at += CHUNK - _OVERLAP


def _magic(archive: BinaryIO) -> bytes:
    archive.seek(0)
    return archive.read(4)
