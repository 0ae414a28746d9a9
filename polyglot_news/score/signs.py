"""The numbers of a text that are below zero."""

from __future__ import annotations

import re

_MINUS = re.compile(
    r"(?:(?<![^\s(\[{\"'«“„,;=])(?<!\d\s)[-−–]|(?<![\w-])(?<!plus\s)(?<!плюс\s)(?:minus|минус|мінус|moins|menos|meno)\s)(\d{1,30})"
    r"|(?<![\d.,])(\d{1,4})(?:[.,]\d{1,2})?\s?(?:°\s?[CF]?|градус\w*|degrees?)(?:\s\w+)?\s(?:мороз\w|ниже\sнуля|нижче\sнуля|below\szero)",
    re.IGNORECASE,
)
_PLUS = re.compile(r"(?:(?<!\S)\+|\b(?:plus|плюс|più|más|mais)\s)(\d{1,30})", re.IGNORECASE)
_BELOW = re.compile(
    r"minus|минус|мінус|moins|menos|meno|negativ|отрицат|від['’]ємн|below|under|sub-?zero|ниже|нижче|мороз|frost|unter"
    r"|dessous|bajo|sotto|abaixo|poniżej|零下|氷点下|マイナス|负|負|영하|マイナス",
    re.IGNORECASE,
)


def signs_changed(source: str, target: str) -> int:
    """Counts the numbers that are below zero on one side only, where nothing on the other says so in another way."""
    return _lost(source, target) + _lost(target, source)


def _lost(text: str, other: str) -> int:
    below = {int(before or behind) for before, behind in _MINUS.findall(text)}
    return sum(_is_above(number, other) for number in below) if below else 0


def _is_above(number: int, text: str) -> bool:
    """Says whether a text has a number, but no word or dash that could be its minus."""
    if re.search(rf"[-−–—‑]\s?{number}(?!\d)", text):
        return False
    if number in map(int, _PLUS.findall(text)):
        return True
    return not _BELOW.search(text) and re.search(rf"(?<!\d){number}(?!\d)", text) is not None
