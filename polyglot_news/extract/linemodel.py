"""The learned model that reads a page's lines as a sequence and says which are the article.

Two small convolutional networks over lines (dilated convolutions after Yu and Koltun 2016, with the page's mean as
context), trained by ``scripts/train_dump_model.py``; what ships is numbers only, and numpy runs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_PARTS = ("body.", "metadata.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScores:
    """For each line the log-odds of being body, title, the line of the date, and the byline."""

    body: Matrix
    title: Matrix
    date: Matrix
    byline: Matrix


class LineModel:
    """Runs the two networks whose weights it is given, side by side."""

    def __init__(self, weights: Weights) -> None:
        names = [name.removeprefix(_PARTS[0]) for name in weights if name.startswith(_PARTS[0])]
        self._weights = {name: _stacked([weights[part + name] for part in _PARTS]) for name in names}
        self._dilations = [int(step) for step in weights["dilations"]]

    def score(self, features: Matrix) -> LineScores:
        """Returns the scores of lines described by the rows of :func:`polyglot_news.extract.features.describe`."""
        weights = self._weights
        rows = np.clip((features - weights["mean"]) / weights["spread"], -FARTHEST, FARTHEST)
        hidden = self._layer("input", rows)
        for number, step in enumerate(self._dilations):
            hidden += self._layer(f"step{number}", _neighbours(hidden, step))
        page = self._layer("page", hidden).mean(axis=1, keepdims=True)
        both = np.concatenate([hidden, np.broadcast_to(page, hidden.shape)], axis=2)
        body, rest = self._linear("output", self._layer("mix", both))
        return LineScores(body=body[:, 0], title=rest[:, 0], date=rest[:, 1], byline=rest[:, 2])

    def _layer(self, name: str, rows: Matrix) -> Matrix:
        out = self._linear(name, rows)
        return np.maximum(out, 0, out=out)

    def _linear(self, name: str, rows: Matrix) -> Matrix:
        """Multiplies the rows of both networks by their weights, as many at once as BLAS may have."""
        weight = self._weights[f"{name}.weight"]
        networks, n, _ = rows.shape
        out = np.empty((networks, n, weight.shape[2]), dtype=np.float32)
        whole = n - n % _ROWS_AT_ONCE
        np.matmul(_pieces(rows[:, :whole]), weight[:, None], out=_pieces(out[:, :whole]))
        np.matmul(rows[:, whole:], weight, out=out[:, whole:])
        out += self._weights[f"{name}.bias"]
        return out


def _pieces(rows: Matrix) -> Matrix:
    """Returns a view of the rows of each network that is cut into pieces for BLAS."""
    networks, n, width = rows.shape
    return rows.reshape(networks, n // _ROWS_AT_ONCE, _ROWS_AT_ONCE, width)


def _stacked(values: Sequence[Matrix]) -> Matrix:
    """Stacks the networks' weights, or rows of numbers, with zeros where one network has fewer outputs."""
    rows = [np.atleast_2d(np.asarray(value, np.float32)) for value in values]
    stacked = np.zeros((len(rows), len(rows[0]), max(row.shape[1] for row in rows)), dtype=np.float32)
    for number, row in enumerate(rows):
        stacked[number, :, : row.shape[1]] = row
    return stacked


def _neighbours(rows: Matrix, step: int) -> Matrix:
    """Returns each row between the rows ``step`` above and below it, zeros past the ends."""
    networks, n, width = rows.shape
    around = np.zeros((networks, n, 3 * width), dtype=rows.dtype)
    around[:, step:, :width] = rows[:, : max(n - step, 0)]
    around[:, :, width : 2 * width] = rows
    around[:, : max(n - step, 0), 2 * width :] = rows[:, step:]
    return around


@cache
def line_model() -> LineModel:
    """Returns the model that ships with the package."""
    with np.load(Path(__file__).with_name("dump_model.npz")) as stored:
        return LineModel({name: stored[name] for name in stored.files})
