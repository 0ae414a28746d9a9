"""JSON as pages write it: in comments, with commas too many, quotes in quotes, several values behind each other."""

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
_KEY = r'"[^"\n]{0,80}"\s*'
# What may follow a string: a bracket, a comma with the next key or value, the end.
_FOLLOWS = rf"\s*(?:[}}\]]|,\s*(?:{_KEY}[:,\]]|[-\d{{\[}}\]]|true\b|false\b|null\b)|\Z)"
_VALUE = re.compile(
    rf'(?P<before>[:\[]\s*+|,\s*+(?!{_KEY}:))"(?P<inside>(?:[^"\\]|\\.?|"(?!{_FOLLOWS}))*+)(?P<end>"|\Z)', re.DOTALL
)
_QUOTE = re.compile(r'(?P<escaped>\\.)|"', re.DOTALL)
_BETWEEN = re.compile(r"[\s;,]*")
_DECODER = json.JSONDecoder(strict=False)


def json_values(text: str) -> Iterator[object]:
    """Yields the values in a text, up to the first that cannot be mended; those of valid JSON as they are."""
    try:
        yield json.loads(text, strict=False)
    except RecursionError:
        return
    except ValueError:
        values, whole = _mended_values(_PARTS.sub(_mended, text))
        if not whole:
            others, mended = _mended_values(_PARTS.sub(_mended, _quoted(text)))
            values = others if mended else values
        yield from values


def _mended_values(text: str) -> tuple[list[object], bool]:
    """Returns the values up to the first that is none, and whether they are all."""
    values: list[object] = []
    at = _end_of_gap(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        at = _end_of_gap(text, at)
    return values, True


def _quoted(text: str) -> str:
    """Returns a text with the quotes escaped that stand inside its strings, as what follows them shows."""
    return _VALUE.sub(_escaped, text)


def _escaped(value: re.Match[str]) -> str:
    inside = _QUOTE.sub(lambda found: found["escaped"] or r"\"", value["inside"])
    return f'{value["before"]}"{inside}{value["end"]}'


def _end_of_gap(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _mended(part: re.Match[str]) -> str:
    """A string without escapes that JSON has not; nothing for a comment or a comma before a bracket."""
    return _ESCAPE.sub(lambda escape: escape["other"] or escape[0], part["string"] or "")
