"""The learned model that says which lines of a dump go on with the line above.

A small convolutional network over lines with the page's mean as context: whether lines break off in mid-sentence
elsewhere on the page tells what one without a stop is. Trained by ``scripts/train_joint_model.py``; what ships is
numbers only, and numpy runs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.edges import Matrix
from polyglot_news.extract.linemodel import PIECE
from polyglot_news.extract.lines import Ints

REACH = 2
"""Lines above and below that a line is seen with."""
GRID = 128
"""Weights and what the layers give are multiples of one by this: see :data:`polyglot_news.extract.edges.GRID`."""


class JointModel:
    """Runs the network whose weights it is given."""

    def __init__(self, weights: Mapping[str, NDArray[np.floating]]) -> None:
        self._weights = {name: _on_grid(weight.astype(np.float32)) for name, weight in weights.items()}

    def score(self, edges: Matrix, pages: Ints) -> Matrix:
        """Returns for each line the log-odds that it goes on with the one above.

        ``edges`` are the rows of :func:`polyglot_news.extract.edges.describe_edges`, ``pages`` says where each page
        begins, and the end. A page's scores do not depend on the pages beside it: blank rows part them, and all sums
        are exact.
        """
        sizes = np.diff(pages)
        at = np.arange(pages[-1]) + REACH * np.repeat(np.arange(1, len(pages)), sizes)
        rows = np.zeros((-(-(pages[-1] + REACH * len(pages)) // PIECE) * PIECE, edges.shape[1]), dtype=np.float32)
        rows[at] = edges
        seen = np.zeros((len(rows), self._weights["input.bias"].size), dtype=np.float32)
        seen[at] = self._layer("input", _beside(rows, REACH))[at]
        lines, page = np.split(seen, [(len(self._weights["mix.weight"]) - seen.shape[1]) // 2], axis=1)
        filled = sizes > 0
        means = np.add.reduceat(page[at], pages[:-1][filled]) / sizes[filled, None]
        context = np.zeros((len(rows), page.shape[1]), dtype=np.float32)
        context[at] = np.repeat(_on_grid(means), sizes[filled], axis=0)
        mixed = self._layer("mix", np.concatenate([_beside(lines, 1), context], axis=1))[at]
        return np.asarray(mixed @ self._weights["output.weight"][:, 0] + self._weights["output.bias"][0])

    def _layer(self, name: str, rows: Matrix) -> Matrix:
        pieces = np.matmul(rows.reshape(-1, PIECE, rows.shape[1]), self._weights[f"{name}.weight"])
        return _on_grid(np.maximum(pieces.reshape(len(rows), -1) + self._weights[f"{name}.bias"], 0))


def _beside(rows: Matrix, reach: int) -> Matrix:
    """Returns each row with the rows above and below it beside it, those past the ends of the first and last."""
    padded = np.pad(rows, ((reach, reach), (0, 0)))
    return np.concatenate([padded[step : step + len(rows)] for step in range(2 * reach + 1)], axis=1)


def _on_grid(numbers: NDArray[np.floating]) -> Matrix:
    return np.asarray(np.round(numbers * GRID) / GRID, dtype=np.float32)


@cache
def joint_model() -> JointModel:
    """Returns the model that ships with the package."""
    with np.load(Path(__file__).with_name("joint_model.npz")) as stored:
        return JointModel({name: stored[name] for name in stored.files})
