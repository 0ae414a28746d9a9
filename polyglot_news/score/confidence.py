"""The model's own score as something a person can read."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from polyglot_news.languages import primary
from polyglot_news.score.candidate import Candidate

Curve = list[tuple[float, float]]
OTHER = "other"


def confidence(candidate: Candidate) -> float | None:
    """Returns the probability that a translator would accept the target with small changes, estimated from mt_score.

    Small changes means chrF of 50 or more against a reference. The curve is fitted for each language pair of the small
    shipped models, and on all of these together for others: there, and for full models, it ranks and is rather too
    low. See docs/translation.md. None without mt_score.
    """
    score = candidate.mt_score
    if score is None:
        return None
    pair = f"{primary(candidate.source_lang)}-{primary(candidate.target_lang)}"
    return _interpolated(curves().get(pair) or curves()[OTHER], score)


@cache
def curves() -> Mapping[str, Curve]:
    """Returns the corners (mean log-probability, probability) of each pair's curve, as fit_confidence.py wrote them."""
    text = files("polyglot_news.score").joinpath("confidence.json").read_text(encoding="utf-8")
    return {pair: [(score, share) for score, share in corners] for pair, corners in json.loads(text).items()}


def _interpolated(curve: Curve, score: float) -> float:
    place = bisect_left(curve, (score, 0.0))
    if place in (0, len(curve)):
        return curve[min(place, len(curve) - 1)][1]
    (x0, y0), (x1, y1) = curve[place - 1], curve[place]
    return y0 + (y1 - y0) * (score - x0) / (x1 - x0)
