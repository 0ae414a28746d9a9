"""Puts paragraphs together again that a dump has broken at links and other inline tags."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues
from polyglot_news.extract.edges import describe_edges
from polyglot_news.extract.joints import JointModel, joint_model
from polyglot_news.extract.lines import Ints

Mask = NDArray[np.bool_]

_REACH = 4
"""How many lines around the article are looked at: a link may have been taken for residue."""
_SURE = 0.5
"""The log-odds from which two lines are joined."""
_MOST = 0.5
_PARAGRAPH = 60
"""The width below which several lines are a label with what it names rather than a paragraph."""


def put_together(clues: Clues, body: Mask, *, model: JointModel | None = None) -> tuple[Mask, Mask]:
    """Returns which lines of the article go on with the line above, and the article with its paragraphs as a whole.

    ``model`` stands in for the one that is shipped.
    """
    lines = clues.lines
    at = around(body, lines.pages)
    scores = (model or joint_model()).score(describe_edges(clues, at), np.searchsorted(at, lines.pages))
    joints = np.zeros(len(lines), dtype=np.bool_)
    joints[at] = (scores >= _SURE) & below_another(at, lines.gaps, lines.pages)
    label = ~body & ((clues.hints[:, -1] >= 1) | clues.dated)
    joints[1:] &= ~label[:-1] & ~label[1:]
    return complete(joints & _in_prose(clues), body, clues.shapes.width, lines.pages)


def _in_prose(clues: Clues) -> Mask:
    """Marks the lines of pages that hold a stop, or text in a script that may write none; others are lists."""
    pages, shapes = clues.lines.pages, clues.shapes
    told = np.add.reduceat(shapes.sentences + shapes.counts[:, Sort.SPACELESS], pages[:-1]) > 0
    return np.repeat(told, np.diff(pages))


def around(body: Mask, pages: Ints) -> Ints:
    """Returns the lines of the article and a few above and below each, on the same page."""
    page = np.repeat(np.arange(len(pages) - 1), np.diff(pages))
    marked = body.copy()
    for step in range(1, _REACH + 1):
        same = page[step:] == page[:-step]
        marked[step:] |= body[:-step] & same
        marked[:-step] |= body[step:] & same
    return np.flatnonzero(marked)


def below_another(at: Ints, gaps: Ints, pages: Ints) -> Mask:
    """Says which of the lines ``at`` stand directly below another of these, on the same page."""
    return np.asarray((np.diff(at, prepend=-2) == 1) & (gaps[at] == 0) & ~np.isin(at, pages))


def complete(joints: Mask, body: Mask, width: NDArray[np.float64], pages: Ints) -> tuple[Mask, Mask]:
    """Returns the joints inside paragraphs of the article, and the body with these paragraphs as a whole.

    A paragraph is the article's if most of it is, or if it stands between two lines of it: short pieces look like
    labels.
    """
    heads = np.flatnonzero(~joints)
    sizes = np.diff(heads, append=len(body))
    kept, total = (np.add.reduceat(each, heads) for each in (np.where(body, width, 0), width))
    edges = np.zeros(len(body) + 1, dtype=np.bool_)
    edges[pages] = True
    ends = heads + sizes
    between = body[heads - 1] & ~edges[heads] & np.append(body, False)[ends] & ~edges[ends]
    own = ((kept >= _MOST * total) & (kept > 0)) | between
    whole = np.repeat(own & (sizes > 1) & (total >= _PARAGRAPH), sizes)
    return joints & whole, body | whole
