"""How counts are said to people."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun, which is many unless it is one: 1 page, 2 pages."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
