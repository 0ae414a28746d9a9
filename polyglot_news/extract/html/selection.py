"""Decides which lines of a page are its article, from their probabilities and from what one page cannot be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.html.asking import asks
from polyglot_news.extract.html.boxes import boxed_lines
from polyglot_news.extract.html.foreign import foreign_lines
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.tables import whole_lists, whole_tables
from polyglot_news.extract.html.tails import tail_lines
from polyglot_news.extract.interface import announced, labelled, notice, points_elsewhere
from polyglot_news.extract.reasons import Reason
from polyglot_news.records import Identify

LEAST = 25
"""Letters below which what is left of a page is no article."""
_SURE, _POSSIBLE, _LIKELY = 0.5, 0.25, 0.8
_SAYS_SOMETHING, _MOST = 30, 0.5
LONGEST_POINTER, _LONGEST_LABEL = 160, 30
_LINKED = 0.9
_DATA = frozenset({"td", "th"})
_TEXTS = frozenset({"p", "div"})
_COUNTED = frozenset({Reason.COUNTER, Reason.COMMENTS, Reason.SHARE})
_TYPED = frozenset({"textarea", "option"})
"""Elements whose text is there to be changed or picked."""
_GRAM, _REPEATED, _WORDS_TO_REPEAT = 4, 0.8, 12
_SAMPLE = 600
_WORD = re.compile(r"\w+")
_MOMENT = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?$")
_ENDS = re.compile(r"[.!?…:。！？]$")
_COUNTER = re.compile(r"^[^\W\d]+(?: [^\W\d]+)?\s*[:：]\s*[\d.,\s]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The lines of the article by number, why others that read like it are not, and the article's language."""

    body: frozenset[int]
    dropped: dict[int, Reason] = field(default_factory=dict)
    language: str = "und"


def select(
    lines: Sequence[Line],
    probabilities: NDArray[np.float64],
    recurring: Sequence[bool],
    *,
    kept: Sequence[bool],
    title_at: int | None,
    author: str | None = None,
    identify: Identify,
) -> Selection:
    """Returns the article's lines: probable ones that neither recur on other pages, repeat, count, nor are foreign.

    ``kept`` is the extractor's opinion, ``title_at`` the number of the line that is the title,
    ``author`` who wrote the article.
    """
    probabilities = whole_lists(lines, whole_tables(lines, probabilities))
    probable = np.flatnonzero(probabilities >= _threshold(lines, probabilities)).tolist()
    ahead = _ahead(lines, probable, kept, title_at)
    chosen = [at for at in probable if at not in ahead]
    dropped = _recurring(lines, chosen, recurring) | boxed_lines(lines, chosen)
    language = _language(lines, chosen, identify)
    dropped |= {at: reason for at in chosen if (reason := _reason(lines[at], language))}
    left = [at for at in chosen if at not in dropped]
    dropped |= tail_lines(lines, left, probabilities, author)
    likelier_first = sorted((at for at in chosen if at not in dropped), key=lambda at: probabilities[at] < _LIKELY)
    dropped |= _repeated(lines, likelier_first)
    left = [at for at in chosen if at not in dropped]
    language = language if left == chosen else _language(lines, left, identify)
    dropped |= dict.fromkeys(
        foreign_lines(lines, left, language, recurring, identify=identify), Reason.FOREIGN_INTERFACE
    )
    return Selection(body=frozenset(at for at in left if at not in dropped), dropped=dropped, language=language)


def _threshold(lines: Sequence[Line], probabilities: NDArray[np.float64]) -> float:
    """The probability from which on lines have the largest expected F1 in letters, from one quarter to one half.

    With probabilities p and sizes w that is the cut that maximises ``2 sum(p w) / (sum(w) + sum of all p w)`` (Nan et
    al. 2012, "Optimizing F-measure"): low on a page on which no line is certain.
    """
    sizes = np.array([line.size for line in lines], dtype=np.float64)
    order = np.argsort(-probabilities, kind="stable")
    gain = np.cumsum((probabilities * sizes)[order])
    best = int((2 * gain / (np.cumsum(sizes[order]) + gain[-1])).argmax())
    return min(_SURE, max(_POSSIBLE, float(probabilities[order[best]])))


def _ahead(lines: Sequence[Line], chosen: Sequence[int], kept: Sequence[bool], title_at: int | None) -> set[int]:
    """The items of lists before the title that the extractor leaves out, too: tickers of other news."""
    before = (at for at in chosen if title_at is not None and at < title_at and not kept[at])
    return {at for at in before if _is_item(lines[at])}


def _is_item(line: Line) -> bool:
    above = line.element.getparent()
    return line.element.tag == "li" or (above is not None and above.tag == "li")


def _recurring(lines: Sequence[Line], chosen: Sequence[int], recurring: Sequence[bool]) -> dict[int, Reason]:
    """The longer lines that other pages have too, unless they are most of the article: then those are copies of it.

    A number in a table or a heading such as "Conclusion" stands on many pages and says nothing.
    """
    found = [at for at in chosen if recurring[at] and lines[at].size >= _SAYS_SOMETHING]
    most = sum(lines[at].size for at in found) > _MOST * sum(lines[at].size for at in chosen)
    return {} if most else dict.fromkeys(found, Reason.RECURS_ACROSS_PAGES)


def _reason(line: Line, language: str) -> Reason | None:
    """Why a line is not the article, however probable it is, if there is a reason in itself."""
    if line.element.tag in _TYPED:
        return Reason.ACCOUNT
    folded = line.text.casefold()
    if _COUNTER.match(line.text) and announced(folded, language) in _COUNTED:
        return Reason.COUNTER
    if line.size < LONGEST_POINTER and points_elsewhere(folded):
        return Reason.RELATED
    linked = line.linked >= _LINKED * line.size and line.element.tag in _TEXTS
    if line.size < LONGEST_POINTER and linked and asks(line.text):
        return announced(folded) or Reason.NEWSLETTER
    if _MOMENT.match(line.text) and line.element.tag not in _DATA:
        return Reason.OTHER_DATE
    label = line.size < _LONGEST_LABEL and not _ENDS.search(line.text) and line.element.tag not in _DATA
    return labelled(folded, language) if label else notice(folded)


def _repeated(lines: Sequence[Line], chosen: Sequence[int]) -> dict[int, Reason]:
    """Lines most of whose word sequences lines chosen before them have: pages print texts twice.

    Where one of those stands beside the line, below the same element, the author said it again.
    """
    said: dict[tuple[str, ...], int] = {}
    repeated = {}
    for at in chosen:
        words = _WORD.findall(lines[at].text.casefold())
        grams = set(zip(*(words[i:] for i in range(_GRAM)), strict=False))
        before = {gram: said[gram] for gram in grams if gram in said}
        if len(words) >= _WORDS_TO_REPEAT and len(before) > _REPEATED * len(grams):
            around = lines[at].element.getparent()
            if not any(lines[other].element.getparent() is around for other in before.values()):
                repeated[at] = Reason.DUPLICATE_LINE
        said.update(dict.fromkeys(grams - before.keys(), at))
    return repeated


def _language(lines: Sequence[Line], body: Sequence[int], identify: Identify) -> str:
    return identify(_sample(lines, body)).language if body else "und"


def _sample(lines: Sequence[Line], body: Sequence[int]) -> str:
    longest = sorted(body, key=lambda at: lines[at].size, reverse=True)
    return " ".join(lines[at].text for at in sorted(longest[:5]))[:_SAMPLE]
