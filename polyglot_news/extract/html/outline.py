"""Where a line stands in its page: under which heading, in which article, how far below most of the running text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.html.ancestry import Ancestry, Numbers
from polyglot_news.extract.html.markup import Line

Column = NDArray[np.number]

_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_NO_RANK = 7
_SHARES = (0.3, 0.6, 0.9)
"""Shares of a page's running text; an element that holds one of them is a frame of the article, or around it."""
_HIGHEST, _FAREST, _MOST = 20, 50, 4
_BEFORE, _AFTER = 30, 60


def frames(ancestry: Ancestry, blocks: Numbers, running: NDArray[np.float64]) -> dict[str, Column]:
    """Returns how far above each line the elements are that hold most of the ``running`` text, and its article."""
    held = ancestry.sums(blocks, running) / max(running.sum(), 1.0)
    heavy = np.stack([held >= share for share in _SHARES], axis=1)
    heavy[0] = False
    up = ancestry.distances(heavy, _HIGHEST)[blocks]
    article = np.array([element is not None and element.tag == "article" for element in ancestry.elements])
    nearest = ancestry.nearest(article)[blocks]
    order = np.searchsorted(np.unique(nearest[nearest > 0]), nearest, side="right")
    return {
        **{f"up_{round(share * 10)}": column for share, column in zip(_SHARES, up.T, strict=True)},
        "depth": ancestry.depth[blocks],
        "article_number": np.minimum(order, 10),
        "article_held": np.where(nearest, held[nearest], 0.0),
    }


def headings(lines: Sequence[Line], linked: Column, announcing: Column) -> dict[str, Column]:
    """Returns for each line what the nearest heading at or before it is, and where the page's first one stands.

    ``announcing`` and ``linked`` are of the lines themselves.
    """
    at = np.arange(len(lines))
    ranks = np.array([_rank(line) for line in lines])
    heading = ranks < _NO_RANK
    last = np.maximum.accumulate(np.where(heading, at, -1))
    first = np.flatnonzero(ranks == 1)[:1]
    return {
        "heading_rank": np.where(last >= 0, ranks[last], _NO_RANK),
        "heading_away": np.minimum(np.where(last >= 0, at - last, _FAREST), _FAREST),
        "heading_announces": np.where(last >= 0, announcing[last], 0.0),
        "heading_linked": np.where(last >= 0, linked[last], 0.0),
        "titles": np.minimum(np.cumsum(ranks == 1), _MOST),
        "from_title": np.clip(at - first, -_BEFORE, _AFTER) if len(first) else np.full(len(lines), -_BEFORE),
    }


def _rank(line: Line) -> int:
    above = line.element.getparent()
    own = _RANKS.get(str(line.element.tag), _NO_RANK)
    return own if own < _NO_RANK or above is None else _RANKS.get(str(above.tag), _NO_RANK)
