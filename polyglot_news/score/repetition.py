"""Whether a model went round in circles."""

from __future__ import annotations

from polyglot_news.score.candidate import Candidate

_SIZE = 6


def repetition(candidate: Candidate) -> float:
    """Returns how much more of the target than of the source is said again, from 0 to 1.

    The measure is the share of 6-character windows that were seen before: it finds loops of letters, words and
    phrases in any script.
    """
    said_again = _repeated(candidate.target)
    return max(0.0, said_again - _repeated(candidate.source)) if said_again else 0.0


def _repeated(text: str) -> float:
    total = len(text) - _SIZE + 1
    if total <= 1:
        return 0.0
    return 1 - len({text[i : i + _SIZE] for i in range(total)}) / total
