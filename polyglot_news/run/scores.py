"""Every score of a pair, those included that need more than the pair itself."""

from __future__ import annotations

from polyglot_news.languages import UND, same_language
from polyglot_news.protected import without_protected
from polyglot_news.route import identify
from polyglot_news.score import Candidate, score_pair

SURE_LENGTH = 40
"""Of shorter reference translations up to a quarter are taken for another language, of longer ones one in 300."""


def scores_of(candidate: Candidate) -> dict[str, float | None]:
    """Returns the scores of :mod:`polyglot_news.score` and ``target_lid``, by name.

    ``target_lid`` is how sure it is that the target is in its language, 0 when a target of some length is in another,
    None when nobody can say.
    """
    return {**score_pair(candidate), "target_lid": _target_lid(candidate.target, candidate.target_lang)}


def _target_lid(target: str, language: str) -> float | None:
    words = " ".join(without_protected(target).split())
    guess = identify(words)
    if same_language(guess.language, language):
        return guess.probability
    return None if guess.language == UND or len(words) < SURE_LENGTH else 0.0
