"""Numbers that are said without digits: in words, as Roman numerals, in small digits."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from polyglot_news.languages import primary

_DIGITS = re.compile(r"\d+")
_ENDING = r"\+?(?:-[^\W\d]{1,3}(?=\s))?[\s-]?"
_SMALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,30}|[₀₁₂₃₄₅₆₇₈₉]{1,30}")
_ROMAN = re.compile(
    r"(?<!\w)(?:([IVXLCDM]{2,}|[VX])(?:-?(?:й|го|му|м|ый|ом|ый|er|e|ᵉʳ?|ème)|)|(I)(?:er|ʳᵉ|ᵉʳ|-[йгмяе]\w?|(?=\s[а-яёіїє])))(?!\w)"
    r"|(?<=[а-яёіїє]\s)(I)(?!\w)|(?<=siglo\s)(I)(?!\w)"
)
_LOOKALIKES = str.maketrans("ХІСЛ", "XICL")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_TEN, _HUNDRED, _THOUSAND, _MOST = 10, 100, 1000, 10_000
_SCALES = frozenset(10**power for power in (2, 3, 4, 5, 6, 7, 8, 9, 12))
_YEARS = range(1100, 2100)
_ONE_AND_A_HALF = 1.5
Patterns = Mapping[float, re.Pattern[str]]


def is_said(number: float, text: str, language: str) -> bool:
    """Says whether a text has a number below ten thousand, or thousands and millions, without its digits.

    ``20`` is said by XX, twenty and двадцать (25 by двадцати and пяти, wherever they stand), ``2`` by H₂O, ``1`` and
    ``2`` by ½, ``30000`` by thirty thousand, ``1984`` by nineteen eighty-four. The words are those of
    ``numerals.json``, a star for any letters.
    """
    plain = text.replace("ё", "е")
    if number in _romans(plain) or number in _small_digits(plain):
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


def _in_words(number: float, text: str, patterns: Patterns) -> bool:
    if number in patterns and patterns[number].search(text):
        return True
    parts = _in_parts(number, text, patterns) or _in_scales(number, text, patterns)
    return parts or (number in _YEARS and _in_halves(number, text, patterns))


def _in_halves(number: float, text: str, patterns: Patterns) -> bool:
    """Says whether a year is said as two numbers: nineteen eighty-four."""
    return number % _HUNDRED >= _TEN and all(_in_words(half, text, patterns) for half in divmod(number, _HUNDRED))


def _in_parts(number: float, text: str, patterns: Patterns) -> bool:
    """Says whether the thousands, hundreds, tens and ones of a number are said, wherever they stand."""
    thousands, hundreds = number // _THOUSAND * _THOUSAND, number % _THOUSAND // _HUNDRED * _HUNDRED
    tens, ones = number % _HUNDRED // 10 * 10, number % 10
    rest = [tens + ones] if tens == _TEN and tens + ones in patterns else [tens, ones]
    parts = [part for part in (thousands, hundreds, *rest) if part]
    return number < _MOST and len(parts) > 1 and all(_in_words(part, text, patterns) for part in parts)


def _in_scales(number: float, text: str, patterns: Patterns) -> bool:
    """Says whether a number is said as so many hundreds, thousands or millions, or one and a half of them."""
    return any(
        ((number % scale == 0 and 1 < number // scale < _THOUSAND) or number == _ONE_AND_A_HALF * scale)
        and patterns[scale].search(text)
        and _in_words(number / scale, text, patterns)
        for scale in patterns
        if scale in _SCALES
    )


def _romans(text: str) -> set[int]:
    return {_roman("".join(found)) for found in _ROMAN.findall(text.translate(_LOOKALIKES))}


def _roman(numeral: str) -> int:
    values = [_LETTERS[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _small_digits(text: str) -> set[int]:
    """Returns the numbers in subscript and superscript, and those of fractions in one character, either way."""
    if text.isascii():
        return set()
    numbers = {int("".join(str(unicodedata.digit(c)) for c in found[0])) for found in _SMALL.finditer(text)}
    fractions = {c for c in text if unicodedata.category(c) == "No" and "\u2044" in unicodedata.normalize("NFKC", c)}
    written = [f"{unicodedata.normalize('NFKC', c)} {unicodedata.numeric(c):.4g}" for c in fractions]
    return numbers | {int(digits) for each in written for digits in _DIGITS.findall(each)}


@cache
def _patterns(language: str) -> Patterns:
    return {number: re.compile(rf"\b{words}", re.I) for number, words in _table().get(language, {}).items()}


@cache
def _scales(language: str) -> Mapping[int, re.Pattern[str]]:
    """Returns the words from thousand on, the largest first (mil millones before mil); digits may follow: 1万2000."""
    words = {int(number): pattern for number, pattern in _table().get(language, {}).items() if number >= _THOUSAND}
    return {number: re.compile(_ENDING + _before_digits(words[number]), re.I) for number in sorted(words, reverse=True)}


def _before_digits(pattern: str) -> str:
    return pattern.replace(r"\w*", r"[^\W\d]*").replace(r"\b", r"(?![^\W\d])")


@cache
def _table() -> Mapping[str, Mapping[float, str]]:
    """Returns the words for each number of each language, as a pattern."""
    text = files("polyglot_news.score").joinpath("numerals.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return {
        language: {float(number): _any_of(words) for number, words in rows.items()} for language, rows in table.items()
    }


def _any_of(words: str) -> str:
    alternatives = "|".join(words.split()).replace("*", r"\w*")
    return rf"(?:{alternatives})\b"
