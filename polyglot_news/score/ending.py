"""Whether a translation stops before its source does."""

from __future__ import annotations

import re

from polyglot_news.languages import primary
from polyglot_news.score.candidate import Candidate
from polyglot_news.score.length import length_z

_STOP = re.compile(r"[.!?…。！？]\W*\Z")
_TAIL = 8
_STOPLESS = {"th", "lo"}
"""They are written without full stops."""


def ending(candidate: Candidate) -> float | None:
    """Returns ``length_z`` of a target that ends in a letter or digit where its source ends in a stop, else None."""
    source, target = candidate.source.rstrip(), candidate.target.rstrip()
    if not target or not target[-1].isalnum() or primary(candidate.target_lang) in _STOPLESS:
        return None
    return length_z(candidate) if _STOP.search(source[-_TAIL:]) else None
