"""Whether what must not be translated came through: addresses, handles, placeholders, tags."""

from __future__ import annotations

from polyglot_news.protected import is_wordless, protected
from polyglot_news.score.candidate import Candidate


def placeholders(candidate: Candidate) -> float | None:
    """Returns the share of the source's addresses, handles, placeholders and tags that stand in the target unchanged.

    None when the source has none; 0 when words were made of a source without any letter or digit (``★★★``).
    """
    if is_wordless(candidate.source):
        return None if is_wordless(candidate.target) else 0.0
    source = protected(candidate.source)
    if not source:
        return None
    return (source & protected(candidate.target)).total() / source.total()
