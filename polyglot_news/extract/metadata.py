"""What a page says of itself: title, author, date, section, site, language."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; authors are joined by ``"; "``, the date is ISO 8601."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    site: str | None = None
    language: str | None = None


def read_metadata(tree: HtmlElement) -> Metadata:
    """Returns what the page says of itself."""
    from trafilatura.metadata import extract_metadata

    document = extract_metadata(tree)
    return Metadata(
        title=document.title,
        author=document.author,
        date=document.date,
        section=next(iter(document.categories or ()), None),
        site=document.sitename,
        language=(tree.get("lang") or "").strip() or None,
    )
