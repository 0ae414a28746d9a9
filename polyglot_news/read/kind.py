"""Tells markup from plain text and both from binary data, by content."""

from __future__ import annotations

import re

from polyglot_news.records import Kind

SAMPLE = 65_536
_TAGS = r"""a|abbr|article|aside|b|blockquote|body|br|button|center|dd|div|dl|dt|em|figcaption|figure|font|footer|form|
    h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|main|nav|noscript|ol|option|p|path|pre|
    section|select|small|source|span|strong|sub|sup|svg|table|tbody|td|th|thead|time|title|tr|u|ul|video"""
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE | re.VERBOSE)
_DOCUMENT = re.compile(
    r"(?>\s*<!--.{0,2000}?-->)*+\s*<(?:!doctype\s+(?:html|\w+:html)|html[\s>]|(?:head|body|meta|title)[\s>]|\?xml\s)",
    re.I | re.S,
)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"RIFF", b"PAR1", b"BZh", b"\xfd7zXZ",
    b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"ID3", b"OggS", b"\x00\x00\x01\x00", b"wOF", b"SQLite format 3",
)  # fmt: skip
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))


def is_binary(data: bytes) -> bool:
    """True for what no encoding turns into text: a known file signature, or more than 2 % control bytes.

    UTF-16 and UTF-32 hold NUL bytes and must be told apart before.
    """
    if data.startswith(_MAGIC):
        return True
    sample = data[:SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50


def kind_of(text: str, declared: Kind | None) -> Kind:
    """What the text is made of; what its suffix or column ``declared`` only decides where the content is unclear."""
    head = text[:SAMPLE]
    if "<" not in head:
        return Kind.DUMP
    if _DOCUMENT.match(head):
        return Kind.HTML
    tags = _TAG.findall(head)
    if declared is Kind.HTML:
        return Kind.HTML if tags else Kind.DUMP
    fragment = len(tags) >= 3 and (_TAG.match(head.lstrip()) is not None or 4 * sum(map(len, tags)) > len(head))
    return Kind.HTML if fragment else Kind.DUMP
