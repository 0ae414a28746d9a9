"""What a page says of itself: title, author, date, section, site, language; disagreements are resolved by rule.

Every field asks its sources in order, the declared ones (JSON-LD, ``<meta>``) before the visible ones, and the search
of trafilatura and htmldate, which costs more than all the others, last. Only the title is put to the vote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, takewhile
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from polyglot_news.extract.bylines import begins_as_names_do, is_byline, read_names, without_by
from polyglot_news.extract.html.declared import Declared, read_declared
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.nodes import plain
from polyglot_news.extract.html.published import find_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; authors are joined by ``"; "``, the date is ISO 8601.

    ``title_at`` is the number of the line that is the title.
    """

    title: str | None = None
    title_at: int | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None


def read_metadata(tree: HtmlElement, lines: Sequence[Line], *, url: str | None = None) -> Metadata:
    """Returns what the page at ``url`` says of itself."""
    declared = read_declared(tree, url=url)
    url = url or _address(tree, declared)
    site = declared.meta("og:site_name", "application-name") or declared.article("publisher") or _host(url)
    title = _title(tree, declared)
    title_at = title_line(lines, title)
    language = plain(tree.get("lang") or tree.get("xml:lang") or "") or None
    return Metadata(
        title=title,
        title_at=title_at,
        author="; ".join(_authors(tree, declared, lines, site)) or None,
        date=find_date(tree, declared, lines, url=url, host=_host(url), title=title_at),
        section=declared.meta("article:section", "section") or declared.article("articleSection"),
        site=site,
        language=language,
        url=url,
    )


