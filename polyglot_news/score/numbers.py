"""Whether the numbers of a text survived."""

from __future__ import annotations

from collections import Counter

from polyglot_news.score.amounts import Amounts, amounts_of, has_digits
from polyglot_news.score.candidate import Candidate
from polyglot_news.score.numerals import is_said, months_said


def numbers(candidate: Candidate) -> float | None:
    """Returns the share of the numbers of both sides that the other side has too; None when there is none.

    A number is the same in whatever form :mod:`polyglot_news.score.amounts` reads it, and where the other side says it
    without digits (:func:`polyglot_news.score.numerals.is_said`). A word for thousands or millions is part of it.
    """
    source, target = candidate.source, candidate.target
    if not has_digits(source) and not has_digits(target):
        return None
    ours = amounts_of(source, candidate.source_lang, beside=candidate.target_lang)
    theirs = amounts_of(target, candidate.target_lang, beside=candidate.source_lang)
    total = ours.counts.total() + theirs.counts.total()
    here, there = months_said(source), months_said(target)
    lost = _missing(ours, theirs, there - here, target, candidate.target_lang)
    lost += _missing(theirs, ours, here - there, source, candidate.source_lang)
    return 1 - lost / total


def _missing(these: Amounts, others: Amounts, months: Counter[int], text: str, language: str) -> int:
    """Counts the numbers that a text, which has ``others`` and names ``months`` of its own, has in no form."""
    lost = 0
    for number, times in (these.counts - others.counts).items():
        forms = {number} | these.meant.get(number, set())
        if not (
            these.may_be_among(number, others)
            or number in months
            or any(is_said(form, text, language) for form in forms)
        ):
            lost += times
    return lost
