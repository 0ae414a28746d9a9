"""Lines of JSON, as every command prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import numpy as np
import orjson

_COMMANDS = re.compile(rb"\x7f|\xc2[\x80-\x9f]")  # JSON itself escapes those below the space
_LEAD, _FIRST_PRINTED = 0xC2, 0xA0
"""The byte that those from ``\\x80`` on begin with in UTF-8, and the lowest behind it that belongs to none of them."""
_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def json_lines(values: Iterable[object]) -> bytes:
    """Returns a line of JSON in UTF-8 for each value, in which nothing commands the terminal that it may be shown on.

    What UTF-8 cannot hold is escaped; what JSON has no form for becomes a string.
    """
    lines = b"".join(map(_line, values))
    codes = np.frombuffer(lines, np.uint8)
    # A regular expression takes ten times as long.
    if b"\x7f" in lines or ((codes[:-1] == _LEAD) & (codes[1:] < _FIRST_PRINTED)).any():
        return _COMMANDS.sub(lambda found: b"\\u%04x" % ord(found[0].decode()), lines)
    return lines


def _line(value: object) -> bytes:
    try:
        return orjson.dumps(value, default=str, option=_OPTIONS)
    except orjson.JSONEncodeError:  # half a character, a number of more than 64 bits, keys that are no strings
        line = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
        return line.encode("utf-8", "backslashreplace") + b"\n"
