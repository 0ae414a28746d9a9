"""What page interfaces say in each language and why: the table ``interface.tsv``, read once.

A row of the table holds a language (``*`` for all of them), a reason and its terms. A plain word tells wherever a text
of its language has it. A word in brackets is an ordinary one too: it tells in a label all of whose words do. Several
words are a label of their own, and with ``…`` behind them the beginning of a line; a colon is asked for where one is
written. The rows ``common`` hold words that every text of the language has, by which pages are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from polyglot_news.extract.reasons import Reason

TABLE = Path(__file__).with_name("interface.tsv")
HINTS = (Reason.SHARE, Reason.COOKIE_NOTICE, Reason.NEWSLETTER, Reason.RELATED, Reason.COMMENTS, Reason.ACCOUNT,
         Reason.ADVERTISEMENT, Reason.COPYRIGHT, Reason.CREDIT, Reason.NAVIGATION, Reason.COUNTER,
         Reason.BROWSER_NOTICE, Reason.CONTACT, Reason.AUTHOR_BOX)  # fmt: skip
"""The reasons that terms give, in the order of the line model's input."""

_PLACES: dict[str, int] = {hint: place for place, hint in enumerate(HINTS)}

WORD = re.compile(r"\w[\w-]*")
_DOTTED = ("az", "tr")
"""Languages whose capital of i has a dot, which stays a character of its own when case is folded."""
_EVERY, _COMMON, _ENGLISH = "*", "common", "en"
_ALONE = frozenset("bn el gu he hi ja kn ko ml mr ne pa ta te th zh".split())
"""Languages in scripts of their own: nothing is lost where their terms are looked for on every page."""
_LONGEST_PIECE = 5
_UNDIVIDED = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff]")
SPACELESS = re.compile("[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff]")
"""Scripts without spaces, or in which endings and vowel signs hide where a word ends."""


@dataclass(slots=True)
class Term:
    """A case-folded word or phrase: the languages it tells in, those in which it is an ordinary word, its reasons.

    Languages are bits, see :meth:`Terms.bits`; ``reasons`` maps each of them to a place in ``HINTS``. ``size`` counts
    the words, ``colon`` says that one is asked for.
    """

    size: int = 1
    tells: int = 0
    ordinary: int = 0
    common: int = 0
    colon: bool = False
    reasons: dict[int, int] = field(default_factory=dict)

    def hint(self, spoken: int) -> int:
        """Returns the place in ``HINTS`` of what it says in the first of these languages that it has."""
        bits = (self.tells | self.ordinary) & spoken or self.tells | self.ordinary
        return self.reasons[bits & -bits]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of the table: single words, labels, beginnings of lines, pieces of lines without spaces."""

    languages: tuple[str, ...]
    words: dict[str, Term]
    labels: dict[str, Term]
    openings: dict[str, Term]
    pieces: dict[str, Term]

    def bits(self, languages: Iterable[str]) -> int:
        """Returns these languages as bits, with those that interfaces are in everywhere."""
        known = [*(name.partition("-")[0] for name in languages), _ENGLISH, *_ALONE]
        return sum(1 << self.languages.index(name) for name in {*known} if name in self.languages)


@cache
def terms() -> Terms:
    """Returns the table."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    languages = (*sorted({row[0] for row in rows} - {_EVERY, _ENGLISH}), _ENGLISH)
    found = Terms(languages=languages, words={}, labels={}, openings={}, pieces={})
    for language, reason, listed in rows:
        bits = [1 << i for i, name in enumerate(languages) if language in (name, _EVERY)]
        for written in listed.casefold().split(", "):
            _add(found, written, reason, bits)
            if language in _DOTTED and written[0] == "i":
                _add(found, "İ".casefold() + written[1:], reason, bits)
    for text in [text for text in found.pieces if len(text) > _LONGEST_PIECE and _UNDIVIDED.match(text)]:
        del found.pieces[text]
    return found


def _add(found: Terms, written: str, reason: str, bits: list[int]) -> None:
    """Puts a term as the table has it where it is looked up."""
    ordinary, opening = written[0] == "(", written[-1] == "…"
    text = written.strip("()…")
    colon = text[-1] in ":：=,،"
    said = [text] if text.isalpha() else WORD.findall(text)
    start = text.index(said[0])
    key = text[start : text.rindex(said[-1]) + len(said[-1])]
    whole = len(said) == 1 and said[0] == text
    if reason != _COMMON and SPACELESS.search(text) and " " not in text and not (ordinary or opening):
        _note(found.pieces, text, 1, bits, reason)
    if reason == _COMMON or (whole and not opening):
        term = found.words.setdefault(key, Term())
        for bit in bits:
            if reason == _COMMON:
                term.common |= bit
            else:
                term.ordinary |= bit if ordinary else 0
                term.tells |= 0 if ordinary else bit
                term.reasons.setdefault(bit, _PLACES[reason])
    else:
        _note(found.labels, key, len(said), bits, reason)
        if opening:
            _note(found.openings, key, len(said), bits, reason)
            found.openings[key].colon |= colon


def _note(terms: dict[str, Term], key: str, size: int, bits: list[int], reason: str) -> None:
    term = terms.setdefault(key, Term(size=size))
    for bit in bits:
        term.tells |= bit
        term.reasons.setdefault(bit, _PLACES[reason])
