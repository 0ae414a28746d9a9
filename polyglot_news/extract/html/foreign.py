"""Finds the lines among an article that are in a language neither its own nor quoted by it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from lxml import etree

from polyglot_news.extract.html.asking import asks
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.written import written_lines
from polyglot_news.records import Identify

_CERTAIN, _CERTAIN_OF_ASKING = 0.95, 0.6
_FEW, _FEW_LATIN, _FEW_LETTERS = 4, 5, 4
_SHARE = 0.15
"""The share of an article from which a second language is part of it."""
_SHARE_OF_ASKING = 0.35
"""That for lines that say what an interface says."""
_LONGEST = 120
"""Letters of the longest line that an interface says."""
_ASKED, _LOOKED_AT = 120, 60
_KNOWN, _KNOWN_OF_ASKING = 0.12, 0.5
"""The share of a line's words that other lines of its language have too."""
_WORD = re.compile(r"\w+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_QUOTE = re.compile(r"^[\"'“„«‘「『—–-]")
_VOCALISED = re.compile("(?:[\u064b-\u0652\u05b0-\u05bc].*){3}")
"""Vowel signs of Arabic and Hebrew, as scripture and poetry are quoted; no interface is written so."""
_TEXTS = frozenset({"p", "div", "span"})
_QUOTING = frozenset({"blockquote", "q", "cite", "pre", "code"})
_GROUPS = "da no nb nn sv, cs sk, hr sr bs sl, es pt gl ca, id ms, nl af, bg mk"
_CLOSE = [frozenset(tags.split()) for tags in _GROUPS.split(", ")]
"""Languages whose short texts are taken for each other."""


def foreign_lines(
    lines: Sequence[Line], body: Sequence[int], language: str, recurring: Sequence[bool], *, identify: Identify
) -> set[int]:
    """Returns those of ``body``, numbers of lines, that the interface says in another language than ``language``.

    Quotations, running text and what the author wrote stay, and so does a language in which a good part of the article
    is written. Nothing is foreign where many lines seem so: then the article's own language is one that ``identify``
    does not know. ``recurring`` marks the lines of the page that stand on other pages, too.
    """
    scripts = {at: script_of(lines[at].text) for at in body}
    own = _most(scripts, lines, body)
    other = {at for at in body if scripts[at] not in ("", own) and _counts(lines[at], scripts[at], identify)}
    strange = _strange(lines, [at for at in body if at not in other])
    other_language = {at for at in strange if _language(lines[at], language, identify) != language}
    whole = _size(lines, body)
    found = [at for some in (other, other_language) for at in _sayable(lines, some, _size(lines, some) / max(whole, 1))]
    written = written_lines(lines, found, [at for at in body if at not in other | other_language])
    return {at for at in found if recurring[at] or at not in written}


def _size(lines: Sequence[Line], some: Iterable[int]) -> int:
    return sum(lines[at].size for at in some)


def _sayable(lines: Sequence[Line], some: Iterable[int], share: float) -> list[int]:
    """Those of ``some`` that an interface could say, nothing where they are a good part of the article."""
    short = (at for at in some if lines[at].size <= _LONGEST and not _quotes(lines[at]))
    return [at for at in short if share < (_SHARE_OF_ASKING if asks(lines[at].text) else _SHARE)]


def _strange(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """The lines that share few words with the others: only for them is it worth asking for the language."""
    words = {at: set(_WORD.findall(lines[at].text[:_ASKED].casefold())) for at in body}
    used = Counter(chain.from_iterable(words.values()))
    known = {word for word, times in used.items() if times > 1}
    shares = {at: len(words[at] & known) / max(len(words[at]), 1) for at in body}
    return [
        at
        for at in body
        if shares[at] < _KNOWN
        or (shares[at] < _KNOWN_OF_ASKING and lines[at].size <= _LONGEST and asks(lines[at].text))
    ]


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
    words = len(_WORD.findall(line.text))
    if words >= _FEW_LATIN:
        return identify(line.text[:_ASKED]).probability >= _CERTAIN
    return words > 1 and line.element.tag in _TEXTS and asks(line.text)


def _language(line: Line, expected: str, identify: Identify) -> str:
    """The line's language where it is certain and not close to the expected one, else the expected one."""
    words, asking = len(_WORD.findall(line.text[:_ASKED])), asks(line.text)
    if words < (2 if asking else _FEW):
        return expected
    guess = identify(line.text[:_ASKED])
    close = any({guess.language, expected} <= group for group in _CLOSE)
    certain = guess.probability >= (_CERTAIN_OF_ASKING if asking else _CERTAIN)
    return expected if not certain or guess.language == "und" or close else guess.language


def _quotes(line: Line) -> bool:
    above: etree._Element | None = line.leaf
    for _ in range(6):
        if above is None:
            break
        if above.tag in _QUOTING:
            return True
        above = above.getparent()
    return bool(_QUOTE.match(line.text) or _VOCALISED.search(line.text))
