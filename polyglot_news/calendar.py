"""The names of months and weekdays in the languages news is written in, from dateparser's tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def months() -> Mapping[str, int]:
    """Returns the names of the months, case-folded and without dots → their numbers."""
    return {name: int(number) for name, number in _table()["months"].items()}


@cache
def weekdays() -> frozenset[str]:
    """Returns the names of the days of the week, case-folded and without dots."""
    return frozenset(_table()["weekdays"])


@cache
def _table() -> Mapping[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("calendar.json").read_text(encoding="utf-8"))
    return table
