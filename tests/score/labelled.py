"""Good translations written for the tests, and what failing models make of them: one fault each, with its name."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from polyglot_news.glossary import NO_TERMS, Term, Terms


class Labelled(NamedTuple):
    """An output with the reason for which it should be refused, empty when it is good."""

    source: str
    target: str
    languages: tuple[str, str]
    fault: str
    terms: Terms = NO_TERMS


GOOD = [
    (source_lang, target_lang, source, target)
    for line in (Path(__file__).parent / "good.tsv").read_text(encoding="utf-8").splitlines()
    for source_lang, target_lang, source, target in [line.split("\t")]
]
OTHER_SCRIPT = {"ru": "Latn", "zh": "Latn", "el": "Latn"}
NOISE = {"Latn": "Gestern begann {} im kleinen Hafen", "Cyrl": "Вчера начался {} и длился всю ночь"}
_PROTECTED = re.compile(r"https?://\S+\w|\S+@\S+\w|@\w+|%s|\{name\}|</?b>")
_GARBLED = str.maketrans("esb", "azp")
_OTHERWISE = {
    "May": "August",
    "March": "October",
    "12 June": "12 July",
    "April": "January",
    "7 p.m.": "7 a.m.",
    "3 p.m.": "3 a.m.",
    "8 a.m.": "8 p.m.",
    "9 a.m.": "9 p.m.",
    " -": " ",
    "half a litre": "a quarter of a litre",
    "0,5 л": "1,5 л",
    "2/3": "1/3",
    "50%": "25%",
    "19th century": "18th century",
    "$1.5bn": "$1.5m",
    "2 1/2": "2 1/4",
}
_DENSE = ("zh", "ja", "ko")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG = 60


def labelled() -> Iterator[Labelled]:
    """Every good pair, and each fault put into every pair that can have it."""
    chance = random.Random(5)
    for source_lang, target_lang, source, target in GOOD:
        languages = (source_lang, target_lang)
        yield Labelled(source, target, languages, "")
        for fault, bad in _faults(source, target, languages, chance):
            yield Labelled(source, bad, languages, fault)
        yield from _with_term(source, target, languages)


def _with_term(source: str, target: str, languages: tuple[str, str]) -> Iterator[Labelled]:
    """A glossary that asks for the longest word of the target, and another word in its place."""
    here, words = (sorted(_WORD.findall(_PROTECTED.sub(" ", text)), key=len, reverse=True) for text in (source, target))
    if len(words) > 1 and not {*languages} & {*_DENSE, "zh"}:
        terms = Terms([Term(forms=(here[0],), targets=(words[0],))])
        yield Labelled(source, target, languages, "", terms)
        yield Labelled(source, target.replace(words[0], words[1]), languages, "lost_term", terms)


def _faults(source: str, target: str, languages: tuple[str, str], chance: random.Random) -> Iterator[tuple[str, str]]:
    words = list(target) if languages[1] == "zh" else target.split()
    space = "" if languages[1] == "zh" else " "
    yield "empty", ""
    cut = chance.randrange(1, len(words)) if len(words) > 1 else 1
    yield "repetition", space.join(words[:cut] + words[max(0, cut - 1 - cut % 3) : cut] * (12 + cut))
    yield "repetition", target + space + words[-1][:2] * 40
    if len(source) > 40 or (languages[0] in _DENSE and len(source) > 15):
        yield "too_short", space.join(words[: max(1, len(words) // 8)])
        others = [row[3] for row in GOOD if row[1] == languages[1] and row[3] != target and len(row[3]) > 30]
        if len(others) > 5:
            yield "too_long", space.join([target, *chance.sample(others, 5)])
    if languages[1] in OTHER_SCRIPT or languages[0] in ("ru", "zh", "ar", "ja", "ko", "uk"):
        if source != target:
            yield "wrong_script", source
        foreign = NOISE["Latn" if languages[1] in OTHER_SCRIPT else "Cyrl"]
        yield "wrong_script", foreign.format(words[0])
    elif len(source.split()) > 3 and languages != ("bg", "ru"):
        yield "copy", source
    if languages[1] == "en" and len(target) > _LONG:
        foreign = [row[2] for row in GOOD if row[0] in ("de", "fr", "it", "es") and len(row[2]) > _LONG]
        yield "wrong_language", chance.choice([text for text in foreign if text != source])
    if _PROTECTED.search(target):
        yield "lost_placeholder", _PROTECTED.sub("", target)
        yield "lost_placeholder", _PROTECTED.sub(lambda match: match[0].translate(_GARBLED), target)
    if re.search(r"\d", target):
        yield "numbers_differ", re.sub(r"\d", lambda match: str((int(match[0]) + 5) % 10), target)
        if re.search(r"\d", source):  # of numbers in words alone nobody can say that they were lost
            yield "numbers_differ", re.sub(r"\d+", "some", target)
    yield from (("numbers_differ", bad) for bad in _otherwise(target))


def _otherwise(target: str) -> Iterator[str]:
    """The target with another month, in the other half of the day, without the minus, and with another fraction."""
    for told, other in _OTHERWISE.items():
        if told in target:
            yield target.replace(told, other)
