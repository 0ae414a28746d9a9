"""What ``inspect`` prints: every line of a page with its role, language and why."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.text import Text

from polyglot_news.errors import InputError
from polyglot_news.files import printable
from polyglot_news.jsonlines import json_lines
from polyglot_news.read import records
from polyglot_news.records import BODY_ROLES, Article, Block, Kind, Reject, Role, RoutedSegment
from polyglot_news.route import route
from polyglot_news.run.articles import Extracted
from polyglot_news.run.extraction import Extraction, extract_items
from polyglot_news.run.plan import Shard
from polyglot_news.run.stream import block_objects
from polyglot_news.segment import segments

_STYLES = {Role.TITLE: "bold green", Role.RESIDUE: "dim", Role.DATE: "cyan", Role.BYLINE: "cyan", Role.SECTION: "cyan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block with the language that most of its characters are in."""

    block: Block
    language: str


def run_inspect(page: str, *, format: str, stdout: TextIO) -> None:  # noqa: A002 - the name of the flag
    """Prints the page in one of the forms ``text``, ``jsonl``, ``html``; of one without an article all is residue."""
    found = inspected(page)
    result = _left_out(found) if isinstance(found, Reject) else found
    if isinstance(found, Reject):
        sys.stderr.write(printable(f"{found.source} has no article: {found.reason}") + "\n")
    lines = list(_lines(result))
    if format == "jsonl":
        told = zip(block_objects(line.block for line in lines), lines, strict=True)
        more = ({**block, "score": line.block.score, "language": line.language} for block, line in told)
        stdout.write(json_lines(more).decode())
    elif format == "html":
        stdout.write(as_html(result.article, lines))
    else:
        show(result, console=Console(file=stdout))


def as_html(article: Article, lines: Sequence[Line]) -> str:
    """Returns one self-contained page without scripts, in which all scraped text is escaped."""
    rows = "\n".join(
        f'<tr class="{"body" if line.block.role in BODY_ROLES else line.block.role}"><td>{line.block.index}'
        f"<td>{line.block.role}<td>{_safe(line.block.reason)}<td>{_score(line.block)}<td>{_safe(line.language)}"
        f'<td dir="auto">{_safe(line.block.text)}'
        for line in lines
    )
    facts = "".join(f"<dt>{name}<dd dir=auto>{_safe(value)}" for name, value in _facts(article))
    return _PAGE.format(title=_safe(article.title or article.source), facts=facts, rows=rows)


def inspected(page: str) -> Extracted | Reject:
    """Returns the one page of an input, extracted and routed, or its reject with its lines.

    Raises InputError where the page has no lines.
    """
    items = tuple(records([page], stdin=sys.stdin.buffer))
    if len(items) != 1:
        raise InputError(f"{page} holds {len(items):,} pages. Inspect one at a time.")
    shard = Shard(index=0, pieces=items)
    result = next(extract_items(shard, {}, lambda _: None, settings=Extraction(residue="keep")))
    if isinstance(result, Reject) and not result.blocks:
        detail = f" ({result.detail})" if result.detail else ""
        raise InputError(printable(f"{result.source} has no article: {result.stage}: {result.reason}{detail}"))
    return result


def _left_out(reject: Reject) -> Extracted:
    """Returns what stands on a page without an article, with the language of each line."""
    article = Article(id=reject.page_id, source=reject.source, kind=Kind.DUMP, blocks=reject.blocks)
    return Extracted(article=article, segments=route(list(segments(article)), target=None, residue="keep"))


def _lines(result: Extracted) -> Iterator[Line]:
    by_block = {
        index: _language(list(routed)) for index, routed in groupby(result.segments, lambda item: item.segment.block)
    }
    yield from (Line(block=block, language=by_block.get(block.index, "und")) for block in result.article.blocks)


def _language(segments: Sequence[RoutedSegment]) -> str:
    weights: dict[str, int] = {}
    for routed in segments:
        weights[routed.language] = weights.get(routed.language, 0) + len(routed.segment.text)
    return max(sorted(weights), key=lambda language: weights[language])


def show(result: Extracted, *, console: Console, width: int | None = None) -> None:
    """Prints facts and lines, coloured by role on a terminal, cut to ``width`` if given."""
    for name, value in _facts(result.article):
        console.print(Text(f"{name:<9}{printable(value)}"))
    console.print()
    for line in _lines(result):
        block = line.block
        head = f"{block.index:>4} {block.role:<10} {block.reason:<22} {_score(block):>5} {line.language:<4} "
        text = Text(head + printable(" ".join(block.text.split())), style=_STYLES.get(block.role, ""))
        if width:
            text.truncate(width, overflow="ellipsis")
        console.print(text, soft_wrap=True)


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    for name in ("source", "title", "author", "date", "section", "site", "language"):
        yield name, getattr(article, name) or ""


def _score(block: Block) -> str:
    return "" if block.score is None else f"{block.score:.2f}"


def _safe(text: str) -> str:
    return html.escape(printable(text))


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; color: #222 }}
dl {{ display: grid; grid-template-columns: 6rem 1fr; gap: .1rem 1rem }} dt {{ color: #777 }} dd {{ margin: 0 }}
table {{ border-collapse: collapse; width: 100% }}
td {{ padding: .2rem .6rem; vertical-align: top; border-top: 1px solid #eee }}
td:nth-child(-n+5) {{ color: #777; white-space: nowrap; font-size: 13px }}
tr.body {{ background: #f2fbf2 }} tr.title {{ background: #d8f3d8; font-weight: bold }}
tr.date, tr.byline, tr.section {{ background: #eef4fd }} tr.residue td:last-child {{ color: #999 }}
</style>
<h1>{title}</h1>
<dl>{facts}</dl>
<table>
{rows}
</table>
</html>
"""
