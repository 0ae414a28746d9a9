"""JSON as pages write it: in comments, with commas too many, several values behind each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_MARKS = r"<!\[CDATA\[|\]\]>|<!--|-->"
# Possessive and closed by the end of the text, so that no part of it is read twice.
_PARTS = re.compile(
    rf'(?P<string>"(?:[^"\\]|\\.?)*+(?:"|\Z))|(?://\s*+)?(?:{_MARKS})|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}}\]])',
    re.DOTALL,
)
_ESCAPE = re.compile(r"""\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<other>.))""", re.DOTALL)
_BETWEEN = re.compile(r"[\s;,]*")
_DECODER = json.JSONDecoder(strict=False)


def json_values(text: str) -> Iterator[object]:
    """Yields the values in a text, up to the first that cannot be mended."""
    try:
        yield json.loads(text, strict=False)
    except RecursionError:
        return
    except ValueError:
        yield from _mended_values(_PARTS.sub(_mended, text))


def _mended_values(text: str) -> Iterator[object]:
    at = _end_of_gap(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        at = _end_of_gap(text, at)


def _end_of_gap(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _mended(part: re.Match[str]) -> str:
    """A string without escapes that JSON has not; nothing for a comment or a comma before a bracket."""
    return _ESCAPE.sub(lambda escape: escape["other"] or escape[0], part["string"] or "")
