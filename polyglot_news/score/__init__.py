"""Scores of a pair, one a file, each a number or None where it cannot say; ``decide`` alone turns them into a choice.

A newcomer adds a score as a module of this package and one line in :data:`SCORES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from polyglot_news.score.candidate import Candidate
from polyglot_news.score.confidence import confidence
from polyglot_news.score.copy import copy
from polyglot_news.score.decide import DEFAULT, Decision, Threshold, decide, refusals
from polyglot_news.score.ending import ending
from polyglot_news.score.length import length_ratio, length_z
from polyglot_news.score.numbers import numbers
from polyglot_news.score.placeholders import placeholders
from polyglot_news.score.repetition import repetition
from polyglot_news.score.script import script
from polyglot_news.score.terms import terms as kept_terms

__all__ = ["DEFAULT", "SCORES", "Candidate", "Decision", "Threshold", "decide", "refusals", "score_pair"]


def _mt_score(candidate: Candidate) -> float | None:
    return candidate.mt_score


SCORES: Mapping[str, Callable[[Candidate], float | None]] = {
    "mt_score": _mt_score,
    "length_ratio": length_ratio,
    "length_z": length_z,
    "ending": ending,
    "numbers": numbers,
    "copy": copy,
    "repetition": repetition,
    "script": script,
    "placeholders": placeholders,
    "terms": kept_terms,
    "confidence": confidence,
}
"""The columns of ``pairs/`` that judge a pair, in their order."""


def score_pair(candidate: Candidate) -> dict[str, float | None]:
    """Returns every score of a pair by name."""
    return {name: score(candidate) for name, score in SCORES.items()}
