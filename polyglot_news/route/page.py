"""The page as a whole: its lines tell which languages to expect of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from polyglot_news.languages import UND, same_language
from polyglot_news.records import Action, Guess, Role, RoutedSegment, Segment
from polyglot_news.route import table
from polyglot_news.route.identify import best, identify, posterior
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.script import languages_of


def route(
    segments: Sequence[Segment],
    *,
    target: str | None,
    sources: frozenset[str] | None = None,
    residue: Literal["keep", "drop"] = "drop",
    declared: str | None = None,
) -> list[RoutedSegment]:
    """Returns one page's segments in order, each with its language and what to do with it.

    ``target`` is the language to translate into, ``sources`` the only ones to translate from, ``declared`` what the
    page says of itself. A skipped segment has one of the reasons ``no_language``, ``residue``, ``not_selected``.
    """
    guesses = guess_page([segment.text for segment in segments], declared=declared)
    return [
        _decide(segment, guess, target=target, sources=sources, residue=residue)
        for segment, guess in zip(segments, guesses, strict=True)
    ]


def guess_page(texts: Sequence[str], *, declared: str | None = None) -> list[Guess]:
    """Returns the language of every text of a page, each seen in the company of the others."""
    alone = [identify(text) for text in texts]
    prior = _prior(texts, alone, declared)
    return [_again(text, guess, prior) for text, guess in zip(texts, alone, strict=True)]


def _prior(texts: Sequence[str], guesses: Sequence[Guess], declared: str | None) -> dict[str, float]:
    prior: dict[str, float] = defaultdict(float)
    for text, guess in zip(texts, guesses, strict=True):
        if guess.language != UND:
            prior[guess.language] += min(len(text), 100) / 100 * guess.probability
    if declared:
        prior[declared] += 1
    return prior


def _again(text: str, guess: Guess, prior: dict[str, float]) -> Guess:
    if guess.language == UND or guess.probability == 1.0 or has_no_language(text):
        return guess
    languages, scores = table.scores(text)
    total = sum(prior.values())
    logs = np.array([np.log((prior[tag] + 0.01) / total) for tag in languages])
    allowed = languages_of(text)
    return best(languages, posterior(scores + logs, [tag in allowed for tag in languages] if allowed else None))


def _decide(
    segment: Segment, guess: Guess, *, target: str | None, sources: frozenset[str] | None, residue: str
) -> RoutedSegment:
    action, reason = Action.TRANSLATE, ""
    if guess.language == UND:
        action, reason = Action.SKIP, "no_language"
    elif segment.role is Role.RESIDUE and residue == "drop":
        action, reason = Action.SKIP, "residue"
    elif target is not None and same_language(guess.language, target):
        action = Action.KEEP
    elif sources is not None and not any(same_language(guess.language, source) for source in sources):
        action, reason = Action.SKIP, "not_selected"
    return RoutedSegment(
        segment=segment, language=guess.language, probability=guess.probability, action=action, reason=reason
    )
