"""What a score looks at."""

from __future__ import annotations

from dataclasses import dataclass

from polyglot_news.glossary import NO_TERMS, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source text beside its translation, and the terms of its language pair.

    ``mt_score`` is the mean log-probability a model gave the target's tokens.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    mt_score: float | None = None
    terms: Terms = NO_TERMS
