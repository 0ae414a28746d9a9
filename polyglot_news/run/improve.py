"""A second try for translations that would not be kept."""

from __future__ import annotations

from collections.abc import Sequence

from polyglot_news.records import Translation
from polyglot_news.score import decide, score_pair
from polyglot_news.translate.engine import Engine


def improve(translations: Sequence[Translation], *, engine: Engine) -> list[Translation]:
    """Asks again, with a more careful search, for what the scores refuse, and keeps the better of both.

    Better is what would be kept; the first try stays where the second is refused too. Takes translations of one
    language pair and returns as many, in their order.
    """
    refused = [translation for translation in translations if translation.source and not _kept(translation)]
    if not refused:
        return list(translations)
    first, texts = refused[0], [translation.source for translation in refused]
    again = engine.translate(texts, source=first.source_lang, target=first.target_lang, careful=True)
    better = {second.source: second for second in again if _kept(second)}
    return [better.get(translation.source, translation) for translation in translations]


def _kept(translation: Translation) -> bool:
    scores = score_pair(
        translation.source,
        translation.target,
        source_lang=translation.source_lang,
        target_lang=translation.target_lang,
        mt_score=translation.score,
    )
    return decide(scores).keep
