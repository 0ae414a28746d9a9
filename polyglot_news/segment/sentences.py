"""Sentence ends by rule, for any script, with offsets kept.

A stop is a candidate; what stands before it (an abbreviation, an initial, an ordinal) and after it (a small letter, a
closing quote, another sentence's first word) decides. The rules are ours; their shape follows Gillick, "Sentence
Boundary Detection and the Problem with the U.S." (2009), with a table in the place of a trained model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from polyglot_news.segment.abbreviations import Habits, habits_of

_STOPS = re.compile(
    r"(?P<wide>[。！？｡]+[」』】）〉》”’\")]*)"
    r"|(?P<plain>(?<![.!?…؟۔।॥။។։።])[.!?…؟۔।॥။។։።]++(?:[\"'’”»›)\]}“]|[ \u00a0\u202f]»)*+)(?=[\s–—«„-]|[^\W\d_]|\Z)"
    r"|(?<=[Ա-և])(?P<colon>[»”\", ]?:[»”\"]*)(?=[\s-])"
    r"|(?<=[\u0370-\u03ff])(?P<greek>;[»”\"]*)(?=\s)"
    r"|(?P<line>\n)"
)
_SIGNS = re.compile("[。！？｡.!?…؟۔।॥။։።:;\n]")
"""What a stop begins with, or has as its second character: looked for first, because one set is found at once."""
_ALWAYS_END = frozenset({"line", "colon"})
_BEFORE_ITEMS = frozenset(";:")
_FULL_STOP = re.compile(r"\.(?!\.)")
_TO_LAST_WORD = re.compile(r"(?s:.*)(?:[\s\"“”«»„‘(\[/–—]|(?<![^\W\d_])'|['’](?=[^\W\d_]{2}))")
"""An apostrophe begins a word in ``l'art.``, but not in ``Peter's.``"""
_NEXT = re.compile(
    r"(?P<gap>\s*)"
    r"(?:['’][knst]\s)?"  # Dutch: 's Avonds
    r"[\"'“”«»„‘(¿¡\[–—-]*\s*"
    r"(?P<word>[^\W\d_]*)(?P<number>\d*)"
)
_LETTER_BEFORE = re.compile(r"(?<![^\W\d_])(?P<letter>[^\W\d_]{1,2})\.[ \u00a0\u202f]\Z")
_INITIALS = re.compile(r"(?:[^\s.]{1,3}\.)+[^\s.]{1,3}\Z|[^\W\d_]\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")


def spans(text: str, language: str = "und") -> list[tuple[int, int]]:
    """Returns the sentences of a text as ``(start, end)`` character offsets, stripped of white space.

    Together they cover every character that is not white space. ``language`` (BCP-47) chooses the abbreviations.
    """
    habits = habits_of(language)
    cuts: list[int] = []
    seen = quotes = 0
    for match in _stops(text):
        quotes += text.count('"', seen, match.start())
        seen = match.start()
        start = cuts[-1] if cuts else 0
        if end := _cut(text, match, habits, start=start, quoted=quotes % 2 == 1):
            cuts.append(end)
    return [span for a, b in pairwise([0, *cuts, len(text)]) if (span := stripped(text, a, b))]


def _stops(text: str) -> Iterator[re.Match[str]]:
    """Yields what ``_STOPS`` finds."""
    end = 0
    for sign in _SIGNS.finditer(text):
        at = sign.start()
        if at < end:
            continue
        before = _STOPS.match(text, at - 1) if text[at] == ":" and at > end else None
        if match := before or _STOPS.match(text, at):
            end = match.end()
            yield match


def stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Returns the part of ``text[start:end]`` between its outer white space, ``None`` when there is nothing else."""
    part = text[start:end]
    body = part.strip()
    if not body:
        return None
    lead = start + part.index(body[0])
    return lead, lead + len(body)


def _cut(text: str, match: re.Match[str], habits: Habits, *, start: int, quoted: bool) -> int:
    """Returns where the sentence from ``start`` ends, 0 if it goes on; ``quoted`` inside straight quotation marks."""
    kind, stop, end = match.lastgroup, match[0], match.end()
    if kind in _ALWAYS_END:
        return end
    if not quoted and '"' in stop and text[end : end + 1].strip():
        end = match.start() + stop.index('"')
    if kind == "wide":
        return 0 if _is_reported(text, end) else end
    after = _NEXT.match(text, end)
    if after is None or _is_small(after["word"]):
        return 0
    if _FULL_STOP.match(stop):
        return end if _stop_ends(text, match, after, habits, start=start) else 0
    return 0 if _names_company(text, after, habits) or _is_spelt(text, match, after, habits) else end


