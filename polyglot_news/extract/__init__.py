"""Turns a page into an article: every visible line in exactly one block with a role and a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyglot_news.extract.batches import batches, weight_of
from polyglot_news.extract.evidence import Evidence
from polyglot_news.records import Article, Identify, IdentifyAll, Kind, Page, Reject

__all__ = ["Evidence", "batches", "extract", "extract_dumps", "weight_of"]


def extract(page: Page, *, identify: Identify, evidence: Evidence | None = None) -> Article | Reject:
    """Returns the page's article, or the reason why it has none.

    ``identify`` gives the language of a text; ``evidence`` knows the lines that recur across pages.
    """
    if page.kind is Kind.HTML:
        from polyglot_news.extract.html import extract_html

        return extract_html(page, identify=identify, evidence=evidence)
    from polyglot_news.extract.dump import extract_dump

    return extract_dump(page, identify=identify, evidence=evidence)


def extract_dumps(
    pages: Sequence[Page], *, identify: IdentifyAll, evidence: Evidence | None = None
) -> Iterator[Article | Reject]:
    """Yields the same for plain-text dumps, several at a time."""
    from polyglot_news.extract import dump

    yield from dump.extract_dumps(pages, identify=identify, evidence=evidence)
