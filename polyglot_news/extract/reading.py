"""What is found in the lines of several dumps at once: a call of numpy costs the same for one page and for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.batches import MOST_LINES, batches, weight_of
from polyglot_news.extract.body import Mask, choose_body, leave_out_interface, leave_out_recurring
from polyglot_news.extract.clues import Clues, gather
from polyglot_news.extract.evidence import Evidence, seed_of, site_of
from polyglot_news.extract.features import describe
from polyglot_news.extract.likeness import hashes_from
from polyglot_news.extract.linemodel import LineModel, LineScores
from polyglot_news.extract.lines import Lines, split_lines
from polyglot_news.extract.paragraphs import broken_pages, complete
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.residue import explain
from polyglot_news.records import IdentifyAll, Page

_RUNNING = 60
_SAMPLE = 600
_SAMPLED_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in a page, an entry a line: ``body`` marks the article, ``reasons`` say what else a line can be.

    ``unread`` are the lines behind those that were looked at; ``broken`` is a page broken inside its paragraphs.
    """

    clues: Clues
    scores: LineScores
    body: Mask
    reasons: list[Reason]
    language: str
    broken: bool
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
    body = np.concatenate([choose_body(scores.body[at], clues.shapes.width[at]) for at in spans])
    body = leave_out_recurring(body, clues)
    languages = [guess.language for guess in identify([_sample(lines.texts[at], body[at]) for at in spans])]
    body = leave_out_interface(body, clues, languages, identify)
    broken = broken_pages(lines)
    for number in np.flatnonzero(broken).tolist():
        body[spans[number]] = complete(lines.page(number), body[spans[number]])
    reasons = explain(clues, _inside(body, spans))
    for number, at in enumerate(spans):
        yield Reading(
            clues=clues.page(number),
            scores=scores[at],
            body=body[at],
            reasons=reasons[at],
            language=languages[number],
            broken=broken[number],
            unread=every.tail(len(lines)),
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


def _inside(body: Mask, spans: Sequence[slice]) -> Mask:
    """Returns which lines stand between the first and the last of an article, that last one apart."""
    inside = np.zeros(len(body), dtype=np.bool_)
    for at in spans:
        chosen = np.flatnonzero(body[at]) + at.start
        inside[chosen[0] : chosen[-1]] = True
    return inside
