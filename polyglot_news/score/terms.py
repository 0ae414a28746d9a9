"""Whether the terms of a glossary were given their fixed translations."""

from __future__ import annotations

from polyglot_news.score.candidate import Candidate


def terms(candidate: Candidate) -> float | None:
    """Returns the share of the source's terms whose fixed translations stand in the target; None without any."""
    return candidate.terms.kept(candidate.source, candidate.target)
