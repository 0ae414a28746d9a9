"""The learned model that reads a page's lines as a sequence and says which are the article.

Two small convolutional networks over lines (dilated convolutions after Yu and Koltun 2016, with the page's mean as
context), trained by ``scripts/train_dump_model.py``; what ships is numbers only, and numpy runs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]
Matrix = NDArray[np.float32]

FARTHEST = 6.0
"""Spreads from the mean at which an input is cut off."""

_ROWS_AT_ONCE = 64
"""So few that BLAS starts no threads: they cost more than they bring, and the sums stay the same on any machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScores:
    """For each line the log-odds of being body, title, the line of the date, and the byline."""

    body: Matrix
    title: Matrix
    date: Matrix
    byline: Matrix


class LineModel:
    """Runs the two networks whose weights it is given."""

    def __init__(self, weights: Weights) -> None:
        self._body, self._metadata = _part(weights, "body."), _part(weights, "metadata.")
        self._dilations = [int(step) for step in weights["dilations"]]

    def score(self, features: Matrix) -> LineScores:
        """Returns the scores of lines described by the rows of :func:`polyglot_news.extract.features.describe`."""
        body = self._run(features, self._body)
        rest = self._run(features, self._metadata)
        return LineScores(body=body[:, 0], title=rest[:, 0], date=rest[:, 1], byline=rest[:, 2])

    def _run(self, features: Matrix, weights: Weights) -> Matrix:
        rows = np.clip((features - weights["mean"]) / weights["spread"], -FARTHEST, FARTHEST)
        hidden = _layer(rows, weights, "input")
        for number, step in enumerate(self._dilations):
            hidden = hidden + _layer(_neighbours(hidden, step), weights, f"step{number}")
        page = _layer(hidden, weights, "page").mean(axis=0, keepdims=True)
        both = np.concatenate([hidden, np.repeat(page, len(hidden), axis=0)], axis=1)
        return _linear(_layer(both, weights, "mix"), weights, "output")


def _part(weights: Weights, prefix: str) -> Weights:
    return {k.removeprefix(prefix): np.asarray(v, np.float32) for k, v in weights.items() if k.startswith(prefix)}


def _layer(rows: Matrix, weights: Weights, name: str) -> Matrix:
    return np.maximum(_linear(rows, weights, name), 0)


def _linear(rows: Matrix, weights: Weights, name: str) -> Matrix:
    weight = weights[f"{name}.weight"]
    out = np.empty((len(rows), weight.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        np.matmul(rows[start : start + _ROWS_AT_ONCE], weight, out=out[start : start + _ROWS_AT_ONCE])
    out += weights[f"{name}.bias"]
    return out


def _neighbours(rows: Matrix, step: int) -> Matrix:
    """Returns each row between the rows ``step`` above and below it, zeros past the ends."""
    n, width = rows.shape
    around = np.zeros((n, 3 * width), dtype=rows.dtype)
    around[step:, :width] = rows[: max(n - step, 0)]
    around[:, width : 2 * width] = rows
    around[: max(n - step, 0), 2 * width :] = rows[step:]
    return around


@cache
def line_model() -> LineModel:
    """Returns the model that ships with the package."""
    with np.load(Path(__file__).with_name("dump_model.npz")) as stored:
        return LineModel({name: stored[name] for name in stored.files})
