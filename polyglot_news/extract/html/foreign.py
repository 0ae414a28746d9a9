"""Finds the lines among an article that are in a language neither its own nor quoted by it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from lxml import etree

from polyglot_news.extract.html.markup import Line
from polyglot_news.records import Identify

_CERTAIN = 0.95
_FEW, _FEW_LATIN, _FEW_LETTERS = 4, 5, 4
_SHARE = 0.15
"""The share of an article from which a second language is part of it."""
_LONGEST = 120
"""Letters of the longest line that an interface says."""
_ASKED, _LOOKED_AT = 120, 60
_KNOWN = 0.12
"""The share of a line's words that other lines of its language have too."""
_WORD = re.compile(r"\w+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_QUOTE = re.compile(r"^[\"'“„«‘「『—–-]")
_VOCALISED = re.compile("(?:[\u064b-\u0652\u05b0-\u05bc].*){3}")
"""Vowel signs of Arabic and Hebrew, as scripture and poetry are quoted; no interface is written so."""
_QUOTING = frozenset({"blockquote", "q", "cite", "pre", "code"})
_GROUPS = "da no nb nn sv, cs sk, hr sr bs sl, es pt gl ca, id ms, nl af, bg mk"
_CLOSE = [frozenset(tags.split()) for tags in _GROUPS.split(", ")]
"""Languages whose short texts are taken for each other."""


def foreign_lines(lines: Sequence[Line], body: Sequence[int], language: str, *, identify: Identify) -> set[int]:
    """Returns those of ``body``, numbers of lines, that are in another language than the article's ``language``.

    Quotations and running text stay, and so does a language in which a good part of the article is written. Nothing
    is foreign where many lines seem so: then the article's own language is one that ``identify`` does not know.
    """
    scripts = {at: script_of(lines[at].text) for at in body}
    own = _most(scripts, lines, body)
    other = {at for at in body if scripts[at] not in ("", own) and _counts(lines[at], scripts[at], identify)}
    strange = _strange(lines, [at for at in body if at not in other])
    other_language = {at for at in strange if _language(lines[at], language, identify) != language}
    return {
        at
        for found in (other, other_language)
        if sum(lines[at].size for at in found) < _SHARE * sum(lines[at].size for at in body)
        for at in found
        if lines[at].size <= _LONGEST and not _quotes(lines[at])
    }


def _strange(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """The lines that share few words with the others: only for them is it worth asking for the language."""
    words = {at: set(_WORD.findall(lines[at].text[:_ASKED].casefold())) for at in body}
    used = Counter(chain.from_iterable(words.values()))
    known = {word for word, times in used.items() if times > 1}
    return [at for at in body if len(words[at] & known) < _KNOWN * len(words[at])]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA") else name


def script_of(text: str) -> str:
    """Returns the script most letters of a text's beginning are in, an empty string when it has none."""
    head = text[:_LOOKED_AT]
    others = () if head.isascii() else {letter for letter in head if letter > "\x7f" and letter.isalpha()}
    if all(_script(letter) == "LATIN" for letter in others):
        return "LATIN" if others or _ASCII_LETTER.search(head) else ""
    counts: Counter[str] = Counter()
    for letter, times in Counter(head).items():
        if letter.isalpha():
            counts[_script(letter)] += times
    return max(counts, key=lambda name: (counts[name], name), default="")


def _most(scripts: dict[int, str], lines: Sequence[Line], body: Sequence[int]) -> str:
    sizes: Counter[str] = Counter()
    for at in body:
        sizes[scripts[at]] += lines[at].size
    return max(sizes, key=lambda name: (sizes[name], name), default="")


def _counts(line: Line, script: str, identify: Identify) -> bool:
    """A line in another script counts by itself, but for one in Latin letters that may be a name."""
    if script != "LATIN":
        return line.size >= _FEW_LETTERS
    return len(_WORD.findall(line.text)) >= _FEW_LATIN and identify(line.text[:_ASKED]).probability >= _CERTAIN


def _language(line: Line, expected: str, identify: Identify) -> str:
    """The line's language where it is certain and not close to the expected one, else the expected one."""
    if len(_WORD.findall(line.text[:_ASKED])) < _FEW:
        return expected
    guess = identify(line.text[:_ASKED])
    close = any({guess.language, expected} <= group for group in _CLOSE)
    return expected if guess.probability < _CERTAIN or guess.language == "und" or close else guess.language


def _quotes(line: Line) -> bool:
    above: etree._Element | None = line.leaf
    for _ in range(6):
        if above is None:
            break
        if above.tag in _QUOTING:
            return True
        above = above.getparent()
    return bool(_QUOTE.match(line.text) or _VOCALISED.search(line.text))
