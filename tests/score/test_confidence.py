"""The confidence that a person reads: a probability that follows the model's own score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.score import Candidate, score_pair
from polyglot_news.score.confidence import OTHER, curves


def confidence(score: float | None, languages: tuple[str, str] = ("ru", "en")) -> float | None:
    source, target = languages
    candidate = Candidate(source="Да", target="Yes", source_lang=source, target_lang=target, mt_score=score)
    return score_pair(candidate)["confidence"]


def test_every_curve_is_a_probability_that_rises() -> None:
    """Over at least four corners, for the shipped pairs and for all others."""
    assert {OTHER, "ru-en"} <= curves().keys()
    for corners in curves().values():
        scores, shares = zip(*corners, strict=True)
        assert len(corners) >= 4 and sorted(set(scores)) == list(scores) and sorted(shares) == list(shares)
        assert shares[0] >= 0 and shares[-1] <= 1


@given(st.floats(-20, 0), st.floats(-20, 0))
def test_more_probable_is_never_less_sure(a: float, b: float) -> None:
    """In every language pair."""
    for languages in (("ru", "en"), ("ru-RU", "en-GB"), ("de", "fr")):
        low, high = (confidence(score, languages) for score in sorted((a, b)))
        assert low is not None and high is not None and 0 <= low <= high <= 1


@pytest.mark.parametrize("pair", sorted(curves().keys() - {OTHER}))
def test_at_a_corner_the_confidence_is_the_corners(pair: str) -> None:
    """Between two it lies between them."""
    source, target = pair.split("-")
    for (x0, y0), (x1, y1) in zip(curves()[pair], curves()[pair][1:], strict=False):
        assert confidence(x0, (source, target)) == pytest.approx(y0)
        middle = confidence((x0 + x1) / 2, (source, target))
        assert middle == pytest.approx((y0 + y1) / 2)


def test_without_a_score_there_is_no_confidence() -> None:
    """A person's translation has none."""
    assert confidence(None) is None
