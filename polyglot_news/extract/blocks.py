"""The blocks of a dump, from what was found in its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from polyglot_news.extract.dump_metadata import Metadata
from polyglot_news.extract.paragraphs import join_lines
from polyglot_news.extract.reading import Reading
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.roles import PARAGRAPH, Kind, name_role
from polyglot_news.extract.shapes import LONG
from polyglot_news.records import Block, Role

_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNREAD: Kind = (Role.RESIDUE, Reason.TEXT_OUTSIDE_ARTICLE)


def kinds_of(reading: Reading, found: Metadata | None) -> list[Kind]:
    """Returns the role of each line and its reason; body lines are paragraphs until they are told apart.

    Without metadata there is no article, and every line is residue.
    """
    residue = [(Role.RESIDUE, reason) for reason in reading.reasons]
    if found is None:
        return residue
    kinds = [PARAGRAPH if chosen else kind for chosen, kind in zip(reading.body.tolist(), residue, strict=True)]
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


def make_blocks(page: str, reading: Reading, kinds: Sequence[Kind]) -> Iterator[Block]:
    """Yields one block a line, or one for several lines of a broken paragraph."""
    lines = reading.clues.lines
    texts, indents = lines.texts, lines.indents.tolist()
    starts, ends = ((column - lines.offsets[0]).tolist() for column in (lines.starts, lines.ends))
    body = [kind is PARAGRAPH for kind in kinds]
    likely = np.round(1 / (1 + np.exp(-reading.scores.body.astype(np.float64))), 3).tolist()
    spans = join_lines(lines, body) if reading.broken else [range(i, i + 1) for i in range(len(texts))]
    for index, span in enumerate(spans):
        at = span.start
        text, kind, start, end, score = texts[at], kinds[at], starts[at], ends[at], likely[at]
        if kind is PARAGRAPH:
            if len(span) > 1:
                end, score = ends[span[-1]], max(likely[at : span.stop])
                text = _LINE_BREAK.sub(" ", page[start:end])
            kind = name_role(text, indent=indents[at], followed=_runs_on(texts, body, span.stop))
        role, reason = kind
        yield Block(index=index, role=role, text=text, reason=reason, start=start, end=end, score=score)
    role, reason = _UNREAD
    unread = reading.unread
    for index, (start, text) in enumerate(zip(unread.starts.tolist(), unread.texts, strict=True), len(spans)):
        yield Block(index=index, role=role, text=text, reason=reason, start=start, end=start + len(text))


def _runs_on(texts: Sequence[str], body: Sequence[bool], at: int) -> bool:
    """True when running text of the article follows."""
    return at < len(body) and body[at] and len(texts[at]) >= LONG
