"""Whether a translation is written in the letters of its language."""

from __future__ import annotations

import re

from polyglot_news.languages import primary
from polyglot_news.protected import without_protected
from polyglot_news.score.candidate import Candidate
from polyglot_news.score.names import is_name

_SHORT, _FEW, _WORD = 5, 2, 3
_LOST = "\ufffd"
_LETTERS = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(r"[A-Za-z]+|(?:(?![A-Za-z])[^\W\d_])+")
_LATIN = re.compile(r"(?<![^\W\d_])[A-Za-z]+(?![^\W\d_])")
_PHRASE = re.compile(r"(?<!\S)[a-z]{2,}(?: [a-z]{2,}){2,}(?=[\s,.;:!?]|$)")
_RANGES = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʯḀ-ỿⱠ-ⱿꜢ-ꟿＡ-Ｚａ-ｚ",
    "Cyrl": "Ѐ-ԯᲀ-ᲈꙀ-ꚟ",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Arab": "؀-ۿݐ-ݿࡰ-ࣿﭐ-﷿ﹰ-﻿",
    "Hebr": "א-ת",
    "Deva": "ऀ-ॿ",
    "Beng": "ঀ-৿",
    "Guru": "਀-੿",
    "Gujr": "઀-૿",
    "Taml": "஀-௿",
    "Telu": "ఀ-౿",
    "Knda": "ಀ-೿",
    "Mlym": "ഀ-ൿ",
    "Sinh": "඀-෿",
    "Thai": "฀-๿",
    "Laoo": "຀-໿",
    "Mymr": "က-႟",
    "Khmr": "ក-៿",
    "Geor": "Ⴀ-ჿᲐ-Ჿ",
    "Armn": "Ա-֏",
    "Ethi": "ሀ-፿",
    "Hani": "㐀-䶿一-鿿豈-﫿",
    "Jpan": "ぁ-ヿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ",
    "Kore": "가-힯ᄀ-ᇿ㄰-㆏一-鿿",
}
_INSIDE = {name: re.compile(f"[{characters}]+") for name, characters in _RANGES.items()}
_SCRIPTS = {
    language: script
    for script, languages in {
        "Cyrl": "ru uk be bg mk kk ky mn tg tt ba cv",
        "Grek": "el",
        "Arab": "ar fa ur ps ckb sd ug",
        "Hebr": "he yi",
        "Deva": "hi mr ne sa",
        "Beng": "bn as",
        "Guru": "pa",
        "Gujr": "gu",
        "Taml": "ta",
        "Telu": "te",
        "Knda": "kn",
        "Mlym": "ml",
        "Sinh": "si",
        "Thai": "th",
        "Laoo": "lo",
        "Mymr": "my",
        "Khmr": "km",
        "Geor": "ka",
        "Armn": "hy",
        "Ethi": "am ti",
        "Hani": "zh",
        "Jpan": "ja",
        "Kore": "ko",
    }.items()
    for language in languages.split()
}
_MANY_SCRIPTS = {"sr", "bs", "sh", "uz", "az", "ku", "und"}


def script(candidate: Candidate) -> float | None:
    """Returns the share of the target's letters that are of its language's script.

    What is meant to stay does not count: addresses, placeholders, the source's short Latin names in capitals (NASA) or
    with a capital inside (iPhone), and its other capitalised Latin words (Google Chrome) beside letters of the
    language, or where the source is in another script itself. None when no letters are left, for a name that was left
    whole (:func:`polyglot_news.score.names.is_name`), and when the language has more than one script; 0 when the target
    alone has a character that was lost (U+FFFD), and when it is in two languages.
    """
    if _LOST in candidate.target and _LOST not in candidate.source:
        return 0.0
    language = primary(candidate.target_lang)
    if language in _MANY_SCRIPTS:
        return None
    if candidate.source.split() == candidate.target.split() and is_name(candidate.source):
        return None
    inside = _INSIDE[_SCRIPTS.get(language, "Latn")]
    target = without_protected(candidate.target)
    if _is_mixture(target, inside):
        return 0.0
    stays = _staying(candidate.source)
    if inside is not _INSIDE["Latn"] and (inside.search(target) or primary(candidate.source_lang) in _SCRIPTS):
        stays |= {word for word in _LATIN.findall(candidate.source) if word.istitle()}
    words = [word for word in _RUNS.findall(target) if word not in stays]
    letters = sum(map(len, words))
    return min(1.0, sum(map(len, inside.findall(" ".join(words)))) / letters) if letters else None


def _is_mixture(target: str, inside: re.Pattern[str]) -> bool:
    """Says whether words of another script that are no names stand in a text.

    In Latin letters two words, one of them without capital, are enough; elsewhere commands, titles and terms stay, so
    that it takes three in a row.
    """
    if inside is not _INSIDE["Latn"]:
        return _PHRASE.search(target) is not None
    if target.isascii():
        return False
    strange = [word for word in _LETTERS.findall(target) if len(word) >= _WORD and not inside.search(word)]
    return len(strange) > 1 and any(word.islower() for word in strange)


def _staying(source: str) -> set[str]:
    """Returns the short names; a text all in capitals has only names when it is as short as they are."""
    words = _LATIN.findall(source)
    shouted = len(words) > _FEW and source.isupper()
    return {word for word in words if _is_mixed(word) or (len(word) <= _SHORT and word.isupper() and not shouted)}


def _is_mixed(word: str) -> bool:
    """Says whether a capital stands anywhere but at the start: iPhone, PhD, YouTube."""
    return not (word.isupper() or word.islower() or word[1:].islower())
