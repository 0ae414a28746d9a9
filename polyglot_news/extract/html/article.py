"""HTML pages to articles: the visible lines of a page, each with a role and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from polyglot_news.extract.evidence import SEVERAL, Evidence, site_of
from polyglot_news.extract.html.answers import opinion
from polyglot_news.extract.html.features import describe
from polyglot_news.extract.html.judge import Forest, trained
from polyglot_news.extract.html.markup import Line, TooDeepError, parse, visible_lines
from polyglot_news.extract.html.metadata import Metadata, read_metadata
from polyglot_news.extract.html.selection import LEAST, Selection, select
from polyglot_news.extract.html.verdicts import name_roles
from polyglot_news.extract.reasons import RejectReason
from polyglot_news.records import Article, Block, Identify, Kind, Page, Reject, Role

LARGEST = 20_000_000
"""Characters of markup beyond which a page is no article."""


def extract_html(
    page: Page, *, identify: Identify, evidence: Evidence | None = None, judge: Forest | None = None
) -> Article | Reject:
    """Returns the article of an HTML page, every visible line in exactly one block, or the reason why there is none.

    ``judge`` stands in for the one that is shipped.
    """
    if len(page.text) > LARGEST:
        return _reject(page, RejectReason.TOO_LARGE)
    try:
        tree = parse(page.text)
    except TooDeepError:
        return _reject(page, RejectReason.TOO_DEEP)
    # Held here, elements are wrapped for Python once and not at every visit.
    elements = [] if tree is None else list(tree.iter())
    lines = [] if tree is None else visible_lines(tree)
    if tree is None or not elements or not lines:
        return _reject(page, RejectReason.EMPTY)
    metadata, flags = read_metadata(tree, lines, url=page.url), opinion(tree, lines)
    names, rows = describe(lines, flags)
    probabilities = (judge or trained()).probabilities(names, rows)
    selection = select(
        lines,
        probabilities,
        _recurring(page, lines, evidence),
        kept=flags,
        title_at=metadata.title_at,
        author=metadata.author,
        identify=identify,
    )
    if sum(lines[at].size for at in selection.body) < LEAST:
        nothing = replace(selection, body=frozenset())
        blocks = _article(page, lines, nothing, metadata, probabilities).blocks
        left_out = _reject(page, RejectReason.ONLY_RESIDUE, text="\n".join(line.text for line in lines))
        return replace(left_out, blocks=tuple(block._replace(role=Role.RESIDUE) for block in blocks))
    return _article(page, lines, selection, metadata, probabilities)


def _reject(page: Page, reason: RejectReason, *, text: str = "") -> Reject:
    return Reject(source=page.source, stage="extract", reason=reason, page_id=page.id, text=text)


def _article(
    page: Page, lines: Sequence[Line], selection: Selection, metadata: Metadata, probabilities: NDArray[np.float64]
) -> Article:
    verdicts = name_roles(lines, selection, metadata)
    return Article(
        id=page.id,
        source=page.source,
        kind=Kind.HTML,
        blocks=tuple(
            Block(index=at, role=role, text=line.text, reason=reason, score=round(score, 2))
            for at, (line, (role, reason), score) in enumerate(
                zip(lines, verdicts, probabilities.tolist(), strict=True)
            )
        ),
        url=metadata.url,
        title=metadata.title,
        author=metadata.author,
        date=metadata.date,
        section=metadata.section,
        site=metadata.site,
        language=selection.language,
        declared_language=metadata.language,
        extra=page.extra,
    )


def _recurring(page: Page, lines: Sequence[Line], evidence: Evidence | None) -> list[bool]:
    if evidence is None:
        return [False] * len(lines)
    return [count >= SEVERAL for count in evidence.pages_with([line.text for line in lines], site=site_of(page))]
