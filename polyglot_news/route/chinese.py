"""In which characters Chinese is written: a text's own say, then those of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polyglot_news.records import Guess
from polyglot_news.route.scoring import READ, sample
from polyglot_news.route.script import traditional_odds

SIMPLIFIED, TRADITIONAL = "zh", "zh-Hant"
COMPANY = 2
"""The characters that a page's other texts count for at most: its labels follow it, a quotation stays what it is."""


def written(guesses: Sequence[Guess], texts: Sequence[str], *, usual: str) -> list[Guess]:
    """Returns a page's guesses, the Chinese ones with the form of their characters.

    ``usual`` is the form of texts that read the same in both on a page that tells nothing.
    """
    if all(guess.language != SIMPLIFIED for guess in guesses):
        return list(guesses)
    odds = [
        traditional_odds(sample(text, READ)) if guess.language == SIMPLIFIED else 0
        for guess, text in zip(guesses, texts, strict=True)
    ]
    whole = sum(odds)
    lean = 0.5 if usual == TRADITIONAL else -0.5
    return [
        replace(guess, language=TRADITIONAL)
        if guess.language == SIMPLIFIED and own + max(-COMPANY, min(COMPANY, whole - own)) + lean > 0
        else guess
        for guess, own in zip(guesses, odds, strict=True)
    ]
