"""Where the records of a web archive begin and end, for archives that are damaged, cut or packed in one piece."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

from polyglot_news.read.compression import CHUNK, DICTIONARY, FEED, GZIP, ZSTD, unpacked
from polyglot_news.read.reasons import Refused

_PACKED = rb"\x1f\x8b\x08[\x00-\x1f]|\x28\xb5\x2f\xfd"
# Archives of both kinds are put together to one; a page may well hold what begins a packed record.
_PLAIN = rb"WARC/[01]\.\d\r?\n"
_AMONG_PACKED = re.compile(_PLAIN + rb"|" + _PACKED)
_AMONG_PLAIN = re.compile(_PLAIN + rb"|(?<=\n)(?:" + _PACKED + rb")")
_SECOND = re.compile(rb"\n\r?\nWARC/[01]\.")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_OVERLAP = 16


def is_solid(archive: BinaryIO) -> bool:
    """True when no record can be reached by itself; leaves the archive at its beginning.

    It is then compressed as one piece, or with a dictionary that stands at its beginning.
    """
    first, dictionary = _first_piece(archive), _magic(archive) == DICTIONARY
    archive.seek(0)
    return dictionary or _SECOND.search(first) is not None


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
    if _magic(archive, last) == ZSTD:
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
    packed = _magic(archive).startswith((GZIP, ZSTD))
    pattern = _AMONG_PACKED if packed else _AMONG_PLAIN
    at = after - 1
    while True:
        archive.seek(at)
        window = archive.read(CHUNK)
        if match := pattern.search(window, 1):
            return at + match.start()
        if len(window) < CHUNK:
            return None
        at += CHUNK - _OVERLAP


def _magic(archive: BinaryIO, at: int = 0) -> bytes:
    archive.seek(at)
    return archive.read(4)
