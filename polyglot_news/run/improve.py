"""A second try for translations that would not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from polyglot_news.glossary import Terms
from polyglot_news.records import Translation
from polyglot_news.run.scores import scores_of
from polyglot_news.score import DEFAULT, Candidate, Threshold, refusals
from polyglot_news.translate.engine import Engine

Fault = tuple[int, float]
SOUND: Fault = (0, 0.0)
_LOSSES = ("placeholders", "terms", "numbers")


def improve(
    translations: Sequence[Translation], *, engine: Engine, terms: Terms, thresholds: Sequence[Threshold] = DEFAULT
) -> list[Translation]:
    """Asks again, with a more careful search, for what the scores refuse, and keeps the better of both.

    Better is what fewer thresholds refuse, then what has lost less; the first try stays where both are equal. Takes
    translations of one language pair and returns as many, in their order.
    """
    fault = partial(_fault, terms=terms, thresholds=thresholds)
    refused = {each.source: found for each in translations if each.source and (found := fault(each)) > SOUND}
    if not refused:
        return list(translations)
    first = translations[0]
    again = engine.translate(list(refused), source=first.source_lang, target=first.target_lang, careful=True)
    better = {second.source: second for second in again if fault(second) < refused[second.source]}
    return [better.get(translation.source, translation) for translation in translations]


def faults_of(translation: Translation, *, terms: Terms, thresholds: Sequence[Threshold] = DEFAULT) -> list[str]:
    """Returns the reasons for which a translation would not be kept; without thresholds nothing is scored."""
    return refusals(_scores(translation, terms=terms), thresholds) if thresholds else []


def _fault(translation: Translation, *, terms: Terms, thresholds: Sequence[Threshold]) -> Fault:
    """Returns how many thresholds refuse a translation, and for one that is refused how much it has lost."""
    if not thresholds:
        return SOUND
    scores = _scores(translation, terms=terms)
    reasons = refusals(scores, thresholds)
    return len(reasons), sum(1 - share for name in _LOSSES if (share := scores[name]) is not None) if reasons else 0.0


def _scores(translation: Translation, *, terms: Terms) -> dict[str, float | None]:
    return scores_of(
        Candidate(
            source=translation.source,
            target=translation.target,
            source_lang=translation.source_lang,
            target_lang=translation.target_lang,
            mt_score=translation.score,
            terms=terms,
        )
    )
