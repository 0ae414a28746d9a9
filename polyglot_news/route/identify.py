"""The language of one text by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from polyglot_news.languages import UND
from polyglot_news.records import Guess
from polyglot_news.route.doubt import settled
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.profiles import Profiles, is_word, profiles
from polyglot_news.route.scoring import IMPOSSIBLE, LONGEST, Scores, sample, score
from polyglot_news.route.script import is_traditional

TEMPER = 0.2
"""n-grams overlap, so their log-probabilities count for less than independent ones would."""
CALM = 0.7
"""What makes the final probabilities as often right as they say; fitted on labelled pages."""
UNSURE = 0.25
"""Below this probability no language is named: of labelled texts below it one in five was right."""


def identify(text: str) -> Guess:
    """Returns the language of a text without a page around it and its probability, ``und`` when it has none."""
    return identify_all([text])[0]


def identify_all(texts: Sequence[str]) -> list[Guess]:
    """Returns the same for many texts, each by itself, in a third of the time."""
    known = profiles()
    guesses = [Guess(language=UND, probability=1.0)] * len(texts)
    spoken = [i for i, text in enumerate(texts) if not without_language(known, text)]
    if spoken:
        some = [texts[i] for i in spoken]
        for i, text, probabilities in zip(spoken, some, posterior(score(known, some), calm=CALM), strict=True):
            guesses[i] = name(known, probabilities, text)
    return guesses


def without_language(known: Profiles, text: str) -> bool:
    """True for a text that reads the same in every language."""
    return has_no_language(text, is_word=partial(is_word, known))


def posterior(scores: Scores, prior: Scores | None = None, *, calm: float = 1.0) -> Scores:
    """Turns scores and the logarithm of a prior into probabilities, all zero for a text without letters of ours.

    ``calm`` below 1 moves them towards each other and changes no order.
    """
    total = scores * np.float32(TEMPER) if prior is None else scores * np.float32(TEMPER) + prior
    total = total * np.float32(calm)
    weights = np.exp(total - total.max(axis=1, keepdims=True)) * (scores > IMPOSSIBLE / 2)
    sums = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.where(sums > 0, sums, 1.0), dtype=np.float32)


def name(known: Profiles, probabilities: Scores, text: str) -> Guess:
    """Returns the most probable language, the alphabetically first of equals, after langdetect where it is in doubt.

    ``und`` where no language stands out; the reason is then ``unsure``.
    """
    probabilities, vote = settled(known, probabilities, text)
    top = int(probabilities.argmax())
    probability = round(float(probabilities[top]), 4)
    if not probability:
        return Guess(language=UND, probability=1.0)
    if probability < UNSURE:
        return Guess(language=UND, probability=round(1.0 - probability, 4), reason="unsure")
    tag = known.languages[top]
    tag = "zh-Hant" if tag == "zh" and is_traditional(sample(text, LONGEST)) else tag
    return Guess(language=tag, probability=probability, reason=vote)
