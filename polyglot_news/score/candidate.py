"""What a score looks at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source text beside its translation; ``mt_score`` is the mean log-probability a model gave its tokens."""

    source: str
    target: str
    source_lang: str
    target_lang: str
    mt_score: float | None = None
