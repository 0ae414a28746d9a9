"""A second try for translations that would not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from polyglot_news.glossary import Terms
from polyglot_news.records import Translation
from polyglot_news.run.scores import scores_of
from polyglot_news.score import DEFAULT, Threshold, refusals
from polyglot_news.translate.engine import Engine


def improve(
    translations: Sequence[Translation], *, engine: Engine, terms: Terms, thresholds: Sequence[Threshold] = DEFAULT
) -> list[Translation]:
    """Asks again, with a more careful search, for what the scores refuse, and keeps the better of both.

    Better is what fewer thresholds refuse; the first try stays where that is as many. Takes translations of one
    language pair and returns as many, in their order.
    """
    faults = partial(faults_of, terms=terms, thresholds=thresholds)
    refused = {each.source: len(reasons) for each in translations if each.source and (reasons := faults(each))}
    if not refused:
        return list(translations)
    first = translations[0]
    again = engine.translate(list(refused), source=first.source_lang, target=first.target_lang, careful=True)
    better = {second.source: second for second in again if len(faults(second)) < refused[second.source]}
    return [better.get(translation.source, translation) for translation in translations]


def faults_of(translation: Translation, *, terms: Terms, thresholds: Sequence[Threshold] = DEFAULT) -> list[str]:
    """Returns the reasons for which a translation would not be kept; without thresholds nothing is scored."""
    if not thresholds:
        return []
    scores = scores_of(
        translation.source,
        translation.target,
        source_lang=translation.source_lang,
        target_lang=translation.target_lang,
        mt_score=translation.score,
        terms=terms,
    )
    return refusals(scores, thresholds)
