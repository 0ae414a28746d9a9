"""The language of one text by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from polyglot_news.languages import UND
from polyglot_news.records import Guess
from polyglot_news.route.chinese import SIMPLIFIED, written
from polyglot_news.route.doubt import REACH, is_in_doubt, weighed
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.profiles import Profiles, is_word, profiles
from polyglot_news.route.scoring import IMPOSSIBLE, Scores, score

TEMPER = 0.2
"""n-grams overlap, so their log-probabilities count for less than independent ones would."""
CALM = 0.7
"""What makes the final probabilities as often right as they say; fitted on labelled pages."""
UNSURE = 0.25
"""Below this probability no language is named: of labelled texts below it one in five was right."""

NO_LANGUAGE = Guess(language=UND, probability=1.0)


def identify(text: str) -> Guess:
    """Returns the language of a text without a page around it and its probability, ``und`` when it has none."""
    return identify_all([text])[0]


def identify_all(texts: Sequence[str], *, sure: float = 0.0) -> list[Guess]:
    """Returns the same for many texts, each by itself; in one pass, which is faster.

    Who has no use for a guess below the probability ``sure`` spares langdetect the texts that cannot reach it.
    """
    known = profiles()
    spoken = with_language(known, texts)
    guesses = [NO_LANGUAGE] * len(texts)
    if spoken:
        some = [texts[i] for i in spoken]
        named = name_languages(known, posterior(score(known, some), calm=CALM), some, sure=sure)
        for i, guess in zip(spoken, named, strict=True):
            guesses[i] = written([guess], [texts[i]], usual=SIMPLIFIED)[0]
    return guesses


def with_language(known: Profiles, texts: Sequence[str]) -> list[int]:
    """Returns the numbers of the texts that do not read the same in every language."""
    spelled = partial(is_word, known)
    return [i for i, text in enumerate(texts) if not has_no_language(text, is_word=spelled)]


def posterior(scores: Scores, prior: Scores | None = None, *, calm: float = 1.0) -> Scores:
    """Turns scores and the logarithm of a prior into probabilities, all zero for a text without letters of ours.

    ``calm`` below 1 moves them towards each other and changes no order.
    """
    total = scores * np.float32(TEMPER)
    if prior is not None:
        total += prior
    if calm != 1.0:
        total *= np.float32(calm)
    total -= total.max(axis=1, keepdims=True)
    weights = np.exp(total, out=total)
    weights *= scores.max(axis=1, keepdims=True) > IMPOSSIBLE / 2
    sums = weights.sum(axis=1, keepdims=True)
    sums[sums == 0] = 1.0
    weights /= sums
    return np.asarray(weights)


def name_languages(known: Profiles, probabilities: Scores, texts: Sequence[str], *, sure: float = 0.0) -> list[Guess]:
    """Returns each text's most probable language, the alphabetically first of equals, langdetect asked where in doubt.

    ``probabilities`` has a row a text. ``und`` where no language stands
    out, the reason is then ``unsure``. Chinese is ``zh``, whatever its characters.
    """
    guesses = []
    tops, bests = probabilities.argmax(axis=1).tolist(), probabilities.max(axis=1).tolist()
    for row, (text, top, best) in enumerate(zip(texts, tops, bests, strict=True)):
        vote = ""
        if is_in_doubt(text, best) and sure <= REACH:
            settled, vote = weighed(known, probabilities[row], text)
            top, best = int(settled.argmax()), float(settled.max())
        guesses.append(_named(known.languages[top], round(best, 4), vote))
    return guesses


def _named(tag: str, probability: float, vote: str) -> Guess:
    if not probability:
        return NO_LANGUAGE
    if probability < UNSURE:
        return Guess(language=UND, probability=round(1.0 - probability, 4), reason="unsure")
    return Guess(language=tag, probability=probability, reason=vote)
