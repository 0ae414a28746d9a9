"""HTML pages to articles: the visible lines of a page, each with a role and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence

from polyglot_news.extract.answers import kept, trafilatura_body
from polyglot_news.extract.evidence import Evidence
from polyglot_news.extract.markup import Line, TooDeepError, parse, visible_lines
from polyglot_news.extract.metadata import read_metadata
from polyglot_news.extract.reasons import Reason, RejectReason
from polyglot_news.records import BODY_ROLES, Article, Block, Identify, Kind, Page, Reject, Role

LARGEST = 20_000_000
"""Characters of markup beyond which a page is no article."""
_LEAST = 25
"""Letters below which what is left of a page is no article."""
_SAMPLE = 1_000


def extract_html(page: Page, *, identify: Identify, evidence: Evidence | None = None) -> Article | Reject:
    """Returns the article of an HTML page, every visible line in exactly one block, or the reason why there is none."""
    if len(page.text) > LARGEST:
        return _reject(page, RejectReason.TOO_LARGE)
    try:
        tree = parse(page.text)
    except TooDeepError:
        return _reject(page, RejectReason.TOO_DEEP)
    lines = [] if tree is None else visible_lines(tree)
    if tree is None or not lines:
        return _reject(page, RejectReason.EMPTY)
    metadata = read_metadata(tree)
    recurring = [evidence is not None and evidence.recurs(line.text) for line in lines]
    flags = kept(lines, trafilatura_body(tree))
    blocks = _blocks(lines, flags, recurring, metadata.title)
    if sum(len(block.text) for block in blocks if block.role in BODY_ROLES) < _LEAST:
        return _reject(page, RejectReason.ONLY_RESIDUE, text="\n".join(line.text for line in lines))
    return Article(
        id=page.id,
        source=page.source,
        kind=Kind.HTML,
        blocks=blocks,
        url=page.url,
        title=metadata.title,
        author=metadata.author,
        date=metadata.date,
        section=metadata.section,
        site=metadata.site,
        language=identify(_sample(blocks)).language,
        declared_language=metadata.language,
        extra=page.extra,
    )


def _reject(page: Page, reason: RejectReason, *, text: str = "") -> Reject:
    return Reject(source=page.source, stage="extract", reason=reason, page_id=page.id, text=text)


def _sample(blocks: Sequence[Block]) -> str:
    longest = sorted((block.text for block in blocks if block.role is Role.PARAGRAPH), key=len, reverse=True)
    return " ".join(longest[:5])[:_SAMPLE]


def _blocks(
    lines: Sequence[Line], flags: Sequence[bool], recurring: Sequence[bool], headline: str | None
) -> tuple[Block, ...]:
    title = next((i for i, line in enumerate(lines) if line.text == headline), None)
    blocks = []
    for index, (line, keep, recurs) in enumerate(zip(lines, flags, recurring, strict=True)):
        role, reason = (Role.TITLE, Reason.TITLE) if index == title else _role(line, keep, recurs)
        blocks.append(Block(index=index, role=role, text=line.text, reason=reason))
    return tuple(blocks)


_ROLES = {
    "p": (Role.PARAGRAPH, Reason.BODY),
    "li": (Role.LIST_ITEM, Reason.LIST_ITEM),
    "blockquote": (Role.QUOTE, Reason.QUOTE),
    "figcaption": (Role.CAPTION, Reason.CAPTION),
    "td": (Role.TABLE, Reason.TABLE),
    "th": (Role.TABLE, Reason.TABLE),
    **{f"h{level}": (Role.HEADING, Reason.HEADING) for level in range(1, 7)},
}


def _role(line: Line, keep: bool, recurs: bool) -> tuple[Role, Reason]:
    if recurs:
        return Role.RESIDUE, Reason.RECURS_ACROSS_PAGES
    if not keep:
        return Role.RESIDUE, Reason.NOT_EXTRACTED
    nearest = (line.element, *line.element.iterancestors())
    return next(
        (_ROLES[element.tag] for element in nearest[:3] if element.tag in _ROLES), (Role.PARAGRAPH, Reason.BODY)
    )
