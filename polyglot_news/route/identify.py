"""The language of one text by itself: rules, script, then langdetect's profiles as a naive-Bayes table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from polyglot_news.languages import UND
from polyglot_news.records import Guess
from polyglot_news.route import table
from polyglot_news.route.plain import has_no_language
from polyglot_news.route.script import languages_of

UNKNOWN = Guess(language=UND, probability=1.0)


def load(extra: Sequence[Path] = ()) -> None:
    """Reads the profiles now, so that the first call costs what the others do; ``extra`` adds profile files.

    Profiles are langdetect's JSON: ``{"name": "az", "freq": {gram: count}, "n_words": [n1, n2, n3]}``.
    """
    table.load(tuple(extra))


def identify(text: str) -> Guess:
    """Returns the language of a text without a page around it and its probability, ``und`` when it has none."""
    if has_no_language(text):
        return UNKNOWN
    allowed = languages_of(text)
    if len(allowed) == 1:
        return Guess(language=next(iter(allowed)), probability=1.0)
    languages, scores = table.scores(text)
    if not scores.any():
        return UNKNOWN
    return best(languages, posterior(scores, [tag in allowed for tag in languages] if allowed else None))


def posterior(scores: np.ndarray, allowed: list[bool] | None) -> np.ndarray:
    """Turns log-scores into probabilities, zero for languages the script rules out."""
    masked = scores if allowed is None or not any(allowed) else np.where(allowed, scores, -np.inf)
    weights: np.ndarray = np.exp(masked - masked.max())
    return np.asarray(weights / weights.sum())


def best(languages: Sequence[str], probabilities: np.ndarray) -> Guess:
    """Returns the most probable language, the alphabetically first of equals."""
    top = int(probabilities.argmax())
    return Guess(language=languages[top], probability=round(float(probabilities[top]), 4))
