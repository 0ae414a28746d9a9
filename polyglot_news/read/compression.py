"""Opens what is plain, gzip or Zstandard by its first bytes, and reads it within a bound."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast

from polyglot_news.read.reasons import Reason, Refused

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""Begins the dictionary of all frames behind it (IIPC, Zstandard compression of WARC files, section 3.2)."""
LARGEST_DICTIONARY = 1 << 24
SUFFIXES = (".gz", ".zst")
# Zstandard turns four bytes into at most 128 KiB (a run-length block), so that one feed cannot exceed 16 MiB.
FEED = 512
CHUNK = 1 << 20


def unpacked(file: BinaryIO) -> io.BufferedReader:
    """The stream behind ``file``, decompressed where its first bytes say so.

    Reading from it raises :class:`Refused` (``truncated`` or ``unreadable``) where the packed data ends or breaks;
    everything before that place has been delivered by then.
    """
    # Wrapping a file that can already be peeked into would close it with the wrapper.
    peekable = isinstance(file, io.BufferedReader | io.BufferedRandom)
    buffered = cast("io.BufferedReader", file if peekable else io.BufferedReader(cast("io.RawIOBase", file)))
    magic = buffered.peek(4)[:4]
    if magic.startswith(GZIP):
        return io.BufferedReader(PieceReader(_gzip_pieces(buffered)))
    if magic in (ZSTD, DICTIONARY):
        return io.BufferedReader(PieceReader(_zstd_pieces(buffered)))
    return buffered


class Readable(Protocol):
    """Gives at most so many bytes, none at the end."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        ...


def read_bounded(stream: Readable, limit: int) -> bytes:
    """All of ``stream``; more than ``limit`` bytes are refused as ``too_large``, having read no more than that."""
    pieces, size = [], 0
    while piece := stream.read(CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise Refused(Reason.TOO_LARGE, f"more than {limit} bytes")
    return b"".join(pieces)


class PieceReader(io.RawIOBase):
    """A raw stream over an iterator of byte pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _gzip_pieces(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as stream:
        try:
            while piece := stream.read1(CHUNK):
                yield piece
        except EOFError as error:
            raise Refused(Reason.TRUNCATED, str(error)) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise Refused(Reason.UNREADABLE, f"broken gzip: {error}") from error


def _zstd_pieces(file: io.BufferedReader) -> Iterator[bytes]:
    import zstandard

    frame = None
    try:
        dictionary = zstandard.ZstdCompressionDict(found) if (found := _dictionary(file)) else None
        while data := file.read(FEED):
            while data:
                frame = frame or zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()
                if piece := frame.decompress(data):
                    yield piece
                data, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    except zstandard.ZstdError as error:
        raise Refused(Reason.UNREADABLE, f"broken Zstandard: {error}") from error
    if frame is not None:
        raise Refused(Reason.TRUNCATED, "Zstandard data ended before the end of its frame")


def _dictionary(file: io.BufferedReader) -> bytes:
    """The dictionary that the stream begins with, itself packed or not; empty where there is none."""
    if file.peek(4)[:4] != DICTIONARY:
        return b""
    size = int.from_bytes(file.read(8)[4:], "little")
    if size > LARGEST_DICTIONARY:
        raise Refused(Reason.TOO_LARGE, f"a dictionary of {size} bytes")
    return read_bounded(unpacked(io.BytesIO(file.read(size))), LARGEST_DICTIONARY)
