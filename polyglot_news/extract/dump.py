"""Plain-text page dumps: finds the article among the lines of a page whose markup is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from polyglot_news.extract.blocks import article_blocks, residue_blocks, unread_blocks
from polyglot_news.extract.dump_metadata import find_metadata, value_of
from polyglot_news.extract.evidence import Evidence, site_of
from polyglot_news.extract.linemodel import LineModel, line_model
from polyglot_news.extract.reading import Reading, read_dumps
from polyglot_news.extract.reasons import RejectReason
from polyglot_news.records import Article, Guess, Identify, IdentifyAll, Kind, Page, Reject

_EXCERPT = 10_000


def extract_dump(
    page: Page, *, identify: Identify, evidence: Evidence | None = None, model: LineModel | None = None
) -> Article | Reject:
    """Returns the dump's article with every non-blank line in exactly one block, or the reason why it has none.

    ``model`` stands in for the one that is shipped. A page longer than any article (20,000 lines) is read as far as
    that; the lines behind are residue.
    """

    def identify_all(texts: Sequence[str], /, **_: float) -> list[Guess]:
        return list(map(identify, texts))

    return next(extract_dumps([page], identify=identify_all, evidence=evidence, model=model))


def extract_dumps(
    pages: Sequence[Page], *, identify: IdentifyAll, evidence: Evidence | None = None, model: LineModel | None = None
) -> Iterator[Article | Reject]:
    """Yields what :func:`extract_dump` says of each page, in half the time: pages are read several at once."""
    shown = [bool(page.text) and not page.text.isspace() for page in pages]
    visible = [page for page, is_shown in zip(pages, shown, strict=True) if is_shown]
    readings = read_dumps(visible, identify=identify, evidence=evidence, model=model or line_model())
    for page, is_shown in zip(pages, shown, strict=True):
        yield _article(page, next(readings)) if is_shown else _reject(page, RejectReason.EMPTY)


def _article(page: Page, reading: Reading) -> Article | Reject:
    if reading.bare:
        blocks = residue_blocks(reading)
        blocks.extend(unread_blocks(reading, len(blocks)))
        return replace(_reject(page, RejectReason.ONLY_RESIDUE), blocks=tuple(blocks))
    found = find_metadata(reading, host=site_of(page))
    blocks = article_blocks(reading, found)
    blocks.extend(unread_blocks(reading, len(blocks)))
    return Article(
        id=page.id,
        source=page.source,
        kind=Kind.DUMP,
        blocks=tuple(blocks),
        url=page.url,
        title=value_of(found.title),
        author=value_of(found.author),
        date=value_of(found.date),
        section=value_of(found.section),
        site=value_of(found.site),
        language=reading.language,
        extra=page.extra,
    )


def _reject(page: Page, reason: RejectReason) -> Reject:
    return Reject(source=page.source, stage="extract", reason=reason, page_id=page.id, text=page.text[:_EXCERPT])
