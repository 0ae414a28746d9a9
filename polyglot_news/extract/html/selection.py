"""Decides which lines of a page are its article, from their probabilities and from what one page cannot be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.html.foreign import foreign_lines
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.tables import whole_tables
from polyglot_news.extract.reasons import Reason
from polyglot_news.records import Identify

LEAST = 25
"""Letters below which what is left of a page is no article."""
_SURE, _BEST_SHARE, _LOWEST = 0.5, 0.7, 0.15
_TELLING = 40
_GRAM, _REPEATED, _WORDS_TO_REPEAT = 4, 0.8, 12
_SAMPLE = 1_000
_WORD = re.compile(r"\w+")
_COUNTER = re.compile(r"^[^\W\d]+(?: [^\W\d]+)?\s*[:：]\s*[\d.,\s]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The lines of the article by number, why others that read like it are not, and the article's language."""

    body: frozenset[int]
    dropped: dict[int, Reason] = field(default_factory=dict)
    language: str = "und"


def select(
    lines: Sequence[Line], probabilities: NDArray[np.float64], recurring: Sequence[bool], *, identify: Identify
) -> Selection:
    """Returns the article's lines: probable ones that neither recur on other pages, repeat, count, nor are foreign."""
    probabilities = whole_tables(lines, probabilities)
    chosen = np.flatnonzero(probabilities >= _threshold(lines, probabilities)).tolist()
    dropped = {at: Reason.RECURS_ACROSS_PAGES for at in chosen if recurring[at]}
    dropped |= {at: Reason.COUNTER for at in chosen if _COUNTER.match(lines[at].text)}
    dropped |= _repeated(lines, [at for at in chosen if at not in dropped])
    left = [at for at in chosen if at not in dropped]
    language = identify(_sample(lines, left)).language if left else "und"
    dropped |= dict.fromkeys(foreign_lines(lines, left, language, identify=identify), Reason.FOREIGN_INTERFACE)
    return Selection(body=frozenset(at for at in left if at not in dropped), dropped=dropped, language=language)


def _threshold(lines: Sequence[Line], probabilities: NDArray[np.float64]) -> float:
    """Half, or less on a page on which no line is certain: its best lines are its article, if it has one."""
    telling = [p for line, p in zip(lines, probabilities.tolist(), strict=True) if line.size >= _TELLING]
    best = max(telling, default=float(probabilities.max(initial=0.0)))
    return min(_SURE, max(_LOWEST, _BEST_SHARE * best))


def _repeated(lines: Sequence[Line], chosen: Sequence[int]) -> dict[int, Reason]:
    """Lines most of whose word sequences an earlier line of the article has: pages print texts twice."""
    said: set[tuple[str, ...]] = set()
    repeated = {}
    for at in chosen:
        words = _WORD.findall(lines[at].text.casefold())
        grams = set(zip(*(words[i:] for i in range(_GRAM)), strict=False))
        if len(words) >= _WORDS_TO_REPEAT and len(grams & said) > _REPEATED * len(grams):
            repeated[at] = Reason.DUPLICATE_LINE
        said |= grams
    return repeated


def _sample(lines: Sequence[Line], body: Sequence[int]) -> str:
    longest = sorted(body, key=lambda at: lines[at].size, reverse=True)
    return " ".join(lines[at].text for at in sorted(longest[:5]))[:_SAMPLE]
