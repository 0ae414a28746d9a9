"""What single lines say of themselves in the words of page interfaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.terms import HINTS, WORD, Term, terms

LONGEST = 8
"""Words of the longest line that is read as a label."""

TELLING = 5
"""Letters from which on a word can be a label in another language than the page's."""

LONGEST_OPENING = 6
"""Words of the longest beginning of a line that says what is to come."""

_TRIED = 24
"""Alternatives that are tried one after the other."""

_NOTICE = re.compile(
    r"your browser (?:does not|doesn't|can ?not|can't) support|(?:please )?enable javascript|javascript is disabled"
    r"|(?:ihr|dein) browser (?:unterstützt|kann)|votre navigateur ne|(?:tu|su) navegador no|seu navegador não"
    r"|il (?:tuo|suo) browser non|je browser ondersteunt|ваш браузер не|twoja przeglądarka nie|tarayıcınız"
)
_THAN = re.compile(r"\W*(?:read|see) more than\b")
_COLON = re.compile(r" ?[:：=,،]")
_FIGURE = re.compile(r"\d")

PLAIN = frozenset({Reason.ADVERTISEMENT, Reason.SHARE, Reason.NEWSLETTER, Reason.RELATED, Reason.ACCOUNT,
                   Reason.COOKIE_NOTICE, Reason.COMMENTS})  # fmt: skip
"""The reasons of labels that stand between the paragraphs of an article and are no headings of it."""


@cache
def hinting() -> frozenset[str]:
    """Returns the words that announce something in some language and are common in none."""
    return frozenset(word for word, term in terms().words.items() if term.reasons and not term.common)


@cache
def piece() -> re.Pattern[str]:
    """Returns what finds the terms where words are not set apart by spaces, parted by the first character of each."""
    rests: dict[str, list[str]] = {}
    for text in sorted(terms().pieces, key=len, reverse=True):
        rests.setdefault(text[0], []).append(re.escape(text[1:]))
    parts = [f"{re.escape(first)}(?:{'|'.join(each)})" for first, each in sorted(rests.items())]
    # Of hundreds of alternatives each is tried in turn, but whole sets of first characters are passed by at once.
    some = [_behind(parts[i : i + _TRIED]) for i in range(0, len(parts), _TRIED)]
    return re.compile(_behind(parts, "|".join(some)))


def _behind(parts: Sequence[str], pattern: str = "") -> str:
    """Returns a pattern, or these parts of one, behind a look at the character that some part begins with."""
    return f"(?=[{''.join(part.partition('(?:')[0] for part in parts)}])(?:{pattern or '|'.join(parts)})"


def pieces_of(folded: str) -> list[tuple[int, int]]:
    """Returns the hints of the terms in a line whose words are not set apart by spaces, and how long each term is."""
    known = terms().pieces
    return [(known[text].hint(-1), len(text)) for text in piece().findall(folded)]


def points_elsewhere(folded: str) -> bool:
    """True when a case-folded line begins as those do that point to another article."""
    begun = _opening(folded, _bits(""))
    return begun is not None and begun[0] == HINTS.index(Reason.RELATED) and not _THAN.match(folded)


def compares(folded: str) -> bool:
    """True where a case-folded line begins with "read more than": it points to nothing."""
    return _THAN.match(folded) is not None


def announced(folded: str, language: str | None = None) -> Reason | None:
    """Returns what at least half of a case-folded line announces, most of it the same, or how it begins.

    ``language`` is its page's, any if none is given.
    """
    spoken = _bits(language)
    words, hints = _told(folded, spoken)
    begun = _opening(folded, spoken)
    if begun and len(hints) < words:
        return HINTS[begun[0]]
    if not hints or 2 * len(hints) < words:
        return None
    reason = HINTS[max(hints, key=hints.count)]
    return None if reason is Reason.COUNTER and not _FIGURE.search(folded) else reason


def labelled(folded: str, language: str) -> Reason | None:
    """Returns what a case-folded line is a label for, if all of its words announce that no article is in it."""
    words, hints = _told(folded, _bits(language))
    reasons = {HINTS[hint] for hint in hints}
    return HINTS[hints[0]] if hints and len(hints) >= words and reasons <= PLAIN else None


def notice(folded: str) -> Reason | None:
    """Returns the reason where a case-folded line speaks to a browser that cannot show something."""
    return Reason.BROWSER_NOTICE if _NOTICE.match(folded) else None


def announces(line: str, reason: Reason, language: str | None = None) -> bool:
    """True when a word of the line is one for this reason in English or this language, in any if none is given."""
    folded, wanted = line.casefold(), HINTS.index(reason)
    if not _for(wanted, _bits(language)).isdisjoint(WORD.findall(folded)):
        return True
    return not folded.isascii() and any(hint == wanted for hint, _ in pieces_of(folded))


@lru_cache(maxsize=256)
def _for(wanted: int, bits: int) -> frozenset[str]:
    """Returns the words that give a hint in some of these languages."""
    known = terms().words.items()
    return frozenset(word for word, term in known if (term.tells | term.ordinary) & bits and term.hint(bits) == wanted)


def _opening(folded: str, spoken: int) -> tuple[int, int] | None:
    """Returns the hint that a case-folded line begins with, by its longest beginning, and how many words give it."""
    ends = [match.span() for match in islice(WORD.finditer(folded), LONGEST_OPENING)]
    for size in range(len(ends), 0, -1):
        end = ends[size - 1][1]
        term = terms().openings.get(folded[ends[0][0] : end])
        if term and (_COLON.match(folded, end) or not (term.colon or (size == 1 and not term.tells & spoken))):
            return term.hint(spoken), size
    return None


def _told(folded: str, spoken: int) -> tuple[int, list[int]]:
    """Returns how large a case-folded line is and the hints it gives, each as often as what gives it is large.

    Sizes are counted in words, in characters where words are not set apart.
    """
    words = WORD.findall(folded)
    if not words:
        return 0, []
    start, end = folded.index(words[0]), folded.rindex(words[-1]) + len(words[-1])
    if label := terms().labels.get(folded[start:end]):
        return len(words), [label.hint(spoken)] * len(words)
    if not folded.isascii() and (pieces := pieces_of(folded)):
        return len("".join(folded.split())), [hint for hint, size in pieces for _ in range(size)]
    return len(words), _of_words(words, spoken)


def _of_words(words: Sequence[str], spoken: int) -> list[int]:
    """Returns the hints of those words that tell: alone in a language that is spoken, in labels in any."""
    words = [word for word in words if not (word[0] + word[-1]).isdecimal()]
    found = [terms().words.get(word, Term()) for word in words]
    label = -1 if len(words) <= LONGEST else 0
    for term in found:
        label &= term.tells | term.ordinary | term.common
    if not label & spoken and not any(
        (term.tells | term.ordinary) & label and not term.common and len(word) >= TELLING
        for word, term in zip(words, found, strict=True)
    ):
        label = 0
    label = label & spoken or label
    telling = [(term, term.tells & spoken | (term.tells | term.ordinary) & label) for term in found]
    return [term.hint(bits) for term, bits in telling if bits]


@lru_cache(maxsize=256)
def _bits(language: str | None) -> int:
    return -1 if language is None else terms().bits([language])
