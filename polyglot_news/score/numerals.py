"""Numbers that are said without digits: in words, as Roman numerals, as the names of months."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from polyglot_news.calendar import months
from polyglot_news.languages import primary

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<!\w)(?:[IVXLC]{2,}|[VX])(?!\w)")
_LOOKALIKES = str.maketrans("ХІСЛ", "XICL")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HUNDRED, _THOUSAND = 100, 1000
Patterns = Mapping[int, re.Pattern[str]]


def is_said(number: int, text: str, language: str) -> bool:
    """Says whether a text has a number below a hundred, or thousands and millions of them, without its digits.

    ``20`` is said by XX, twenty and двадцать (25 by двадцати and пяти, wherever they stand), ``2`` by February, ``14``
    by 2 p.m., ``30000`` by thirty thousand. The words are those of ``numerals.json``, a star for any letters.
    """
    plain = text.replace("ё", "е")
    if number in _romans(plain) or number in _named_months(plain):
        return True
    return _in_words(number, plain, _patterns(primary(language)))


def scale_after(text: str, place: int, language: str) -> tuple[int, int]:
    """Returns what the word behind a number multiplies it by, and where it ends: 1000 in ``5 тыс.``, 1 for no word."""
    patterns = _scales(primary(language))
    found = ((scale, pattern.match(text, place)) for scale, pattern in patterns.items())
    return next(((scale, word.end()) for scale, word in found if word), (1, place))


def knows_scales(language: str) -> bool:
    """Says whether the words of a language for thousands and millions are known."""
    return bool(_scales(primary(language)))


def _in_words(number: int, text: str, patterns: Patterns) -> bool:
    if number in patterns:
        return bool(patterns[number].search(text))
    if number < _HUNDRED:
        parts = number // 10 * 10, number % 10
        return all(part in patterns and patterns[part].search(text) for part in parts)
    whole = [scale for scale in patterns if scale >= _THOUSAND and number % scale == 0]
    return any(
        number // scale < _HUNDRED and patterns[scale].search(text) and _in_words(number // scale, text, patterns)
        for scale in whole
    )


def _romans(text: str) -> set[int]:
    return {_roman(found) for found in _ROMAN.findall(text.translate(_LOOKALIKES))}


def _roman(numeral: str) -> int:
    values = [_LETTERS[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _named_months(text: str) -> set[int]:
    return {months()[word] for word in _WORD.findall(text.casefold()) if word in months()}


@cache
def _patterns(language: str) -> Patterns:
    return {number: re.compile(rf"\b{words}", re.I) for number, words in _table().get(language, {}).items()}


@cache
def _scales(language: str) -> Patterns:
    words = _table().get(language, {})
    return {number: re.compile(rf"[\s-]?{words[number]}", re.I) for number in words if number >= _THOUSAND}


@cache
def _table() -> Mapping[str, Mapping[int, str]]:
    """Returns the words for each number of each language, as a pattern."""
    text = files("polyglot_news.score").joinpath("numerals.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return {
        language: {int(number): _any_of(words) for number, words in rows.items()} for language, rows in table.items()
    }


def _any_of(words: str) -> str:
    alternatives = "|".join(words.split()).replace("*", r"\w*")
    return rf"(?:{alternatives})\b"
