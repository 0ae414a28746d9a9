"""The blocks of a dump, from what was found in its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, repeat

import numpy as np

from polyglot_news.extract.dump_metadata import Metadata
from polyglot_news.extract.paragraphs import join_lines
from polyglot_news.extract.reading import Reading
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.roles import Kind, name_role
from polyglot_news.extract.shapes import LONG
from polyglot_news.records import Block, Role

_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNREAD: Kind = (Role.RESIDUE, Reason.TEXT_OUTSIDE_ARTICLE)


def residue_blocks(reading: Reading) -> list[Block]:
    """Returns one block a line that was read, none of them article."""
    lines = reading.clues.lines
    starts, ends = ((column - lines.offsets[0]).tolist() for column in (lines.starts, lines.ends))
    likely = np.round(1 / (1 + np.exp(-reading.scores.body.astype(np.float64))), 3).tolist()
    columns = (count(), repeat(Role.RESIDUE), lines.texts, reading.reasons, starts, ends, likely)
    # The first two have no end; Block itself takes twice as long.
    return list(map(tuple.__new__, repeat(Block), zip(*columns, strict=False)))


def article_blocks(page: str, reading: Reading, found: Metadata) -> list[Block]:
    """Returns one block a line that was read, or one for several lines of a broken paragraph."""
    lines, blocks, body = reading.clues.lines, residue_blocks(reading), reading.body.tolist()
    indents = lines.indents.tolist()
    for at, kind in _named(found):
        if not body[at] or kind[0] is Role.TITLE:
            blocks[at], body[at] = _as(blocks[at], kind), False
    whole = [range(at, at + 1) for at in np.flatnonzero(body).tolist()]
    spans = join_lines(lines, body) if reading.broken else whole
    for span in reversed(spans):
        at, below = span.start, span.stop
        if body[at]:
            block = blocks[at] if len(span) == 1 else _joined(page, blocks[at:below])
            followed = below < len(body) and body[below] and len(lines.texts[below]) >= LONG
            kind = name_role(block.text, indent=indents[at], followed=followed)
            blocks[at:below] = [_as(block, kind)]
    return [Block(index, *block[1:]) for index, block in enumerate(blocks)] if reading.broken else blocks


def unread_blocks(reading: Reading, first: int) -> Iterator[Block]:
    """Yields one block a line that was not read, numbered from ``first``."""
    lines, (role, reason) = reading.unread, _UNREAD
    starts = (lines.starts - lines.offsets[0]).tolist()
    for index, (start, text) in enumerate(zip(starts, lines.texts, strict=True), first):
        yield Block(index=index, role=role, text=text, reason=reason, start=start, end=start + len(text))


def _named(found: Metadata) -> Iterator[tuple[int, Kind]]:
    """Yields the lines that metadata was read from; of two values from one line the last names it."""
    named = [
        (found.site, (Role.RESIDUE, Reason.SITE_NAME)),
        (found.section, (Role.SECTION, Reason.SECTION)),
        (found.date, (Role.DATE, Reason.DATE)),
        (found.author, (Role.BYLINE, Reason.BYLINE)),
        (found.title, (Role.TITLE, Reason.TITLE)),
    ]
    for value, kind in named:
        if value:
            yield value.line, kind


def _as(block: Block, kind: Kind) -> Block:
    role, reason = kind
    return Block(block.index, role, block.text, reason, block.start, block.end, block.score)


def _joined(page: str, blocks: Sequence[Block]) -> Block:
    """Returns the block of a paragraph that was broken into these."""
    first, end = blocks[0], blocks[-1].end
    text = _LINE_BREAK.sub(" ", page[first.start : end])
    return first._replace(text=text, end=end, score=max(block.score or 0.0 for block in blocks))
