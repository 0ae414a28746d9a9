"""The page as a whole: its lines tell which languages to expect of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Literal

import numpy as np

from polyglot_news.languages import UND, bcp47, covers, primary
from polyglot_news.records import Action, Guess, Role, RoutedSegment, Segment
from polyglot_news.route.chinese import SIMPLIFIED, TRADITIONAL, written
from polyglot_news.route.company import in_company
from polyglot_news.route.identify import NO_LANGUAGE, TEMPER, name_languages, with_language
from polyglot_news.route.profiles import Profiles, profiles
from polyglot_news.route.scoring import IMPOSSIBLE, Scores, score

SELDOM = frozenset("af cy eu ga is so sq sw tk tl".split())
"""Languages that pages are seldom in and whose words look like those of greater ones (``Hem``, ``Kultur``)."""
SURPRISE = 1.0
"""How many nats a text must speak the more for a language that pages are seldom in."""
UNNAMED = 2.0
"""How many nats a text must speak the more for a language that the user has not named."""

JAPANESE = 5.0
"""What a page's word that it is Japanese adds to the score of a line in Han characters, which alone say little."""


def route(
    segments: Sequence[Segment],
    *,
    target: str | None,
    sources: frozenset[str] | None = None,
    residue: Literal["keep", "drop"] = "drop",
    declared: str | None = None,
) -> list[RoutedSegment]:
    """Returns one page's segments in order, each with its language and what to do with it.

    ``target`` is the language to translate into; ``sources`` are the only ones to translate from, and the ones to
    expect: between close languages they and ``target`` win, while a text clearly in another stays in it.
    ``declared`` is what the page says of itself. A skipped segment has one of the reasons ``no_language``, ``unsure``,
    ``residue``, ``not_selected``.
    """
    return next(route_all([(segments, declared)], target=target, sources=sources, residue=residue))


def route_all(
    pages: Sequence[tuple[Sequence[Segment], str | None]],
    *,
    target: str | None,
    sources: frozenset[str] | None = None,
    residue: Literal["keep", "drop"] = "drop",
) -> Iterator[list[RoutedSegment]]:
    """Yields the same for many pages, each by itself; a page comes with what it declares."""
    named = (sources or frozenset()) | ({target} if target else set())
    expected = sources and frozenset(map(primary, named))
    for (segments, declared), guesses in zip(pages, _guess_pages(pages, expected=expected), strict=True):
        guesses = written(guesses, [segment.text for segment in segments], usual=_usual(declared, named))
        yield [
            _decide(segment, guess, target=target, sources=sources, residue=residue)
            for segment, guess in zip(segments, guesses, strict=True)
        ]


def _usual(declared: str | None, named: Set[str]) -> str:
    """Returns how Chinese is written on a page that does not show it: as it declares, or as the user says."""
    tags = [bcp47(tag) for tag in ([declared] if declared else named)]
    return TRADITIONAL if TRADITIONAL in tags and SIMPLIFIED not in tags else SIMPLIFIED


def _guess_pages(
    pages: Sequence[tuple[Sequence[Segment], str | None]], *, expected: frozenset[str] | None
) -> Iterator[list[Guess]]:
    """Yields the languages of every page's segments, each seen in the company of the others of its page.

    ``expected`` are the languages that the user says there are.
    """
    known = profiles()
    spoken = [with_language(known, [segment.text for segment in segments]) for segments, _ in pages]
    own = [[segments[i] for i in places] for (segments, _), places in zip(pages, spoken, strict=True)]
    scores = score(known, [segment.text for some in own for segment in some]) - _reserve(known, expected)
    end = 0
    for (segments, declared), places, some in zip(pages, spoken, own, strict=True):
        start, end = end, end + len(some)
        guesses = [NO_LANGUAGE] * len(segments)
        if some:
            column = known.columns.get(primary(declared)) if declared else None
            if column == known.columns["ja"]:
                scores[start:end, column] += np.where(
                    scores[start:end, known.columns["zh"]] > IMPOSSIBLE / 2, JAPANESE, 0.0
                )
            probabilities = in_company(scores[start:end], some, declared=column)
            for place, guess in zip(places, name_languages(known, probabilities, [s.text for s in some]), strict=True):
                guesses[place] = guess
        yield guesses


def _reserve(known: Profiles, expected: frozenset[str] | None) -> Scores:
    """Returns what a score must exceed, a language each: nothing for one that is expected."""
    if expected:
        nats = [0.0 if tag in expected else UNNAMED for tag in known.languages]
    else:
        nats = [SURPRISE if tag in SELDOM else 0.0 for tag in known.languages]
    return np.array(nats, dtype=np.float32) / np.float32(TEMPER)


def _decide(
    segment: Segment, guess: Guess, *, target: str | None, sources: frozenset[str] | None, residue: str
) -> RoutedSegment:
    action, reason = Action.TRANSLATE, guess.reason
    if guess.language == UND:
        action, reason = Action.SKIP, guess.reason or "no_language"
    elif segment.role is Role.RESIDUE and residue == "drop":
        action, reason = Action.SKIP, "residue"
    elif target is not None and covers(target, guess.language):
        action = Action.KEEP
    elif sources is not None and not any(covers(source, guess.language) for source in sources):
        action, reason = Action.SKIP, "not_selected"
    return RoutedSegment(
        segment=segment, language=guess.language, probability=guess.probability, action=action, reason=reason
    )
