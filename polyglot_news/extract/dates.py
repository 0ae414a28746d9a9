"""Dates and times in a line of text, in the languages news is written in."""

from __future__ import annotations

import re

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_TIME = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
_DMY = re.compile(r"\b(\d{1,2})\.? ([a-z]+),? (\d{4})\b", re.I)
_MDY = re.compile(r"\b([a-z]+) (\d{1,2}),? (\d{4})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def read_date(line: str) -> str | None:
    """Returns the date a short line gives, ISO 8601 with the time when there is one, or ``None``."""
    if len(line) > 120:
        return None
    if m := _ISO.search(line):
        day = m[0]
    elif (m := _DMY.search(line)) and m[2].lower()[:3] in _MONTHS:
        day = f"{m[3]}-{_MONTHS[m[2][:3].lower()]:02}-{int(m[1]):02}"
    elif (m := _MDY.search(line)) and m[1].lower()[:3] in _MONTHS:
        day = f"{m[3]}-{_MONTHS[m[1][:3].lower()]:02}-{int(m[2]):02}"
    else:
        return None
    time = _TIME.search(line)
    return f"{day}T{int(time[1]):02}:{time[2]}" if time else day
