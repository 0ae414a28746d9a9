"""How long a translation is beside its source, and how improbable that is."""

from __future__ import annotations

import re
from math import sqrt

from polyglot_news.protected import is_wordless
from polyglot_news.score.candidate import Candidate

_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_DENSITY = 2.5
_VARIANCE = 6.8


def length_ratio(candidate: Candidate) -> float | None:
    """Returns target length over source length in characters, a Chinese, Japanese or Korean one counted as 2.5.

    None when the source is empty; 0 when words became nothing but signs (``...``).
    """
    if is_wordless(candidate.target) and not is_wordless(candidate.source):
        return 0.0
    source = _length(candidate.source)
    return _length(candidate.target) / source if source else None


def length_z(candidate: Candidate) -> float | None:
    """Returns by how many standard deviations the target is too long (positive) or too short (negative).

    The variance, 6.8 per character, is that of Gale & Church 1993, "A program for aligning sentences in bilingual
    corpora"; it is taken at the mean of both lengths, so that the score is symmetric. None when both are empty.
    """
    source, target = _length(candidate.source), _length(candidate.target)
    mean = (source + target) / 2
    return (target - source) / sqrt(_VARIANCE * mean) if mean else None


def _length(text: str) -> float:
    if text.isascii():
        return len(text)
    dense = len(text) - len(_DENSE.sub("", text))
    return len(text) + (_DENSITY - 1) * dense
