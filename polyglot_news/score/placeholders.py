"""Whether what must not be translated came through: addresses, handles, placeholders, tags."""

from __future__ import annotations

from polyglot_news.protected import protected
from polyglot_news.score.candidate import Candidate


def placeholders(candidate: Candidate) -> float | None:
    """Returns the share of the source's addresses, handles, placeholders and tags that stand in the target unchanged.

    None when the source has none.
    """
    source = protected(candidate.source)
    if not source:
        return None
    return (source & protected(candidate.target)).total() / source.total()
