"""Turns bytes into text: byte-order mark, UTF-8 when it is UTF-8, what the page declares, then what it looks like."""

from __future__ import annotations

import codecs
import re

from polyglot_news.read.kind import is_binary
from polyglot_news.read.reasons import Reason, Refused

HEAD = 4096
SAMPLE = 20_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]+)|charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
# What browsers read under a name that means less (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# The encodings of the web, the commoner first; others only add wrong answers.
_CANDIDATES = [
    "cp1251", "cp1252", "cp1254", "cp1250", "cp1253", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r",
    "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "cp866", "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip
_TEXT_RUN = re.compile(rb"[^<>\r\n]+")
_LATIN_RUN = re.compile(r"[À-ÿ]{3,}")


def decode(data: bytes) -> str:
    """The text of ``data``, its byte-order mark removed; refuses ``binary`` and ``undecodable`` data."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _sound(data.decode(codec, "replace").removeprefix("\ufeff"))
    if wide := _wide(data):
        return _sound(data.decode(wide, "replace"))
    if is_binary(data):
        raise Refused(Reason.BINARY)
    if b"\x1b" in data and (declared := _declared(data)).startswith("iso2022"):
        return data.decode(declared, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _legacy(data, _declared(data))


def decode_declared(data: bytes, charset: str | None) -> str | None:
    """The text in the encoding that a server names, where the bytes are text, not Unicode, and fit that encoding."""
    codec = _known(charset or "")
    if not codec or codec == "utf-8" or _wide(data) or is_binary(data) or data.startswith(tuple(m for m, _ in _MARKS)):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return _fits(data, codec)
    return None


def codec_of(sample: bytes) -> str:
    """The codec of a longer text that begins with ``sample``, for reading it piece by piece."""
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:
            return _guess(sample) or "utf-8"
    return "utf-8"


def _wide(data: bytes) -> str | None:
    """The name of UTF-16 without a byte-order mark: nearly every second byte of Latin markup is NUL."""
    head = data[: HEAD & ~1]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd * 10 < even else None


def _declared(data: bytes) -> str:
    """The codec that the page names, widened as browsers do; empty when it names none that exists."""
    match = _DECLARED.search(data, 0, HEAD)
    return _known((match[1] or match[2]).decode("ascii", "replace")) if match else ""


_NO_PAGES = frozenset({"unicode_escape", "raw_unicode_escape", "utf-7", "punycode", "idna", "undefined", "mbcs", "oem"})
"""Codecs of Python that no page is written in, some of which decode to what cannot be encoded again."""


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_PAGES else _WIDER.get(name, name)


def _legacy(data: bytes, declared: str) -> str:
    """Text that is not clean UTF-8: damaged UTF-8, the declared encoding when it fits, else the likeliest."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if 4 * damaged <= sum(not c.isascii() for c in text[: 10 * SAMPLE]) - damaged:
        return text
    for codec in filter(None, (declared, _guess(data))):
        if codec != "utf-8" and (fit := _fits(data, codec)) is not None:
            return fit
    raise Refused(Reason.UNDECODABLE)


def _fits(data: bytes, codec: str) -> str | None:
    """The decoded text when the codec can have made it: few holes, and no words wholly of accented letters."""
    try:
        text = data.decode(codec, "replace")
    except (LookupError, ValueError, TypeError):  # "base64", "idna" and the like can be declared too
        return None
    marked = sum(not c.isascii() for c in text[: 10 * SAMPLE])
    if 20 * text.count("\ufffd") > marked:
        return None
    latin = codec in ("cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2", "iso8859-15")
    return None if latin and 3 * sum(map(len, _LATIN_RUN.findall(text[: 10 * SAMPLE]))) > marked else text


def _guess(data: bytes) -> str | None:
    """The likeliest encoding of the lines that are not ASCII, by charset-normalizer."""
    from charset_normalizer import from_bytes

    sample, size = [], 0
    for match in _TEXT_RUN.finditer(data):
        if not match.group().isascii():
            sample.append(match.group())
            size += len(match.group()) + 1
            if size > SAMPLE:
                break
    found = list(from_bytes(b"\n".join(sample)[:SAMPLE], cp_isolation=_CANDIDATES, steps=8, chunk_size=1024))
    if not found:
        return None
    # Encodings of Latin letters often fit equally well; the commonest on the web is then the right one.
    equal = [m for m in found if m.chaos <= found[0].chaos + 0.001 and m.coherence >= found[0].coherence]
    return min((match.encoding for match in equal), key=lambda name: _CANDIDATES.index(name))


def _sound(text: str) -> str:
    if 10 * text.count("\ufffd") > len(text):
        raise Refused(Reason.BINARY)
    return text
