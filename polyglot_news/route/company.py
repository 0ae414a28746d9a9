"""What the lines of a page say about each other.

An article and the interface around it are usually in one language each, and a line's neighbours of like length are
usually of its kind. So a prior of languages is learned for long and for short lines apart by expectation–maximisation
(each line's own vote left out, or it would confirm itself), together with the votes of the lines nearby.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.records import Segment
from polyglot_news.route.doubt import RUNNING
from polyglot_news.route.identify import CALM, posterior
from polyglot_news.route.scoring import Scores

ROUNDS = 3
NEARBY = 0.5
"""The share of the prior that comes from the lines nearby rather than from the whole page."""
DECAY = 0.7
"""How much less a vote counts a line further away."""
SAME_BLOCK = 2.0
OTHER_KIND = 0.01
"""The weight of a long line's vote on short lines, and the other way round."""
DECLARED = 0.2
"""The page's own word counts like a fifth of a line: templates are copied."""
OPEN = 2.0
"""Votes for languages not seen yet: with few lines the prior stays wide."""
FLOOR = 3e-4
"""The prior of a language that nothing on the page speaks for."""
UNLIKELY = 1e-5
"""Languages that no line alone gives this probability stay as unlikely as they are."""
WINDOW = 256
"""Segments whose neighbourhoods are computed at once, so that a page of any length takes linear time and memory."""


def in_company(scores: Scores, segments: Sequence[Segment], *, declared: int | None) -> Scores:
    """Returns the probability of every language for every segment, given the others of the page.

    ``scores`` has a row a segment; ``declared`` is the column of the language the page says it is in.
    """
    blocks = np.array([segment.block for segment in segments])
    lengths = np.bincount(blocks - blocks.min(), weights=[len(segment.text) for segment in segments])
    long = lengths[blocks - blocks.min()] >= RUNNING
    near = [_nearby(blocks[at : at + WINDOW], long[at : at + WINDOW]) for at in range(0, len(blocks), WINDOW)]
    alone = posterior(scores)
    candidates = np.flatnonzero(alone.max(axis=0) > UNLIKELY)
    if not len(candidates):
        return alone
    place = np.flatnonzero(candidates == declared)
    scores, found = scores[:, candidates], alone[:, candidates]
    kind = long.astype(np.intp)
    for _ in range(ROUNDS):
        prior = np.log(_prior(found, kind, near, place))
        found = posterior(scores, prior)
    alone[:, candidates] = posterior(scores, prior, calm=CALM)
    return alone


def _nearby(blocks: NDArray[np.int64], long: NDArray[np.bool_]) -> Scores:
    """Returns how much each line's vote counts for each other, rows summing to one or zero."""
    at = np.arange(len(blocks))
    distance = np.abs(at[:, None] - at)
    weights = DECAY**distance * (long[:, None] == long) + SAME_BLOCK * (blocks[:, None] == blocks)
    weights *= distance > 0
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _prior(found: Scores, kind: NDArray[np.intp], near: Sequence[Scores], declared: NDArray[np.intp]) -> Scores:
    """Returns what to expect of each line; ``kind`` is 1 for a long line and 0 for a short one."""
    by_kind = np.stack([found[kind == number].sum(axis=0) for number in (0, 1)])
    votes = by_kind + OTHER_KIND * by_kind[::-1]
    votes[:, declared] += DECLARED
    whole = votes[kind]
    whole -= found
    np.maximum(whole, 0.0, out=whole)
    whole /= whole.sum(axis=1, keepdims=True) + OPEN
    parts = [w @ found[i * WINDOW : (i + 1) * WINDOW] for i, w in enumerate(near)]
    local = parts[0] if len(parts) == 1 else np.concatenate(parts)
    share = np.where(local.sum(axis=1, keepdims=True) > 0, NEARBY, 0.0)
    return np.asarray((1 - share) * whole + share * local + FLOOR, dtype=np.float32)
