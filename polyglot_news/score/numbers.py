"""Whether the numbers of a text survived."""

from __future__ import annotations

from collections import Counter

from polyglot_news.score.amounts import Amounts, amounts_of, has_digits
from polyglot_news.score.candidate import Candidate
from polyglot_news.score.clock import halves_changed
from polyglot_news.score.months import months_changed, months_said
from polyglot_news.score.numerals import is_said
from polyglot_news.score.signs import signs_changed


def numbers(candidate: Candidate) -> float | None:
    """Returns the share of the numbers of both sides that the other side has too; None when there is none.

    A number is the same in whatever form :mod:`polyglot_news.score.amounts` reads it, and where the other side says it
    without digits (:func:`polyglot_news.score.numerals.is_said`). A word for thousands or millions is part of it. A
    month, a half of the day or a minus that became another is a number lost.
    """
    source, target = (candidate.source, candidate.source_lang), (candidate.target, candidate.target_lang)
    changed = months_changed(source, target) + halves_changed(source, target)
    if not has_digits(source[0]) and not has_digits(target[0]):
        return 0.0 if changed else None
    ours, theirs = amounts_of(*source, beside=target[1]), amounts_of(*target, beside=source[1])
    lost = changed + signs_changed(source[0], target[0])
    if ours.counts != theirs.counts:
        here, there = months_said(source[0]), months_said(target[0])
        lost += _missing(ours, theirs, there - here, *target) + _missing(theirs, ours, here - there, *source)
    return max(0.0, 1 - lost / (ours.counts.total() + theirs.counts.total()))


def _missing(these: Amounts, others: Amounts, months: Counter[int], text: str, language: str) -> int:
    """Counts the numbers that a text, which has ``others`` and names ``months`` of its own, has in no form."""
    lost = 0
    for number, times in (these.counts - others.counts).items():
        in_words = {number, *these.meant.get(number, ()), *these.in_words.get(number, ())}
        if not (
            these.may_be_among(number, others)
            or number in months
            or others.has_part(number, in_words)
            or any(is_said(form, text, language) for form in in_words)
        ):
            lost += times
    return lost
