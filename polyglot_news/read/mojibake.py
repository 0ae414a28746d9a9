"""Undoes UTF-8 that somebody decoded as a single-byte encoding, where it is plain to see."""

from __future__ import annotations

import re

LONGEST = 2_000_000
# A lead byte and as many others as it asks for, as windows-1252 or Latin-1 shows them (``é”`` is none, and ``é`` before
# a no-break space is French); three Cyrillic letters and a quotation mark as windows-1251 does. One pattern each,
# because a pattern that begins with a set is searched ten times faster.
_SIGNS = r"\x80-\x9f¡-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_CYRILLIC = r"[РС][\xa0-¿ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї]"
_LATIN = (re.compile(rf"[Â-ß][{_SIGNS}\xa0]"), re.compile(rf"[à-ô][{_SIGNS}][^\x00-\x7f]"))
_CAPITALS, _QUOTES = (re.compile(_CYRILLIC * 3),), (re.compile(r"вЂ[™њќ“”¦]"),)
_TRACES = (*_LATIN, *_CAPITALS, *_QUOTES)
# What every trace holds, as bytes of UTF-8: these patterns begin with a byte, and are searched four times as fast.
_HINTS = (
    (re.compile(rb"\xc3[\x82-\xb4](?:\xc2|\xc5|\xc6\x92|\xcb[\x86\x9c]|\xe2)"), _LATIN),
    (re.compile(rb"\xd0[\xa0\xa1][\xc2\xd0-\xd2\xe2][\x80-\xbf]{1,2}\xd0[\xa0\xa1]"), _CAPITALS),
    (re.compile(rb"\xd0\xb2\xd0\x82"), _QUOTES),
)
_PIECE = re.compile(r"[^\n\r<>]{2,20000}")


def repair(text: str) -> str:
    """The text with mojibake undone piece by piece; text without a trace of it comes back as it is, at once.

    ftfy (Speer 2019) decides on each piece; a piece is what lies between line breaks or tags.
    """
    if text.isascii() or len(text) > LONGEST or not _is_damaged(text):
        return text
    return _PIECE.sub(_repair_piece, text)


def _is_damaged(text: str) -> bool:
    """Says what :func:`_has_trace` does, in a third of the time."""
    data = text.encode()
    return any(hint.search(data) and any(trace.search(text) for trace in traces) for hint, traces in _HINTS)


def _has_trace(text: str) -> bool:
    return any(trace.search(text) for trace in _TRACES)


def _repair_piece(match: re.Match[str]) -> str:
    piece = match.group()
    if not _has_trace(piece):
        return piece
    import ftfy

    return ftfy.fix_encoding(piece)
