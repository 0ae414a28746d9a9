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
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]
Matrix = NDArray[np.float32]
Ints = NDArray[np.intp]

FARTHEST = 6.0
"""Spreads from the mean at which an input is cut off."""

PIECE = 32
"""Rows multiplied at once: so few that BLAS starts no threads, and always as many, so that the sums stay the same."""

_PARTS = ("body.", "metadata.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScores:
    """For each line the log-odds of being body, title, the line of the date, the byline, and of an article at all.

    ``body`` takes for granted that the page holds an article, ``article`` does not.
    """

    body: Matrix
    title: Matrix
    date: Matrix
    byline: Matrix
    article: Matrix

    @property
    def likely(self) -> NDArray[np.float64]:
        """The chance of each line to be body."""
        return _chance(self.body)

    @property
    def held(self) -> NDArray[np.float64]:
        """The chance of each line to be of an article, on a page that may hold none."""
        return _chance(self.article)

    def __getitem__(self, at: slice) -> LineScores:
        return LineScores(
            body=self.body[at],
            title=self.title[at],
            date=self.date[at],
            byline=self.byline[at],
            article=self.article[at],
        )


class LineModel:
    """Runs the two networks whose weights it is given, side by side."""

    def __init__(self, weights: Weights) -> None:
        names = [name.removeprefix(_PARTS[0]) for name in weights if name.startswith(_PARTS[0])]
        self._weights = {name: _stacked([weights[part + name] for part in _PARTS]) for name in names}
        for name in ("mean", "spread"):
            self._weights[name] = self._weights[name].transpose(0, 2, 1)
        self._dilations = [int(step) for step in weights["dilations"]]

    def score(self, features: Matrix, pages: Ints) -> LineScores:
        """Returns the scores of lines described by the rows of :func:`polyglot_news.extract.features.describe`.

        ``pages`` says where each page begins, and the end. A page's scores do not depend on the pages beside it: each
        begins a new piece, and blank rows part it from the next.
        """
        weights = self._weights
        layout = _Layout(pages, apart=max(self._dilations))
        columns = layout.spread(features.T) - weights["mean"]
        columns /= weights["spread"]
        rows = np.clip(columns, -FARTHEST, FARTHEST, out=columns).transpose(0, 2, 1)
        hidden = self._layer("input", rows)
        for number, step in enumerate(self._dilations):
            layout.blank(hidden)
            hidden += self._layer(f"step{number}", _neighbours(hidden, step))
        page = layout.means(self._layer("page", hidden))
        both = np.concatenate([hidden, page], axis=2)
        body, rest = self._linear("output", self._layer("mix", both))[:, layout.at]
        title, date, byline, article = rest.T
        return LineScores(body=body[:, 0], title=title, date=date, byline=byline, article=article)

    def _layer(self, name: str, rows: Matrix) -> Matrix:
        out = self._linear(name, rows)
        return np.maximum(out, 0, out=out)

    def _linear(self, name: str, rows: Matrix) -> Matrix:
        """Multiplies the rows of both networks by their weights, a piece at a time."""
        weight = self._weights[f"{name}.weight"]
        networks, n, width = rows.shape
        out = np.empty((networks, n // PIECE, PIECE, weight.shape[2]), dtype=np.float32)
        step, across = rows.strides[1:]
        pieces = as_strided(rows, (networks, n // PIECE, PIECE, width), (rows.strides[0], step * PIECE, step, across))
        np.matmul(pieces, weight[:, None], out=out)
        out += self._weights[f"{name}.bias"][:, None]
        return out.reshape(networks, n, -1)


def _chance(odds: Matrix) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-odds.astype(np.float64))))


class _Layout:
    """Where the lines of pages lie among rows that are multiplied piece by piece, ``apart`` blank rows between pages.

    ``at`` is the row of each line.
    """

    def __init__(self, pages: Ints, *, apart: int) -> None:
        sizes = np.diff(pages)
        room = -(-(sizes + apart) // PIECE) * PIECE
        self._sizes, self._starts, self.rows = sizes, np.cumsum(room) - room, int(room.sum())
        self.at = np.arange(pages[-1]) + np.repeat(self._starts - pages[:-1], sizes)
        self._room = room
        blank = np.ones(self.rows, dtype=np.bool_)
        blank[self.at] = False
        self._blank = np.flatnonzero(blank)

    def spread(self, columns: Matrix) -> Matrix:
        """Returns the columns with an entry a row instead of one a line."""
        spread = np.zeros((len(columns), self.rows), dtype=np.float32)
        end = 0
        for start, size in zip(self._starts.tolist(), self._sizes.tolist(), strict=True):
            spread[:, start : start + size] = columns[:, end : end + size]
            end += size
        return spread

    def blank(self, rows: Matrix) -> None:
        """Makes the rows between pages zeros."""
        rows[:, self._blank] = 0

    def means(self, rows: Matrix) -> Matrix:
        """Returns the mean of each page's rows in each of its rows."""
        spans = zip(self._starts.tolist(), self._sizes.tolist(), strict=True)
        means = np.stack([rows[:, start : start + size].mean(axis=1) for start, size in spans], axis=1)
        return np.repeat(means, self._room, axis=1)


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
    around = np.empty((networks, n, 3 * width), dtype=rows.dtype)
    around[:, :step, :width] = 0
    around[:, -step:, 2 * width :] = 0
    # A row is moved as one item, which numpy does faster than number by number.
    item = f"V{width * rows.itemsize}"
    above, same, below = np.moveaxis(around.view(item), 2, 0)
    moved = rows.view(item)[:, :, 0]
    above[:, step:] = moved[:, :-step]
    same[:] = moved
    below[:, :-step] = moved[:, step:]
    return around


@cache
def line_model() -> LineModel:
    """Returns the model that ships with the package."""
    with np.load(Path(__file__).with_name("dump_model.npz")) as stored:
        return LineModel({name: stored[name] for name in stored.files})
