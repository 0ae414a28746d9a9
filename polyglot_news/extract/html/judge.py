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
_LOWEST_BIT = np.array([8] + [(byte & -byte).bit_length() - 1 for byte in range(1, 256)], dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees as flat arrays: one entry a node for the first three, one row a tree for ``leaves``.

    ``column`` numbers the entries of ``names``; a line passes a node when its value is at most ``threshold``, and
    otherwise loses the leaves whose bits ``mask`` lacks; ``roots`` are the first nodes of the trees.
    """

    names: tuple[str, ...]
    column: NDArray[np.int16]
    threshold: NDArray[np.float32]
    mask: NDArray[np.uint8]
    roots: NDArray[np.intp]
    leaves: NDArray[np.float32]

    def probabilities(self, names: tuple[str, ...], rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Returns one probability a row; ``names`` are those of the columns of ``rows``."""
        place = {name: number for number, name in enumerate(names)}
        used = rows[:, [place[name] for name in self.names]]
        failed = used[:, self.column] > self.threshold
        left = np.bitwise_and.reduceat(np.where(failed, self.mask, np.uint8(255)), self.roots, axis=1)
        answers = self.leaves[np.arange(len(self.roots)), _LOWEST_BIT[left]]
        return np.asarray(1 / (1 + np.exp(-answers.sum(axis=1, dtype=np.float64))))


def forest(arrays: Mapping[str, NDArray[np.generic]]) -> Forest:
    """Returns the judge whose numbers ``scripts/train_html_judge.py`` has written."""
    return Forest(
        names=tuple(str(name) for name in arrays["names"]),
        column=arrays["column"].astype(np.int16),
        threshold=arrays["threshold"].astype(np.float32),
        mask=arrays["mask"].astype(np.uint8),
        roots=arrays["roots"].astype(np.intp),
        leaves=arrays["leaves"].astype(np.float32),
    )


@cache
def trained() -> Forest:
    """Returns the judge that is shipped."""
    with files("polyglot_news.extract.html").joinpath("judge.npz").open("rb") as file, np.load(file) as arrays:
        return forest(arrays)
