"""Where the records of a web archive begin and end, for archives that are damaged, cut or packed in one piece."""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from polyglot_news.read.compression import CHUNK, DICTIONARY, FEED, GZIP, ZSTD, PieceReader
from polyglot_news.read.reasons import Reason, Refused

_PACKED = rb"\x1f\x8b\x08[\x00-\x1f]|\x28\xb5\x2f\xfd"
# Archives of both kinds are put together to one; a page may well hold what begins a packed record.
_PLAIN = rb"WARC/[01]\.\d\r?\n"
_AMONG_PACKED = re.compile(_PLAIN + rb"|" + _PACKED)
_AMONG_PLAIN = re.compile(_PLAIN + rb"|(?<=\n)(?:" + _PACKED + rb")")
_SECOND = re.compile(rb"\n\r?\nWARC/[01]\.")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_OVERLAP = 16
_LINE_ENDS = b"\r\n"


class _Unpacker(Protocol):
    """What zlib and zstandard have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


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


def end_of(archive: BinaryIO, last: int) -> int | None:
    """The offset behind the record at ``last`` and the line ends after it; ``None`` where it is not whole.

    Records packed together with it are passed, too.
    """
    archive.seek(last)
    member = _member(archive)
    stream = archive if member is None else io.BufferedReader(PieceReader(member))
    try:
        whole = _pass(stream)
        while member and whole and (line := _line(stream)):
            whole = line.startswith(b"WARC/") and _pass(stream)
    except Refused:
        return None
    padding = _LINE_ENDS if member is None else _LINE_ENDS + b"\0"
    while whole and (piece := archive.read(CHUNK)):
        if rest := piece.lstrip(padding):
            return archive.tell() - len(rest)
    return archive.tell() if whole else None


def _pass(stream: BinaryIO) -> bool:
    """Reads over the header and content of a record; says whether they are whole."""
    head = b""
    while (line := stream.readline(CHUNK)).strip():
        head += line
    length = _LENGTH.search(head)
    left = int(length[1]) if length else 0
    while left and (piece := stream.read(min(left, CHUNK))):
        left -= len(piece)
    return bool(line) and not left


def _line(stream: BinaryIO) -> bytes:
    """The next line that is not blank; nothing at the end."""
    while (line := stream.readline(CHUNK)) and not line.strip(_LINE_ENDS):
        pass
    return line


def _member(archive: BinaryIO) -> Iterator[bytes] | None:
    """What the gzip member or Zstandard frame that begins here holds; none where it is neither.

    When all of it has been taken, the archive is at its end. Raises Refused where it breaks off or is damaged.
    """
    magic = _magic(archive, start := archive.tell())
    archive.seek(start)
    if magic.startswith(GZIP):
        return _pieces(archive, zlib.decompressobj(31), broken=zlib.error)
    if magic != ZSTD:
        return None
    import zstandard

    return _pieces(archive, zstandard.ZstdDecompressor().decompressobj(), broken=zstandard.ZstdError)


def _pieces(archive: BinaryIO, unpacker: _Unpacker, *, broken: type[Exception]) -> Iterator[bytes]:
    while not unpacker.eof:
        if not (data := archive.read(FEED)):
            raise Refused(Reason.TRUNCATED)
        try:
            piece = unpacker.decompress(data)
        except broken as error:
            raise Refused(Reason.UNREADABLE) from error
        if piece:
            yield piece
    archive.seek(-len(unpacker.unused_data), os.SEEK_CUR)


def begins(archive: BinaryIO, at: int) -> bool:
    """True when a record may begin at this offset."""
    archive.seek(at)
    return _AMONG_PACKED.match(archive.read(_OVERLAP)) is not None


def next_start(archive: BinaryIO, after: int) -> int | None:
    """The offset, at or after ``after`` > 0, where a record may begin; ``None`` when there is no other.

    Whether packed ones are among those to come is told by the first record, and by the one that ``after`` is in.
    """
    packed = any(_magic(archive, at).startswith((GZIP, ZSTD)) for at in (0, after - 1))
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
