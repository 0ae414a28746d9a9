"""Turns one row of a larger file into a record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time

from polyglot_news.read.page import encodable
from polyglot_news.read.reasons import QUOTES, Reason, reject
from polyglot_news.records import Kind, Record, Reject

PAGE_COLUMNS = (("html", Kind.HTML), ("text", Kind.DUMP))
DEEPEST = 100
"""So many lists and objects may lie in each other in a column that is carried along; Python ends at about 900."""


def row_record(row: Mapping[str, object], source: str) -> Record | Reject:
    """The page in column ``html``, else ``text``; ``url`` and ``id`` where present, every other column in ``extra``."""
    held = [(column, kind) for column, kind in PAGE_COLUMNS if column in row]
    if not held:
        return reject(source, Reason.BAD_ROW, f"no column html or text{QUOTES}{', '.join(map(str, row)) or 'none'}")
    column, kind = next(((c, k) for c, k in held if row[c]), held[0])
    content = "" if row[column] is None else row[column]
    if not isinstance(content, str | bytes):
        return reject(source, Reason.BAD_ROW, f"column {column} holds {type(content).__name__}, not text")
    extra = {encodable(str(key)): plain(value) for key, value in row.items() if key not in (column, "url", "id")}
    return Record(
        source=source, content=content, kind=kind, id=_name(row.get("id")), url=_name(row.get("url")), extra=extra
    )


def plain(value: object, depth: int = 0) -> object:
    """The value as JSON can hold it: dates as ISO 8601, bytes as text, no NaN, no lone surrogate.

    What lies deeper than ``DEEPEST`` is left out: None.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return encodable(value)
        case float():
            return value if math.isfinite(value) else None
        case bytes():
            return value.decode("utf-8", "replace")
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping() | list() | tuple() if depth == DEEPEST:
            return None
        case Mapping():
            return {encodable(str(key)): plain(item, depth + 1) for key, item in value.items()}
        case list() | tuple():
            return [plain(item, depth + 1) for item in value]
        case _:
            return str(value)


def _name(value: object) -> str | None:
    return None if value is None or value == "" else str(plain(value))
