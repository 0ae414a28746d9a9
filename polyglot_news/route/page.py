"""The page as a whole: its lines tell which languages to expect of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from polyglot_news.languages import UND, primary, same_language
from polyglot_news.records import Action, Guess, Role, RoutedSegment, Segment
from polyglot_news.route.company import in_company
from polyglot_news.route.identify import name
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.profiles import profiles
from polyglot_news.route.scoring import score


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
    guesses = guess_page(segments, declared=declared)
    return [
        _decide(segment, guess, target=target, sources=sources, residue=residue)
        for segment, guess in zip(segments, guesses, strict=True)
    ]


def guess_page(segments: Sequence[Segment], *, declared: str | None = None) -> list[Guess]:
    """Returns the language of every segment of a page, each seen in the company of the others."""
    known = profiles()
    texts = [segment.text for segment in segments]
    spoken = [i for i, text in enumerate(texts) if not has_no_language(text)]
    guesses = [Guess(language=UND, probability=1.0)] * len(texts)
    if spoken:
        column = known.columns.get(primary(declared)) if declared else None
        scores = score(known, [texts[i] for i in spoken])
        probabilities = in_company(scores, [segments[i] for i in spoken], declared=column)
        for row, i in enumerate(spoken):
            guesses[i] = name(known.languages, probabilities[row], texts[i])
    return guesses


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
