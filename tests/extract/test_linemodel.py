"""The networks that score the lines of a dump."""

from __future__ import annotations

import numpy as np
import pytest

from polyglot_news.extract import linemodel
from polyglot_news.extract.linemodel import line_model


@pytest.mark.parametrize("lines", [1, 5, 64, 130])
def test_scores_do_not_depend_on_the_pieces(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may be multiplied in one piece or in many, and the last may be shorter."""
    features = np.random.default_rng(0).normal(size=(lines, 85)).astype(np.float32)
    scores = line_model().score(features)
    monkeypatch.setattr(linemodel, "_ROWS_AT_ONCE", 7)
    again = line_model().score(features)
    assert scores.body.shape == (lines,)
    np.testing.assert_allclose(again.body, scores.body, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(again.byline, scores.byline, rtol=1e-3, atol=1e-4)
