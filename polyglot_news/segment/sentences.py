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
_BEFORE_ITEMS = frozenset(";:")
_WORD = re.compile(r"[^\s\"'“”«»„‘(\[/–—]*\Z")
_NEXT = re.compile(r"(\s*)([\"'“”«»„‘(¿¡\[–—-]*)\s*([^\W\d_]*)(\d*)")
_LETTER_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,2})\.[ \u00a0\u202f]\Z")
_INITIALS = re.compile(r"(?:[^\s.]{1,3}\.)+[^\s.]{1,3}\Z|[^\W\d_]\Z")


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
    kind, end = match.lastgroup, match.end()
    if kind in ("line", "colon"):
        return end
    if not quoted and '"' in match[0] and text[end : end + 1].strip():
        end = match.start() + match[0].index('"')
    if kind == "wide":
        return end if not (text[end - 1] in "」』" and text.startswith("と", end)) else 0
    after = _NEXT.match(text, end)
    assert after
    if after[3][:1].islower() and not "ა" <= after[3][0] <= "ჿ":
        return 0
    if kind != "plain" or match[0][0] != "." or match[0].startswith(".."):
        return 0 if _names_company(text, after, habits) else end
    return end if _stop_ends(text, match, after, habits, start=start) else 0


def _names_company(text: str, after: re.Match[str], habits: Habits) -> bool:
    """True where an abbreviation that begins no sentence follows: ``Yahoo! Inc.``"""
    return after[3].lower() in habits.abbreviations and text[after.end() : after.end() + 1] == "."


def _stop_ends(text: str, match: re.Match[str], after: re.Match[str], habits: Habits, *, start: int) -> bool:
    """Decides on a full stop before a word that may begin a sentence."""
    found = _WORD.search(text, max(0, match.start() - 24), match.start())
    word = found[0].lower().lstrip(".") if found else ""
    if not after[1]:
        return len(word) > 2 and "." not in word and word.isalpha() and after[3][1:2].islower()
    if match[0] != ".":
        return True
    at = found.start() if found else match.start()
    if len(word) == 1 and (letter := _LETTER_BEFORE.search(text, max(0, at - 4), at)):
        spaced = f"{letter[1].lower()}.{word}"
        word = spaced if spaced in habits.titles or spaced in habits.abbreviations else word
    if word in habits.titles and not _is_counted(text, at):
        return False
    if word.isdigit() and len(word) < 3 and _begins(text, at, start):
        return False
    if word.isdigit():
        return not (habits.ordinals and len(word) < 3 and not after[4])
    if len(word) == 1 and len(after[3]) == 1 and text[after.end() : after.end() + 1] == ".":
        return False
    if word in habits.titles or word in habits.abbreviations or _INITIALS.match(word):
        return after[3].lower() in habits.starters
    return True


def _is_counted(text: str, at: int) -> bool:
    """True after a number: ``г.`` is a year in ``1799 г.`` and a town in ``г. Москва``."""
    return text[max(0, at - 2) : at].rstrip(" \u00a0")[-1:].isdigit()


def _begins(text: str, at: int, start: int) -> bool:
    """True where a sentence or a clause may begin: a number there counts the items of a list."""
    before = text[start:at].rstrip(" \t\u00a0")
    return not before or before[-1] in _BEFORE_ITEMS
