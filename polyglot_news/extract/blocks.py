"""The blocks of a dump, from what was found in its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, count, pairwise, repeat

import numpy as np

from polyglot_news.extract.dump_metadata import Metadata
from polyglot_news.extract.lines import Lines
from polyglot_news.extract.reading import Reading
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.roles import Kind, is_label, name_role
from polyglot_news.extract.seams import seam
from polyglot_news.extract.shapes import LONG
from polyglot_news.records import Block, Role

_LABELS = (Role.DATE, Role.BYLINE)
Dropped = tuple[tuple[int, int], ...]
_UNREAD: Kind = (Role.RESIDUE, Reason.TEXT_OUTSIDE_ARTICLE)


def residue_blocks(reading: Reading) -> list[Block]:
    """Returns one block a line that was read, none of them article."""
    starts, ends = _places(reading.lines)
    return _blocks(repeat(Role.RESIDUE), reading.lines.texts, reading.reasons, starts, ends, reading.likely, repeat(()))


def article_blocks(reading: Reading, found: Metadata) -> list[Block]:
    """Returns one block a line that was read, or one for several lines of a broken paragraph."""
    lines, body = reading.lines, reading.body.tolist()
    roles, reasons = [Role.RESIDUE] * len(body), list[str](reading.reasons)
    begins = _beginnings(reading, found)
    for at, kind in _named(found):
        alone = begins[at] and begins[at + 1]
        if not body[at] or kind[0] is Role.TITLE or (kind[0] in _LABELS and alone and is_label(lines.texts[at])):
            (roles[at], reasons[at]), body[at] = kind, False
    starts, ends = _places(lines)
    texts, likely, indents = list(lines.texts), list(reading.likely), lines.indents.tolist()
    dropped: list[Dropped] = [()] * len(texts)
    heads = list(compress(range(len(begins)), begins))
    for at, below in compress(pairwise(heads), compress(body, begins)):
        if below - at > 1:
            texts[at], dropped[at] = _paragraph(reading, starts, ends, slice(at, below))
            ends[at], likely[at] = ends[below - 1], max(likely[at:below])
        followed = below < len(body) and body[below] and len(texts[below]) >= LONG
        roles[at], reasons[at] = name_role(texts[at], indent=indents[at], followed=followed, language=reading.language)
    columns = roles, texts, reasons, starts, ends, likely, dropped
    return _blocks(*(columns if len(heads) > len(body) else (compress(column, begins) for column in columns)))


def _paragraph(reading: Reading, starts: list[int], ends: list[int], at: slice) -> tuple[str, Dropped]:
    """Returns the text of some lines, and what of the page it leaves out."""
    dropped: list[tuple[int, int]] = []
    text, *rest = reading.lines.texts[at]
    for line, end, start in zip(rest, ends[at], starts[at][1:], strict=False):
        between = seam(text, line, reading.language)
        text += between
        if count := start - end - len(between):
            dropped.append((len(text), count + (dropped[-1][1] if dropped else 0)))
        text += line
    return text, tuple(dropped)


def _beginnings(reading: Reading, found: Metadata) -> list[bool]:
    """Says where blocks begin, and that one could behind the last line; the title is one by itself."""
    joints = np.append(reading.joints, False)
    if found.title:
        joints[found.title.line : found.title.line + 2] = False
    begins: list[bool] = (~joints).tolist()
    return begins


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
