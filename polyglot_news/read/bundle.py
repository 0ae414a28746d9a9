"""Files that hold many documents: which kind one is, where it is cut, and the documents of a slice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from polyglot_news.errors import InputError, PolyglotNewsError
from polyglot_news.files import SYNC_BYTES, atomic, printable, version_of
from polyglot_news.read.compression import CHUNK, unpacked
from polyglot_news.read.csv import cut_csv, read_csv
from polyglot_news.read.jsonl import cut_jsonl, read_jsonl
from polyglot_news.read.parquet import cut_parquet, read_parquet
from polyglot_news.read.reasons import Reason, Refused, refused, reject
from polyglot_news.read.slicing import Source, Tick, place_of, rest_of
from polyglot_news.read.warc import cut_warc, read_warc
from polyglot_news.read.warc_layout import is_solid
from polyglot_news.records import Bundle, Record, Reject, Slice

MOST_RATIO = 200
"""A packed bundle may unpack to so many times its size, and ``MOST_FREE`` bytes more: markup packs 20 to 1 at most."""
MOST_FREE = 1 << 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a kind of bundle is cut into slices, and how one of them is read."""

    cut: Callable[[Source, int, Tick], Iterator[Slice | Reject]]
    read: Callable[[Slice, int], Iterator[Record | Reject]]


FORMATS: dict[str, Format] = {
    ".jsonl": Format(cut=cut_jsonl, read=read_jsonl),
    ".ndjson": Format(cut=cut_jsonl, read=read_jsonl),
    ".csv": Format(cut=cut_csv, read=read_csv),
    ".parquet": Format(cut=cut_parquet, read=read_parquet),
    ".warc": Format(cut=cut_warc, read=read_warc),
    ".wet": Format(cut=cut_warc, read=read_warc),
}
_HEADS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"PAR1"), ".parquet"),
    (re.compile(rb"WARC/[01]\."), ".warc"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:\"|$)"), ".jsonl"),
    (re.compile(rb'(?:\xef\xbb\xbf)?(?:"?\w+"?,)*"?(?:html|text)"?(?:,"?\w+"?)*\r?\n'), ".csv"),
)


def cut(bundle: Bundle, *, spool: Path, limit: int, tick: Tick = lambda: None) -> Iterator[Slice | Record | Reject]:
    """Where the bundle is cut; a record where it turns out to be a page, a reject for what cannot be read.

    What cannot be read from its middle, a stream packed in one piece, is unpacked to the file ``spool`` first, and very
    large row groups of Parquet are packed anew beside it. Raises OSError where the file system does not give the file.
    """
    version = version_of(bundle.path)
    try:
        with bundle.path.open("rb") as file:
            stream = unpacked(file)
            kind = bundle.suffix or _kind(stream)
            packed = stream is not file
        if not kind:
            yield Record(source=bundle.source, path=bundle.path)
            return
        source = Source(name=bundle.source, path=bundle.path, kind=kind, spool=spool, version=version)
        damage = None
        if packed and not _by_record(bundle.path, kind):
            damage = _unpack(bundle.path, spool, tick)
            source = replace(source, path=spool, version=version_of(spool))
        if not source.path.stat().st_size:
            raise damage or Refused(Reason.EMPTY)
        yield from FORMATS[kind].cut(source, limit, tick)
        if damage is not None:
            yield reject(bundle.source, damage.reason, damage.detail)
    except Refused as why:
        yield reject(bundle.source, why.reason, why.detail)
    except (OSError, PolyglotNewsError):
        raise
    except Exception as error:  # as below
        yield reject(bundle.source, Reason.UNREADABLE, f"{type(error).__name__} in the reader")


def documents(piece: Slice, *, limit: int) -> Iterator[Record | Reject]:
    """The documents of a slice in their order, as records with content or rejects.

    Where the reader itself fails, the rest of the slice is one reject. Raises InputError where the file is not, or is
    no longer, the one that was cut.
    """
    _check(piece)
    last = None
    try:
        for found in FORMATS[piece.kind].read(piece, limit):
            last = place_of(found, piece)
            yield found
    except Refused as why:
        yield reject(piece.source, why.reason, why.detail)
    except OSError as error:
        yield refused(piece.source, error)
    except Exception as error:  # hostile rows make libraries raise anything
        yield reject(rest_of(piece, last), Reason.UNREADABLE, f"{type(error).__name__} in the reader")
    _check(piece)


def _check(piece: Slice) -> None:
    if piece.version and version_of(piece.path) != piece.version:
        raise InputError(
            f"{printable(piece.source)} was changed while its pages were read. Run the same command again when nobody "
            "writes there any more: what is finished of other files is kept."
        )


def _kind(stream: BufferedReader) -> str:
    """The kind of a stream by its first bytes, empty for a page."""
    with suppress(Refused):
        head = stream.peek()
        return next((kind for pattern, kind in _HEADS if pattern.match(head)), "")
    return ""


def _by_record(path: Path, kind: str) -> bool:
    """True for a web archive whose records are packed one by one, so that each can be reached."""
    if FORMATS[kind].read is not read_warc:
        return False
    with path.open("rb") as file:
        return not is_solid(file)


def _unpack(path: Path, spool: Path, tick: Tick) -> Refused | None:
    """Unpacks a file up to the last line that is whole; returns what kept it from being unpacked to its end, if any."""
    whole, synced, most = 0, 0, MOST_FREE + MOST_RATIO * path.stat().st_size
    with path.open("rb") as file, atomic(spool) as partial, partial.open("wb") as copy:
        stream = unpacked(file)
        try:
            while piece := stream.read1(CHUNK):  # read() would keep back what comes before damage
                if copy.tell() > most:
                    raise Refused(Reason.TOO_LARGE, f"unpacks to more than {most} bytes")
                whole = copy.tell() + piece.rfind(b"\n") + 1 if b"\n" in piece else whole
                copy.write(piece)
                if copy.tell() > synced + SYNC_BYTES:
                    copy.flush()
                    os.fsync(copy.fileno())
                    synced = copy.tell()
                tick()
        except Refused as why:
            copy.truncate(whole)
            return why
        finally:
            copy.flush()
            os.fsync(copy.fileno())
    return None
