"""Plain-text page dumps: finds the article among the lines of a page whose markup is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from polyglot_news.extract.body import Mask, choose_body, leave_out_interface, leave_out_recurring
from polyglot_news.extract.clues import Clues, gather
from polyglot_news.extract.dump_metadata import Metadata, find_metadata, value_of
from polyglot_news.extract.evidence import Evidence, site_of
from polyglot_news.extract.features import describe
from polyglot_news.extract.linemodel import LineModel, Matrix, line_model
from polyglot_news.extract.lines import Line, split_lines
from polyglot_news.extract.paragraphs import complete, join_lines
from polyglot_news.extract.reasons import Reason, RejectReason
from polyglot_news.extract.residue import LABELS, explain, is_foreign_label
from polyglot_news.extract.roles import PARAGRAPH, Kind, name_role
from polyglot_news.extract.shapes import LONG
from polyglot_news.records import Article, Block, Identify, Page, Reject, Role
from polyglot_news.records import Kind as PageKind

_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_MOST_LINES = 20_000
_RUNNING = 60
_SAMPLE = 600
_SAMPLED_LINES = 6
_EXCERPT = 10_000

UNREAD: Kind = (Role.RESIDUE, Reason.TEXT_OUTSIDE_ARTICLE)


def extract_dump(
    page: Page, *, identify: Identify, evidence: Evidence | None = None, model: LineModel | None = None
) -> Article | Reject:
    """Returns the dump's article with every non-blank line in exactly one block, or the reason why it has none.

    ``model`` stands in for the one that is shipped. A page longer than any article (20,000 lines) is read as far as
    that; the lines behind are residue.
    """
    lines = split_lines(page.text)
    if not lines:
        return _reject(page, RejectReason.EMPTY)
    read = lines[:_MOST_LINES]
    pages = evidence.pages_with([line.text for line in read], site=site_of(page)) if evidence else None
    clues = gather(read, pages)
    scores = (model or line_model()).score(describe(clues))
    body = leave_out_recurring(choose_body(scores.body, clues.shapes.width), clues.shapes.width, clues.pages)
    language = identify(_sample(clues, body)).language
    body = complete(read, leave_out_interface(body, clues, language, identify))
    at = np.flatnonzero(body)
    reasons = explain(clues, range(at[0], at[-1]))
    if all(reason in LABELS or is_foreign_label(clues, i) for i, reason in enumerate(reasons)):
        residue = [(Role.RESIDUE, reason) for reason in reasons]
        blocks = tuple(_blocks(page.text, lines, residue, scores.body))
        return replace(_reject(page, RejectReason.ONLY_RESIDUE), blocks=blocks)
    found = find_metadata(clues, scores, body=body, language=language, host=site_of(page))
    kinds = _kinds(body, reasons, found)
    return Article(
        id=page.id,
        source=page.source,
        kind=PageKind.DUMP,
        blocks=tuple(_blocks(page.text, lines, kinds, scores.body)),
        url=page.url,
        title=value_of(found.title),
        author=value_of(found.author),
        date=value_of(found.date),
        section=value_of(found.section),
        site=value_of(found.site),
        language=language,
        extra=page.extra,
    )


def _sample(clues: Clues, body: Mask) -> str:
    """Returns how some of the longer body lines begin, from all over the article: enough to tell the language."""
    texts = [line.text for line, chosen in zip(clues.lines, body, strict=True) if chosen]
    running = [text for text in texts if len(text) >= _RUNNING] or texts
    some = running[:: -(-len(running) // _SAMPLED_LINES)]
    return " ".join(text[: _SAMPLE // len(some)] for text in some)


def _kinds(body: Mask, reasons: Sequence[Reason], found: Metadata) -> list[Kind]:
    """Returns the role of each line and its reason; body lines are paragraphs until they are told apart."""
    kinds = [PARAGRAPH if chosen else (Role.RESIDUE, reason) for chosen, reason in zip(body, reasons, strict=True)]
    named = [
        (found.site, (Role.RESIDUE, Reason.SITE_NAME)),
        (found.section, (Role.SECTION, Reason.SECTION)),
        (found.date, (Role.DATE, Reason.DATE)),
        (found.author, (Role.BYLINE, Reason.BYLINE)),
        (found.title, (Role.TITLE, Reason.TITLE)),
    ]
    for value, kind in named:
        if value and (kinds[value.line] is not PARAGRAPH or kind[0] is Role.TITLE):
            kinds[value.line] = kind
    return kinds


def _blocks(page: str, lines: Sequence[Line], kinds: Sequence[Kind], scores: Matrix) -> Iterator[Block]:
    """Yields one block a line, or one for several lines of a broken paragraph."""
    body = [kind is PARAGRAPH for kind in kinds]
    likely = np.round(1 / (1 + np.exp(-scores.astype(np.float64))), 3).tolist()
    spans = join_lines(lines[: len(kinds)], body)
    for index, span in enumerate(spans):
        at = span.start
        line, kind, score = lines[at], kinds[at], likely[at]
        text, end = line.text, line.end
        if len(span) > 1:
            end, score = lines[span[-1]].end, max(likely[at : span.stop])
            text = _LINE_BREAK.sub(" ", page[line.start : end])
        if kind is PARAGRAPH:
            kind = name_role(text, indent=line.indent, followed=_runs_on(lines, body, span.stop))
        role, reason = kind
        yield Block(index=index, role=role, text=text, reason=reason, start=line.start, end=end, score=score)
    role, reason = UNREAD
    for index, line in enumerate(lines[len(kinds) :], len(spans)):
        yield Block(index=index, role=role, text=line.text, reason=reason, start=line.start, end=line.end)


def _runs_on(lines: Sequence[Line], body: Sequence[bool], at: int) -> bool:
    """True when running text of the article follows."""
    return at < len(body) and body[at] and len(lines[at].text) >= LONG


def _reject(page: Page, reason: RejectReason) -> Reject:
    return Reject(source=page.source, stage="extract", reason=reason, page_id=page.id, text=page.text[:_EXCERPT])