def _address(tree: HtmlElement, declared: Declared) -> str | None:
    """Returns the address a page gives itself: its canonical link or ``og:url``, where that has a host."""
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    return next((url for url in (canonical, declared.meta("og:url")) if url and _host(url)), None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.") or None


# Title. The weights say that a heading of the page stands against one declaration, not against two that agree.

_HEADING, _HEADLINE, _OPEN_GRAPH, _TITLE = 1.5, 1.0, 1.0, 0.3
_HAN = "\u2e80-\u9fff"
_SEPARATOR = re.compile(rf"\s+[|–—·•»:›«-]+\s+|\s*[|｜_]+\s*|(?<=[{_HAN}”》！？])\s*[-–—]+\s*(?=[{_HAN}])")
_HEADINGS = ("h1", "h2")
_MOST_HEADINGS = 10
_SHARED = 0.15
"""The least share of words that a heading and a declared title have in common."""
_KICKER = 0.4
"""The least share of a heading that its declared end has, where the rest is a kicker."""


def _title(tree: HtmlElement, declared: Declared) -> str | None:
    headline = declared.article("headline") or ""
    said = {_key(plain(_text(element))) for element in islice(tree.iter(*_HEADINGS), _MOST_HEADINGS)} - {""}
    shared = _unbranded(declared.meta("og:title", "twitter:title") or "", said)
    titled = _unbranded(plain(next((_text(element) for element in tree.iter("title")), "")), said)
    heading = _heading(tree, [headline, shared, titled])
    ending = next((text for text in (headline, shared) if _ends(heading, text)), heading)
    votes: dict[str, float] = {}
    candidates = [(ending, _HEADING), (headline, _HEADLINE), (shared, _OPEN_GRAPH), (titled, _TITLE)]
    for text, weight in candidates:
        votes[_key(text)] = votes.get(_key(text), 0.0) + weight
    votes.pop("", None)
    chosen = max(votes, key=lambda key: votes[key], default="")
    return next((text for text, _ in candidates if text and _key(text) == chosen), None)


def _heading(tree: HtmlElement, declared: list[str]) -> str:
    """The first heading of the first rank that shares most words with what is declared, if it shares enough."""
    headings = [text for element in tree.iter("h1") if (text := plain(_text(element)))]
    known = [set(_key(text).split()) for text in declared if text]
    if not known:
        return next(iter(headings), "")
    shares = [max(_overlap(set(_key(text).split()), words) for words in known) for text in headings]
    return headings[shares.index(max(shares))] if max(shares, default=0) >= _SHARED else ""


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(len(words | others), 1)


def _ends(heading: str, text: str) -> bool:
    return bool(_key(text)) and len(text) >= _KICKER * len(heading) and _key(heading).endswith(_key(text))


def _unbranded(text: str, said: Collection[str]) -> str:
    """What a heading of the page says of a title, else its longest part: the others name the site or the section."""
    breaks = [match.span() for match in _SEPARATOR.finditer(text)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    runs = [*(text[:end] for end in reversed(ends)), *(text[start:] for start in starts[:-1])]
    return next((run for run in runs if _key(run) in said), max(parts, key=len)).strip()


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _text(element: HtmlElement) -> str:
    return " ".join(str(part) for part in element.itertext())


def title_line(lines: Sequence[Line], title: str | None) -> int | None:
    """Returns the number of the line that is the title: a heading of that text, or the first line that has it."""
    wanted = _key(title or "")
    first = wanted.partition(" ")[0]
    same = [
        at for at, line in enumerate(lines) if wanted and first in line.text.casefold() and _key(line.text) == wanted
    ]
    return next((at for at in same if _is_heading(lines[at])), next(iter(same), None))


def _is_heading(line: Line) -> bool:
    above = line.element.getparent()
    return line.element.tag in _HEADINGS or (above is not None and above.tag in _HEADINGS)


# Authors.

_NAMED = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
          "dcterms.creator", "byl", "authors", "citation_author", "cxenseparse:author", "mediator_author")  # fmt: skip
_SPLIT = re.compile(r"\s*(?:;|,|\||/|&|\s(?:and|und|et|og|och|ja|и|та|és|oraz|en)\s)\s*")
_NO_NAME = re.compile(
    r"\d|https?:|www\.|@|^(?:no author|updated|posted|published|follow|folgen|quelle|source|foto|photo)\b",
    re.IGNORECASE,
)
_ACCOUNTS = frozenset("admin administrator root superuser webmaster".split())
_LONGEST_BYLINE = 100
_LONGEST_NAME = 70
_MOST_NAMES = 8
_TELLING_NAME = 4
_WORDS_OF_ONE = 4
_COMMA = re.compile(r"[;,|/&]|\s(?:and|und|og)\s")


def _authors(tree: HtmlElement, declared: Declared, lines: Sequence[Line], site: str | None) -> list[str]:
    """The names of the first source that has any; a site that signs for itself is the author if nobody else is."""
    signed: list[str] = []
    for names in _sources(tree, declared, lines):
        if names and not all(_names_site(name, site) for name in names):
            return names
        signed = signed or names
    return signed or _people(_searched(tree))


def _sources(tree: HtmlElement, declared: Declared, lines: Sequence[Line]) -> Iterator[list[str]]:
    """Yields the names each source has."""
    yield _people(declared.authors())
    yield from (_people(declared.metas.get(name, ())) for name in _NAMED)
    yield _people(_signed(tree))
    yield _shown(lines)


def _names_site(name: str, site: str | None) -> bool:
    """True when an author is called like the site, as far as letters go."""
    name, known = ("".join(re.findall(r"\w", text.casefold())) for text in (name, site or ""))
    return bool(name) and (name == known or (len(name) >= _TELLING_NAME and name in known))


def _people(texts: Sequence[str]) -> list[str]:
    """The names among the texts, each once."""
    names = (name for text in texts[:_MOST_NAMES] for name in _split(plain(text)))
    return list(dict.fromkeys(name for name in names if _is_name(name)))


def _is_name(text: str) -> bool:
    """False for what is no name: an address, a number, a word of the interface, the handle of an account."""
    handle = " " not in text and text.islower()
    handle = handle or text.casefold() in _ACCOUNTS
    return 0 < len(text) < _LONGEST_NAME and not handle and not _NO_NAME.search(text)


def _split(text: str) -> list[str]:
    text = without_by(text).strip(" ,;:|·•–-")
    if _NO_NAME.search(text) or (text.count(" ") < _WORDS_OF_ONE and not _COMMA.search(text)):
        return [text]
    return [without_by(part).strip(" ,;:|·•–-") for part in _SPLIT.split(text)]


def _signed(tree: HtmlElement) -> list[str]:
    elements = [
        element
        for element in tree.iter()
        if (element.get("rel") == "author" or element.get("itemprop") == "author") and element.tag != "meta"
    ]
    texts = [plain(_text(element)) for element in elements[:8]]
    return texts[:1] if len(set(texts)) > 3 else texts


def _shown(lines: Sequence[Line]) -> list[str]:
    """The names of the first line that is a byline."""
    bylines = (line.text for line in lines if line.size < _LONGEST_BYLINE and is_byline(line.text))
    given = ([name for name in read_names(text) if begins_as_names_do(name)] for text in bylines)
    return next((names for texts in given if (names := _people(texts))), [])


_SIGNING = ("class", "id", "rel", "itemprop", "data-testid", "data-component")
_SIGNS = re.compile(
    "author|byl|BBL|username|screenname|writer|zuozhe|bianji|xiaobian|channel-name|-by|journalist", re.IGNORECASE
)
"""What trafilatura looks for, and more; half the pages without a declared author have nothing of it."""


def _searched(tree: HtmlElement) -> list[str]:
    telling = list(_telling(tree))
    if not telling:
        return []
    from trafilatura.metadata import extract_author

    try:
        return [extract_author(_part_of(tree, telling)) or ""]
    except Exception:  # Any page may trip any library: the author stays unknown.
        return []


def _telling(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yields the largest elements that may be about an author."""
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        said = "\n".join(filter(None, map(element.get, _SIGNING)))
        if element.tag == "author" or _SIGNS.search(said):
            yield element
            walk.skip_subtree()


def _part_of(tree: HtmlElement, elements: Sequence[HtmlElement]) -> HtmlElement:
    """Returns a copy of the tree with nothing but the elements and those above them: the search need not see more."""
    if tree in elements:
        return tree
    copies = {tree: tree.makeelement(tree.tag, tree.attrib)}
    for element in elements:
        above = list(takewhile(lambda other: other not in copies, element.iterancestors()))
        for other in reversed(above):
            copies[other] = etree.SubElement(copies[other.getparent()], other.tag, other.attrib)
        copies[element.getparent()].append(deepcopy(element))
    return copies[tree]
