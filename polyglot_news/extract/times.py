"""Times of day in a line of text, in the languages news is written in."""

from __future__ import annotations

import re

_NOON = 12
_AFTER_NOON = frozenset("pm μμ م ch md gd ਬਾਦੁ 오후 下午 午後 晚上".split())
# A look back stands behind the first digit: a pattern that begins with a digit is searched for several times as fast.
_TIME = re.compile(
    r"(?P<hour>\d(?<![\d.,:/-]\d)(?:(?<=[01])\d|(?<=2)[0-3])?)"
    r"(?:(?:[:h時时点시：]\s?|\.|\s?นาฬิกา\s?)(?=[0-5]\d)|[時时点시]\s?(?=\d\s?[分분]))(?P<minute>\d\d?)"
    # Seconds behind a dot look like a date: no more than a blank may follow them.
    r"(?![\d%])(?:\.[0-5]\d(?=\s|$)|(?![.,/]\d))(?::[0-5]\d)?\s*"
    r"(?P<half>(?:[apμπ]\.?\s?[mμ]|[صم]|(?-i:SA|CH|G[HD]))\b|[pm]\.d\.|(?:ਪੂ|ਬਾ)\.ਦੁ)?",
    re.I,
)
_HALF_BEFORE = re.compile(r"(?:오후|下午|午後|晚上|오전|上午|午前|凌晨|早上|[ap]m(?=\s))\s?$", re.I)
_OTHER = re.compile("[^\\D0-9]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Returns the text with the decimal digits of every script as ASCII ones, without signs of direction."""
    return text if text.isascii() else _OTHER.sub(lambda match: _digit(match[0]), text)


def _digit(char: str) -> str:
    return str(int(char)) if char.isdecimal() else ""


def read_time(text: str) -> str | None:
    """Returns the first time of day in the text as ``HH:MM``, or ``None``."""
    text = plain(text)
    match = _TIME.search(text)
    if not match:
        return None
    hour = int(match["hour"])
    before = _HALF_BEFORE.search(text[: match.start()])
    half = match["half"] or (before and before[0])
    if half and hour <= _NOON:
        hour = hour % _NOON + _NOON * (_letters(half) in _AFTER_NOON)
    return f"{hour:02}:{int(match['minute']):02}"


def _letters(half: str) -> str:
    return half.casefold().replace(".", "").replace(" ", "")
