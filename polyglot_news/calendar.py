"""The names of months and weekdays in the languages news is written in, from dateparser's tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def months() -> Mapping[str, int]:
    """Returns the names of the months, case-folded and without dots → their numbers."""
    return _table()["months"]


@cache
def dated_months(language: str) -> Mapping[str, int]:
    """Returns also the names that are other words, too, and are months only between a day and a year.

    Of a ``language`` (BCP-47), those win that mean another month elsewhere: a Croatian "listopad" is October.
    """
    return {**_table()["months.beside"], **months(), **_table().get(f"months.{language}", {})}


@cache
def weekdays() -> frozenset[str]:
    """Returns the names of the days of the week, case-folded and without dots."""
    return frozenset(_table()["weekdays"])


@cache
def _table() -> Mapping[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("calendar.json").read_text(encoding="utf-8"))
    return table
