"""What stands below an article as if it were its last paragraphs: pointers, appeals, a word about the author."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.html.asking import may_ask
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.interface import announces
from polyglot_news.extract.reasons import Reason

_LONGEST = 300
_LONGEST_HEADING, _LONGEST_LINK = 80, 160
_LINKED = 0.9
_MOST = 0.25
"""The share of an article's letters from which a tail is not below it, but its end."""
_CERTAIN, _CERTAIN_HEADING = 0.97, 0.87
"""Probabilities from which on a line stays: for what asks or names the author, and for headings."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_END = re.compile(r"[.!?…。！？:：؟۔।][\"'”’»)\]」』]*$")
_COLON = re.compile(r"[:：]$")
_LABEL = re.compile(r"\W{0,3}(\w[\w-]*)\s?[:：]\s*\w")
_LABELS = (Reason.RELATED, Reason.CREDIT, Reason.CONTACT, Reason.COPYRIGHT, Reason.NEWSLETTER)


def tail_lines(
    lines: Sequence[Line], chosen: Sequence[int], probabilities: NDArray[np.float64], author: str | None
) -> dict[int, Reason]:
    """Returns the last of ``chosen``, numbers of lines in order, that are below the article, and what each is.

    Read from the end: an article ends neither with a heading nor with links by themselves.
    """
    tail: dict[int, Reason] = {}
    most = _MOST * sum(lines[at].size for at in chosen)
    name = (author or "").split("; ")[0]
    for at in reversed(chosen):
        reason = _reason(lines[at], float(probabilities[at]), name)
        most -= lines[at].size
        if reason is None or most < 0:
            break
        tail[at] = reason
    return tail


def _reason(line: Line, probability: float, author: str) -> Reason | None:
    if line.linked >= _LINKED * line.size and line.size < _LONGEST_LINK and line.element.tag != "li":
        return Reason.RELATED
    if probability < _CERTAIN_HEADING and _is_heading(line):
        return Reason.RELATED
    if line.size >= _LONGEST:
        return None
    if _introduces(line, author):
        return Reason.AUTHOR_BOX
    asking = may_ask(line.text) and not _COLON.search(line.text)
    return _labels(line) or (Reason.NEWSLETTER if asking else None)


def _is_heading(line: Line) -> bool:
    """True for a heading or a short line in bold that is no sentence."""
    shaped = line.element.tag in _HEADINGS or line.bold == line.size
    return shaped and line.size < _LONGEST_HEADING and not _END.search(line.text)


def _introduces(line: Line, author: str) -> bool:
    """True for a line that begins with the author's name."""
    return " " in author and line.text.startswith(author)


def _labels(line: Line) -> Reason | None:
    """What the first word of a line such as "Tags: music, theatre" announces."""
    found = _LABEL.match(line.text)
    return next((reason for reason in _LABELS if found and announces(found[1], reason)), None)
