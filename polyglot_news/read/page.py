"""Reads, unpacks and decodes one record into a page, or says why not."""

from __future__ import annotations

from xxhash import xxh3_128

from polyglot_news.read.compression import read_bounded, unpacked
from polyglot_news.read.encoding import decode
from polyglot_news.read.kind import kind_of
from polyglot_news.read.mojibake import repair
from polyglot_news.read.reasons import Reason, Refused, refused, reject
from polyglot_news.records import Page, Record, Reject

LIMIT = 50_000_000


def load(record: Record, *, limit: int = LIMIT) -> Page | Reject:
    """The page behind a record, or a reject with a :class:`~polyglot_news.read.reasons.Reason`.

    ``limit`` bounds the decompressed size in bytes and with it the memory used. The text can be encoded as UTF-8: no
    NUL, no lone surrogate; its line ends stay as they are. Safe to call in a worker process.
    """
    try:
        return _page(record, content(record, limit=limit))
    except Refused as why:
        return reject(record.source, why.reason, why.detail)
    except OSError as error:
        return refused(record.source, error)


def content(record: Record, *, limit: int) -> bytes | str:
    """What the record holds, unpacked; raises Refused past ``limit`` bytes, OSError where its file cannot be read."""
    if record.content is not None:
        if len(record.content) > limit:
            raise Refused(Reason.TOO_LARGE, f"more than {limit} bytes")
        return record.content
    if record.path is None:
        raise Refused(Reason.EMPTY, "the record has neither a path nor content")
    with record.path.open("rb") as file:
        return read_bounded(unpacked(file), limit)


def _page(record: Record, held: bytes | str) -> Page:
    text = decode(held) if isinstance(held, bytes) else encodable(held)
    if not text or text.isspace():
        raise Refused(Reason.EMPTY)
    return Page(
        id=record.id or _digest(record.source, held if isinstance(held, bytes) else text.encode()),
        source=record.source,
        text=repair(text.replace("\x00", "\ufffd")),
        kind=kind_of(text, record.kind),
        url=record.url,
        extra=record.extra,
    )


def encodable(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced, so that UTF-8 can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _digest(source: str, content: bytes) -> str:
    digest = xxh3_128(source.encode("utf-8", "surrogateescape"))
    digest.update(b"\x00")
    digest.update(content)
    return digest.hexdigest()
