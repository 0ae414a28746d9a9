"""The language of one text by itself."""

from __future__ import annotations

import numpy as np

from polyglot_news.languages import UND
from polyglot_news.records import Guess
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.profiles import profiles
from polyglot_news.route.scoring import IMPOSSIBLE, Scores, score
from polyglot_news.route.script import is_traditional

TEMPER = 0.2
"""n-grams overlap, so their log-probabilities count for less than independent ones would."""
CALM = 0.7
"""What makes the final probabilities as often right as they say; fitted on labelled pages."""
SAMPLE = 600
"""Characters that are enough to identify a text by itself."""
UNSURE = 0.0
"""Below this probability a text has no language we can name."""


def identify(text: str) -> Guess:
    """Returns the language of a text without a page around it and its probability, ``und`` when it has none."""
    if has_no_language(text):
        return Guess(language=UND, probability=1.0)
    known = profiles()
    scores = score(known, [text[:SAMPLE]])
    return name(known.languages, posterior(scores, calm=CALM)[0], text)


def posterior(scores: Scores, prior: Scores | None = None, *, calm: float = 1.0) -> Scores:
    """Turns scores and the logarithm of a prior into probabilities, all zero for a text without letters of ours.

    ``calm`` below 1 moves them towards each other and changes no order.
    """
    total = scores * np.float32(TEMPER) if prior is None else scores * np.float32(TEMPER) + prior
    total = total * np.float32(calm)
    weights = np.exp(total - total.max(axis=1, keepdims=True)) * (scores > IMPOSSIBLE / 2)
    sums = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.where(sums > 0, sums, 1.0), dtype=np.float32)


def name(languages: tuple[str, ...], probabilities: Scores, text: str) -> Guess:
    """Returns the most probable language, the alphabetically first of equals; ``und`` when none stands out."""
    top = int(probabilities.argmax())
    probability = round(float(probabilities[top]), 4)
    if probability <= UNSURE:
        return Guess(language=UND, probability=round(1.0 - probability, 4))
    tag = languages[top]
    return Guess(language="zh-Hant" if tag == "zh" and is_traditional(text) else tag, probability=probability)
