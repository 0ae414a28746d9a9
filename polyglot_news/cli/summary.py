"""What a run did, as a few short lines of text that fit 80 columns, on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

WIDTH = 80
LANGUAGES = 12
UNBALANCED = "The account does not add up; an input may have changed while it was read."
_STAGES = ("pages", "text", "blocks", "segments", "translate")
_ACTIONS = ("translate", "keep", "skip")


def summary(report: Mapping[str, Any]) -> Iterator[str]:
    """Yields the account, the languages with the most segments, and counts of roles and reasons.

    ``report`` is what ``report.json`` holds; raises KeyError or TypeError where it is something else.
    """
    yield from _account(report["account"])
    if report.get("balanced") is False:
        yield UNBALANCED
    segments = report["segments"]
    if segments["by_language"]:
        yield ""
        yield from _languages(segments["by_language"], report["pairs"])
    for title, counts in (
        ("roles", {role: sum(row.values()) for role, row in segments["by_role"].items()}),
        ("skipped", segments["skipped"]),
        ("not kept", _reasons(report["pairs"])),
        ("rejected", report["rejects"]),
    ):
        if counts:
            yield from wrapped(title, [f"{name} {n:,}" for name, n in _largest(counts)])


def wrapped(title: str, items: Sequence[str]) -> Iterator[str]:
    """Yields the items behind their title, as many a line as fit."""
    line = f"{title}:"
    for place, item in enumerate(items):
        word = item + ("," if place + 1 < len(items) else "")
        if len(line) + len(word) >= WIDTH and line.strip() != f"{title}:":
            yield line
            line = " "
        line += f" {word}"
    yield line


def _account(account: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for name in sorted(account, key=_STAGES.index):
        row = account[name]
        keys = [
            *(action for action in _ACTIONS if action in row),
            *(key for key in row if key not in ("seen", *_ACTIONS)),
        ]
        went = ", ".join(f"{key} {row[key]:,}" for key in keys)
        yield f"{name:<9} {row['seen']:>11,}  {went}"


def _languages(rows: Mapping[str, Mapping[str, int]], pairs: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yields a line a language: its segments, what happens to them, and the pairs that were kept."""
    kept = {name.split("-")[0]: row.get("kept", 0) for name, row in pairs.items()}
    totals = _largest({language: sum(row.values()) for language, row in rows.items()})
    yield _line("language", ("segments", *_ACTIONS, "pairs"))
    for language, total in totals[:LANGUAGES]:
        row = rows[language]
        yield _line(language, [f"{n:,}" for n in (total, *(row.get(a, 0) for a in _ACTIONS), kept.get(language, 0))])
    if others := totals[LANGUAGES:]:
        yield from wrapped("others", [f"{language} {n:,}" for language, n in others])


def _line(head: str, cells: Iterable[str]) -> str:
    return f"{head:<9}" + "".join(f"{cell:>12}" for cell in cells)


def _reasons(pairs: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in pairs.values():
        for reason, n in row.items():
            if reason != "kept":
                counts[reason] = counts.get(reason, 0) + n
    return counts


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
