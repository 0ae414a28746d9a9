"""The blocks of a dump, from what was found in its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, pairwise, repeat

from polyglot_news.extract.dump_metadata import Metadata
from polyglot_news.extract.lines import Lines
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
    starts, ends = _places(reading.lines)
    return _blocks(repeat(Role.RESIDUE), reading.lines.texts, reading.reasons, starts, ends, reading.likely)


def article_blocks(page: str, reading: Reading, found: Metadata) -> list[Block]:
    """Returns one block a line that was read, or one for several lines of a broken paragraph."""
    lines, body = reading.lines, reading.body.tolist()
    roles, reasons = [Role.RESIDUE] * len(body), list[str](reading.reasons)
    for at, kind in _named(found):
        if not body[at] or kind[0] is Role.TITLE:
            (roles[at], reasons[at]), body[at] = kind, False
    starts, ends = _places(lines)
    texts, likely, indents = list(lines.texts), list(reading.likely), lines.indents.tolist()
    heads = [span.start for span in join_lines(lines, body)] if reading.broken else range(len(body))
    for at, below in pairwise([*heads, len(body)]):
        if body[at]:
            if below - at > 1:
                ends[at], likely[at] = ends[below - 1], max(likely[at:below])
                texts[at] = _LINE_BREAK.sub(" ", page[starts[at] : ends[at]])
            followed = below < len(body) and body[below] and len(texts[below]) >= LONG
            roles[at], reasons[at] = name_role(texts[at], indent=indents[at], followed=followed)
    columns = roles, texts, reasons, starts, ends, likely
    return _blocks(*([column[at] for at in heads] for column in columns)) if reading.broken else _blocks(*columns)


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


def _places(lines: Lines) -> tuple[list[int], list[int]]:
    """Returns where each line starts on its page, and where it ends."""
    return (lines.starts - lines.offsets[0]).tolist(), (lines.ends - lines.offsets[0]).tolist()


def _blocks(*columns: Iterable[object]) -> list[Block]:
    """Returns blocks, numbered from 0, whose other fields come as columns."""
    # The first column has no end; Block itself takes twice as long.
    return list(map(tuple.__new__, repeat(Block), zip(count(), *columns, strict=False)))