def _is_reported(text: str, end: int) -> bool:
    """True for Japanese speech that its sentence goes on to report: ``「そうだ。」と``."""
    return text[end - 1] in "」』" and text.startswith("と", end)


def _is_small(word: str) -> bool:
    """True where a word begins with a small letter; Georgian, whose words begin with no other, has none."""
    return word[:1] != word[:1].title()


def _names_company(text: str, after: re.Match[str], habits: Habits) -> bool:
    """True where an abbreviation that begins no sentence follows: ``Yahoo! Inc.``"""
    return after["word"].lower() in habits.abbreviations and _is_abbreviated(text, after)


def _is_spelt(text: str, match: re.Match[str], after: re.Match[str], habits: Habits) -> bool:
    """True between the names of two letters: ``پی۔ٹی۔آئی``."""
    if after["gap"] or match[0] != "۔" or after["word"] not in habits.abbreviations:
        return False
    _, word = _word_before(text, match.start(), habits)
    return word.split("۔")[-1] in habits.abbreviations


def _is_abbreviated(text: str, after: re.Match[str]) -> bool:
    return text.startswith(".", after.end())


def _stop_ends(text: str, match: re.Match[str], after: re.Match[str], habits: Habits, *, start: int) -> bool:
    """Decides on a full stop before a word that may begin a sentence."""
    at, word = _word_before(text, match.start(), habits)
    if not after["gap"]:
        return _lacks_space(word, after["word"])
    if match[0] != ".":
        return True
    if word.isdigit():
        return not _counts(text, word, after, habits, at=at, start=start)
    if word in habits.counters:
        return not _is_number(text, after, habits)
    if word in habits.titles and not _is_counted(text, at):
        return False
    if len(word) == len(after["word"]) == 1 and _is_abbreviated(text, after):
        return False
    if word in habits.titles or word in habits.abbreviations or _INITIALS.match(word):
        return after["word"].lower() in habits.starters
    return True


def _word_before(text: str, stop: int, habits: Habits) -> tuple[int, str]:
    """Returns the word before a stop in small letters, and where it begins; ``т. д.`` is one word, ``т.д``."""
    nearby = max(0, stop - 24)
    found = _TO_LAST_WORD.match(text, nearby, stop)
    at = found.end() if found else nearby
    word = text[at:stop].lower().lstrip(".")
    if len(word) == 1 and (before := _LETTER_BEFORE.search(text, max(0, at - 4), at)):
        spaced = f"{before['letter'].lower()}.{word}"
        if spaced in habits.titles or spaced in habits.abbreviations:
            word = spaced
    return at, word


def _lacks_space(word: str, following: str) -> bool:
    """True between two words of which the second has a capital and small letters: ``left.Nobody``, not ``asp.NET``."""
    return len(word) > 2 and word.isalpha() and following[1:2].islower()


def _counts(text: str, number: str, after: re.Match[str], habits: Habits, *, at: int, start: int) -> bool:
    """True for a number that counts the items of a list, or is an ordinal: ``29. September``."""
    if len(number) > 2:
        return False
    return _begins(text, at, start) or (habits.ordinals and not after["number"])


def _is_number(text: str, after: re.Match[str], habits: Habits) -> bool:
    """True before a number, in Roman figures and after a letter too: ``No. 5``, ``Vol. II``, ``art. L. 122``."""
    word = after["word"]
    if after["number"] or (len(word) == 1 and _is_abbreviated(text, after)):
        return True
    return bool(_ROMAN.match(word)) and word.lower() not in habits.starters


def _is_counted(text: str, at: int) -> bool:
    """True after a number: ``г.`` is a year in ``1799 г.`` and a town in ``г. Москва``."""
    return text[max(0, at - 2) : at].rstrip(" \u00a0")[-1:].isdigit()


def _begins(text: str, at: int, start: int) -> bool:
    """True where a sentence or a clause may begin: a number there counts the items of a list."""
    before = text[start:at].rstrip(" \t\u00a0")
    return not before or before[-1] in _BEFORE_ITEMS
