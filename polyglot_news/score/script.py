"""Whether a translation is written in the letters of its language."""

from __future__ import annotations

import re

from polyglot_news.score.candidate import Candidate

_LETTERS = re.compile(r"[^\W\d_]+")
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

    None when the target has no letters, or the language has more than one script.
    """
    language = candidate.target_lang.split("-")[0]
    letters = sum(map(len, _LETTERS.findall(candidate.target)))
    if not letters or language in _MANY_SCRIPTS:
        return None
    pattern = _INSIDE[_SCRIPTS.get(language, "Latn")]
    return min(1.0, sum(map(len, pattern.findall(candidate.target))) / letters)
