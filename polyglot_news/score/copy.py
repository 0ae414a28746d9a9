"""Whether a text was left as it was instead of being translated."""

from __future__ import annotations

import re

from polyglot_news.protected import without_protected
from polyglot_news.score.candidate import Candidate

_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST = 2


def copy(candidate: Candidate) -> float | None:
    """Returns the share of the source's words that stand in the target; None with fewer than two words.

    Only words that do not begin with a capital count, because names are meant to stay; so are addresses.
    """
    words = _words(candidate.source)
    if len(words) < _FEWEST:
        return None
    return len(words & _words(candidate.target)) / len(words)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(without_protected(text)) if not word[0].isupper()}
