"""What is found in the lines of several dumps at once: a call of numpy costs the same for one page and for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.batches import MOST_LINES, batches, weight_of
from polyglot_news.extract.body import (
    Mask,
    choose_body,
    go_on,
    leave_out_interface,
    leave_out_recurring,
    level,
    without_article,
)
from polyglot_news.extract.characters import Marks
from polyglot_news.extract.clues import gather
from polyglot_news.extract.evidence import Evidence, seed_of, site_of
from polyglot_news.extract.features import describe
from polyglot_news.extract.likeness import hashes_from
from polyglot_news.extract.linemodel import LineModel, LineScores
from polyglot_news.extract.lines import Ints, Lines, split_lines
from polyglot_news.extract.paragraphs import put_together
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.residue import LABELS, explain, foreign_labels
from polyglot_news.extract.shapes import Floats
from polyglot_news.records import IdentifyAll, Page

_RUNNING = 60
_SAMPLE = 600
_SAMPLED_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in a page, an entry a line: ``body`` marks the article, ``reasons`` say what else a line can be.

    ``firsts``, ``dates``, ``dated`` and ``claimed`` are of :class:`~polyglot_news.extract.clues.Clues`, ``announcing``
    is the share of a line's words that give hints, ``likely`` the chance that it is body, to three digits. ``joints``
    mark the body lines that go on with the line above. A ``bare`` page holds no article: labels and nothing else, or
    no line that is likely to be one. ``unread`` are the lines behind those that were looked at.
    """

    lines: Lines
    firsts: Ints
    announcing: Floats
    dates: list[str | None]
    dated: Marks
    claimed: Marks
    scores: LineScores
    likely: list[float]
    body: Mask
    joints: Mask
    reasons: list[Reason]
    language: str
    bare: bool
    unread: Lines


def read_dumps(
    pages: Sequence[Page], *, identify: IdentifyAll, evidence: Evidence | None, model: LineModel
) -> Iterator[Reading]:
    """Yields what is found in each page; every page has a visible line."""
    for batch in batches(pages, weight_of):
        yield from _read(batch, identify, evidence, model)


def _read(
    pages: Sequence[Page], identify: IdentifyAll, evidence: Evidence | None, model: LineModel
) -> Iterator[Reading]:
    every = split_lines([page.text for page in pages])
    lines = every.head(MOST_LINES)
    clues = gather(lines, _seen(pages, lines, evidence))
    scores = model.score(describe(clues), lines.pages)
    spans = [slice(start, end) for start, end in pairwise(lines.pages.tolist())]
    likely = level(scores.likely, clues.shapes, lines.pages)
    body = np.concatenate([choose_body(likely[at], clues.shapes.width[at]) for at in spans])
    body = leave_out_recurring(go_on(body, likely, clues), clues)
    languages = [guess.language for guess in identify([_sample(lines.texts[at], body[at]) for at in spans])]
    body = leave_out_interface(body, clues, languages, identify)
    joints, body = put_together(clues, body)
    bare = without_article(scores.held, likely, clues)
    inside = _inside(body, lines.pages) & ~np.repeat(bare, lines.sizes)
    reasons, foreign = explain(clues, inside), foreign_labels(clues)
    rounded, unread = np.round(likely, 3).tolist(), every.tail(len(lines))
    for number, at in enumerate(spans):
        yield Reading(
            lines=lines.page(number),
            firsts=clues.firsts[at] - at.start,
            announcing=clues.hints[at, -1],
            dates=clues.dates[at],
            dated=clues.dated[at],
            claimed=clues.claimed[at],
            scores=scores[at],
            likely=rounded[at],
            body=body[at],
            joints=joints[at],
            reasons=reasons[at],
            language=languages[number],
            bare=bool(bare[number]) or all(map(LABELS.__contains__, compress(reasons[at], ~foreign[at]))),
            unread=unread,
        )


def _seen(pages: Sequence[Page], lines: Lines, evidence: Evidence | None) -> NDArray[np.uint8] | None:
    """Returns on how many pages of its site each line stands, if that is known."""
    if evidence is None:
        return None
    seeds = np.array([seed_of(site_of(page)) for page in pages], np.uint64)
    return evidence.pages_of(hashes_from(lines.texts, np.repeat(seeds, lines.sizes)))


def _sample(texts: Sequence[str], body: Mask) -> str:
    """Returns how some of the longer body lines begin, from all over the article: enough to tell the language."""
    chosen = list(compress(texts, body.tolist()))
    running = [text for text in chosen if len(text) >= _RUNNING] or chosen
    some = running[:: -(-len(running) // _SAMPLED_LINES)]
    return " ".join(text[: _SAMPLE // len(some)] for text in some)


def _inside(body: Mask, pages: Ints) -> Mask:
    """Returns which lines stand between the first and the last of an article, that last one apart."""
    chosen = np.flatnonzero(body)
    edges = np.searchsorted(chosen, pages)
    steps = np.zeros(len(body), np.intp)
    steps[chosen[edges[:-1]]] += 1
    steps[chosen[edges[1:] - 1]] -= 1
    return np.cumsum(steps) > 0
