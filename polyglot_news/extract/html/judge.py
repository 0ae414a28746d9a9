"""Judges each line of an HTML page: how probable is it that the line belongs to the article.

The judge is a sum of small regression trees (gradient boosting), learned by ``scripts/train_html_judge.py`` from
labelled pages; only its numbers are shipped. The trees are evaluated together, without a loop over nodes, by the bit
masks of QuickScorer (Lucchese et al., SIGIR 2015): every node whose test fails rules out the leaves to its left, and
the leftmost leaf that is left over is the tree's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

LEAVES = 8
"""Leaves of a tree, one bit of a byte each."""
_AT_ONCE = 512
"""Lines judged together: every node takes four bytes a line."""
_LOWEST_BIT = np.array([8] + [(byte & -byte).bit_length() - 1 for byte in range(1, 256)], dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees as arrays, one row a tree: of its nodes for ``column``, ``threshold`` and ``mask``, of its ``leaves``.

    ``column`` numbers the entries of ``names``; a line passes a node when its value is at most ``threshold``, and
    otherwise loses the leaves whose bits ``mask`` lacks.
    """

    names: tuple[str, ...]
    column: NDArray[np.int16]
    threshold: NDArray[np.float32]
    mask: NDArray[np.uint8]
    leaves: NDArray[np.float32]

    def probabilities(self, names: tuple[str, ...], rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Returns one probability a row; ``names`` are those of the columns of ``rows``."""
        place = {name: number for number, name in enumerate(names)}
        used = rows[:, [place[name] for name in self.names]].T
        sums = [self._sums(used[:, at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.asarray(1 / (1 + np.exp(-np.concatenate([np.empty(0), *sums]))))

    def _sums(self, used: NDArray[np.float32]) -> NDArray[np.float64]:
        """Returns the sum of the trees' answers for each column of ``used``."""
        passed = used.take(self.column, axis=0) <= self.threshold[..., None]
        left = np.bitwise_and.reduce(self.mask[..., None] | passed * np.uint8(255), axis=1)
        first = np.arange(0, self.leaves.size, LEAVES)[:, None]
        return np.asarray(self.leaves.take(_LOWEST_BIT.take(left) + first).sum(axis=0, dtype=np.float64))


def forest(arrays: Mapping[str, NDArray[np.generic]]) -> Forest:
    """Returns the judge whose numbers ``scripts/train_html_judge.py`` has written, nodes in one flat row."""
    first = arrays["roots"].astype(np.intp)
    sizes = np.diff(first, append=len(arrays["column"]))
    tree, number = np.repeat(np.arange(len(first)), sizes), np.arange(sizes.sum()) - np.repeat(first, sizes)

    def rows(values: NDArray[np.generic], spare: int) -> NDArray[np.generic]:
        """Gives every tree as many nodes as fit, the spare ones such that nothing is lost at them."""
        filled = np.full((len(first), LEAVES - 1), spare, dtype=values.dtype)
        filled[tree, number] = values
        return filled

    return Forest(
        names=tuple(str(name) for name in arrays["names"]),
        column=rows(arrays["column"], 0).astype(np.int16),
        threshold=rows(arrays["threshold"], 0).astype(np.float32),
        mask=rows(arrays["mask"], 255).astype(np.uint8),
        leaves=arrays["leaves"].astype(np.float32),
    )


@cache
def trained() -> Forest:
    """Returns the judge that is shipped."""
    with files("polyglot_news.extract.html").joinpath("judge.npz").open("rb") as file, np.load(file) as arrays:
        return forest(arrays)
