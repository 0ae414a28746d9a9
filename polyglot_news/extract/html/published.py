"""When an article was published: what the page states for machines, then what it shows, then the search of htmldate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from lxml.html import HtmlElement

from polyglot_news.extract.dates import is_month_first, read_date
from polyglot_news.extract.html.declared import Declared
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.nodes import plain

_PUBLISHED = (
    "article:published_time og:article:published_time datepublished article.published published_time sailthru.date "
    "parsely-pub-date dc.date.issued dcterms.issued dcterms.created dc.date dcterms.date date pubdate publishdate "
    "publish-date publish_date publication_date cxenseparse:recs:publishtime citation_publication_date"
).split()
_CHANGED = ("article:modified_time", "og:updated_time")
_DAY_SIZE = len("2020-01-01")
_FIGURES = re.compile(r"\d{2}")
_LONGEST_DATE = 80
_BELOW, _ABOVE = 6, 2
"""Lines below and above the title within which a date is the article's."""
_DAY = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")


def find_date(
    tree: HtmlElement,
    declared: Declared,
    lines: Sequence[Line],
    *,
    url: str | None = None,
    host: str | None = None,
    title: int | None = None,
) -> str | None:
    """Returns when an article was published, ISO 8601; ``title`` is the number of the line that is its title."""
    stated = next((moment for text in _stated(tree, declared) if text and (moment := iso(text))), None)
    texts = (line.text for line in lines)
    month_first = is_month_first(texts, language=tree.get("lang") or "", host=host or "")
    if stated:
        return _shown_change(tree, declared, _shown_dates(lines, month_first), stated) or stated
    near = next(_shown_dates(_around(lines, title), month_first), None)
    return near or _search_date(tree, url) or next(_shown_dates(lines, month_first), None)


def _stated(tree: HtmlElement, declared: Declared) -> Iterator[str | None]:
    yield declared.article("datePublished")
    for name in _PUBLISHED:
        yield from declared.metas.get(name, ())
    yield from _timed(tree)
    yield declared.article("dateCreated", "uploadDate")


def _shown_change(tree: HtmlElement, declared: Declared, shown: Iterator[str], stated: str) -> str | None:
    """The day a page gives its reader, in its first ``<time>``, where that is of its last change and shows no other.

    An article rewritten years later is of that day to whoever reads it: such pages keep the first day to machines.
    """
    first = next((moment for element in tree.iter("time") if (moment := iso(element.get("datetime") or ""))), "")
    changes = [declared.article("dateModified"), *(text for name in _CHANGED for text in declared.metas.get(name, ()))]
    changed = first[:_DAY_SIZE] > stated[:_DAY_SIZE] and any(
        first[:_DAY_SIZE] == (iso(text) or "")[:_DAY_SIZE] for text in changes if text
    )
    return first if changed and all(date[:_DAY_SIZE] != stated[:_DAY_SIZE] for date in shown) else None


def _timed(tree: HtmlElement) -> Iterator[str | None]:
    for element in tree.xpath("//@itemprop/.."):
        if element.get("itemprop") == "datePublished":
            yield element.get("datetime") or element.get("content") or " ".join(map(str, element.itertext()))
    yield from (element.get("datetime") for element in tree.iter("time"))


def _shown_dates(lines: Sequence[Line], month_first: bool) -> Iterator[str]:
    """Yields the dates of short lines that give one and claim no rights."""
    short = (line.text for line in lines if line.size < _LONGEST_DATE and "©" not in line.text)
    read = (read_date(text, month_first=month_first) for text in short if _FIGURES.search(text))
    return filter(None, read)


def _around(lines: Sequence[Line], title: int | None) -> list[Line]:
    """The lines close below the title, then those above it."""
    if title is None:
        return []
    return [*lines[title + 1 : title + 1 + _BELOW], *lines[max(title - _ABOVE, 0) : title]]


def _search_date(tree: HtmlElement, url: str | None) -> str | None:
    from htmldate import find_date as search

    try:
        found = search(tree, original_date=True, extensive_search=False, url=url)
    except Exception:  # Any page may trip any library: the date stays unknown.
        return None
    # With only a year to go by, often that of a copyright line, the search answers with its first day.
    return str(found) if found and not str(found).endswith("-01-01") else None


_FIRST_YEAR, _LAST_YEAR = "1980", "2099"
"""What lies outside is a clock that was never set, as in dumps."""


def iso(text: str) -> str | None:
    """Returns a date of a machine, ISO 8601, RFC 2822 or near it, as ISO 8601; with the time when it gives one."""
    found = _moment(plain(text))
    return found if found and _FIRST_YEAR <= found[:4] <= _LAST_YEAR else None


def _moment(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.date().isoformat() if len(text) <= _DAY_SIZE else moment.isoformat(timespec="seconds")
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, IndexError, TypeError, OverflowError):
        return _day(text)


def _day(text: str) -> str | None:
    match = _DAY.search(text) or _COMPACT.match(text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None
