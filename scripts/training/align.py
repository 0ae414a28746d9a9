"""Word alignment of encoded pairs: IBM model 1 in both directions, with a preference for the diagonal.

Methods: Brown et al. 1993, "The Mathematics of Statistical Machine Translation" (model 1) and Dyer et al. 2013,
"A Simple, Fast, and Effective Reparameterization of IBM Model 2" (the diagonal); the two directions are multiplied,
which keeps what both agree on (Liang et al. 2006, "Alignment by Agreement").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .corpus import EncodedPairs

DIAGONAL_TENSION = 4.0
LINKS_A_BLOCK = 2_000_000
SMOOTHING = 1e-6

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """For every target piece of every pair the source position it translates, or -1, and the lexicon behind it.

    ``lexicon[s, t]`` is the expected number of times that source piece ``s`` was translated by ``t``.
    """

    links: list[NDArray[np.int16]]
    lexicon: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Pairs of one padded shape: row numbers, ids (rows, length; -1 is padding) and the diagonal prior."""

    rows: NDArray[np.int64]
    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    prior: Table


def save_links(links: list[NDArray[np.int16]], file: Path) -> None:
    """Keeps alignment links for a later run."""
    np.savez_compressed(file, flat=np.concatenate(links), lengths=np.array([len(row) for row in links]))


def load_links(file: Path) -> list[NDArray[np.int16]]:
    """Reads what ``save_links`` wrote."""
    with np.load(file) as saved:
        return np.split(saved["flat"], np.cumsum(saved["lengths"])[:-1])


def align(pairs: EncodedPairs, *, size: int, rounds: int = 4, confidence: float = 0.35) -> Alignment:
    """Aligns all pairs with ``rounds`` rounds of expectation maximisation; links below ``confidence`` become -1."""
    forward = np.full((size, size), 1.0, dtype=np.float32)
    backward = forward.T.copy()
    counts = np.zeros_like(forward)
    links: list[NDArray[np.int16]] = [np.empty(0, dtype=np.int16)] * len(pairs)
    for number in range(rounds):
        last = number == rounds - 1
        next_forward, next_backward = np.zeros_like(forward), np.zeros_like(forward)
        for block in blocks(pairs):
            cells, there, back = posteriors(block, forward, backward)
            agreed = there * back
            agreed /= agreed.sum(axis=1, keepdims=True) + SMOOTHING
            add(next_forward, cells, there)
            add(next_backward, cells, back)
            if last:
                add(counts, cells, there * back)
                keep_links(links, block, agreed, pairs, confidence)
        forward = next_forward / (next_forward.sum(axis=1, keepdims=True) + SMOOTHING)
        backward = next_backward / (next_backward.sum(axis=0, keepdims=True) + SMOOTHING)
    return Alignment(links=links, lexicon=counts)


def blocks(pairs: EncodedPairs) -> Iterator[Block]:
    """Yields all pairs in padded blocks of similar shape."""
    lengths = np.array([(len(s), len(t)) for s, t in zip(pairs.sources, pairs.targets, strict=True)])
    order = np.lexsort((lengths[:, 1], lengths[:, 0]))
    start = 0
    while start < len(order):
        width = int(lengths[order[start], 0]) + 4
        stop = start + max(1, LINKS_A_BLOCK // (width * width))
        rows = order[start:stop]
        start = stop
        yield make_block(pairs, rows)


def make_block(pairs: EncodedPairs, rows: NDArray[np.int64]) -> Block:
    """Pads the given rows to one shape."""
    sources = pad([pairs.sources[row] for row in rows])
    targets = pad([pairs.targets[row] for row in rows])
    at_source = np.arange(sources.shape[1])[None, :, None] / (sources >= 0).sum(axis=1)[:, None, None]
    at_target = np.arange(targets.shape[1])[None, None, :] / (targets >= 0).sum(axis=1)[:, None, None]
    prior = np.exp(-DIAGONAL_TENSION * np.abs(at_source - at_target)).astype(np.float32)
    prior *= (sources >= 0)[:, :, None] & (targets >= 0)[:, None, :]
    return Block(rows=rows, sources=sources, targets=targets, prior=prior)


def pad(ids: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Stacks id arrays into (rows, longest) with -1 in the empty places."""
    padded = np.full((len(ids), max(map(len, ids))), -1, dtype=np.int32)
    for row, values in enumerate(ids):
        padded[row, : len(values)] = values
    return padded


def posteriors(block: Block, forward: Table, backward: Table) -> tuple[NDArray[np.int64], Table, Table]:
    """Returns the flat table cell of every (row, source, target) link and its two posterior probabilities."""
    size = forward.shape[0]
    cells = np.maximum(block.sources, 0).astype(np.int64)[:, :, None] * size + np.maximum(block.targets, 0)[:, None, :]
    there = forward.ravel()[cells] * block.prior
    there /= there.sum(axis=1, keepdims=True) + 1e-12
    back = backward.ravel()[cells] * block.prior
    back /= back.sum(axis=2, keepdims=True) + 1e-12
    return cells, there, back


def add(table: Table, cells: NDArray[np.int64], amounts: Table) -> None:
    """Adds amounts to flat cells of a table, cell by cell (a cell may occur more than once)."""
    np.add.at(table.ravel(), cells.ravel(), amounts.ravel())


def keep_links(
    links: list[NDArray[np.int16]], block: Block, agreed: Table, pairs: EncodedPairs, confidence: float
) -> None:
    """Writes the best source position of every target piece of a block into ``links``."""
    best = agreed.argmax(axis=1)
    sure = np.take_along_axis(agreed, best[:, None, :], axis=1)[:, 0] >= confidence
    chosen = np.where(sure, best, -1).astype(np.int16)
    for index, row in enumerate(block.rows):
        links[row] = chosen[index, : len(pairs.targets[row])]
