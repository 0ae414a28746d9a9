"""The networks that score the lines of a dump."""

from __future__ import annotations

import numpy as np
import pytest

from polyglot_news.extract import linemodel
from polyglot_news.extract.linemodel import Matrix, line_model


def described(lines: int) -> Matrix:
    """Numbers as lines of a page could have them."""
    return np.random.default_rng(lines).normal(size=(lines, 85)).astype(np.float32)


def test_scores_do_not_depend_on_the_pages_beside() -> None:
    """Read alone or among others, a page has the same scores to the last bit."""
    sizes = [1, 130, 64, 5, 57]
    pages = np.cumsum([0, *sizes])
    together = line_model().score(np.concatenate(list(map(described, sizes))), pages)
    for size, start in zip(sizes, pages.tolist(), strict=False):
        alone = line_model().score(described(size), np.array([0, size]))
        assert np.array_equal(together.body[start : start + size], alone.body)
        assert np.array_equal(together.title[start : start + size], alone.title)


@pytest.mark.parametrize("lines", [1, 5, 64, 130])
def test_scores_do_not_depend_on_the_pieces(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are multiplied at once, the scores are the same but for rounding."""
    features, pages = described(lines), np.array([0, lines])
    scores = line_model().score(features, pages)
    monkeypatch.setattr(linemodel, "PIECE", 7)
    again = line_model().score(features, pages)
    assert scores.body.shape == (lines,)
    np.testing.assert_allclose(again.body, scores.body, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(again.byline, scores.byline, rtol=1e-3, atol=1e-4)
