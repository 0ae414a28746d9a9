"""What a page declares about itself for machines: schema.org data in JSON-LD, and ``<meta>`` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from polyglot_news.extract.html.jsontext import json_values
from polyglot_news.extract.html.nodes import Node, describes_page, first_text, own_articles, plain

_ARTICLE = re.compile(r"article|posting|report|review|recipe|webpage|videoobject", re.IGNORECASE)
_LONGEST = 2_000_000
_MOST = 5_000
_ABOUT_OTHERS = frozenset("itemListElement hasPart mentions citation isBasedOn".split())
"""What a page lists, or names beside its own article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The schema.org nodes of a page, those about articles, and the contents of its metas by lower-cased name."""

    nodes: Sequence[Node]
    articles: Sequence[Node]
    metas: Mapping[str, Sequence[str]]

    def meta(self, *names: str) -> str | None:
        """Returns the first content under any of the names, in their order."""
        return next((plain(content) for name in names for content in self.metas.get(name, ()) if plain(content)), None)

    def article(self, *keys: str) -> str | None:
        """Returns the first text under any of the keys, in their order, of the first article that has one."""
        texts = (first_text(node.get(key)) for key in keys for node in self.articles)
        return next((text for text in texts if text), None)

    def authors(self) -> list[str]:
        """Returns the names of the authors of the first article that has any, references resolved."""
        known = {node["@id"]: node for node in self.nodes if isinstance(node.get("@id"), str) and "name" in node}
        for node in self.articles:
            if names := [name for name in _names(node.get("author"), known) if name]:
                return names
        return []


def read_declared(tree: HtmlElement, *, url: str | None = None) -> Declared:
    """Returns what the page at ``url`` declares; broken data and articles that are not the page's are passed over."""
    nodes = [node for script in tree.iter("script") if _is_linked_data(script) for node in _nodes(script.text or "")]
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        metas.setdefault(name.strip().lower(), []).append(element.get("content") or "")
    articles = [node for node in nodes if _ARTICLE.search(str(node.get("@type")))]
    # A page's own description is broader than the article on it.
    articles.sort(key=describes_page)
    addresses = [
        url or "",
        *metas.get("og:url", ()),
        *(link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical"),
    ]
    titles = [
        *metas.get("og:title", ()),
        *(" ".join(map(str, element.itertext())) for element in tree.iter("h1", "title")),
    ]
    return Declared(nodes=nodes, articles=own_articles(articles, addresses=addresses, titles=titles), metas=metas)


def _is_linked_data(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _nodes(text: str) -> Iterator[Node]:
    stack = list(json_values(text))[::-1] if len(text) < _LONGEST else []
    for _ in range(_MOST):
        if not stack:
            return
        value = stack.pop()
        children = value if isinstance(value, list) else []
        if isinstance(value, dict):
            yield value
            children = [child for key, child in value.items() if key not in _ABOUT_OTHERS]
        stack.extend(child for child in reversed(children) if isinstance(child, dict | list))


def _names(value: object, known: Mapping[object, Node]) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:50] if not isinstance(item, list) for name in _names(item, known)]
    if isinstance(value, dict):
        node = value if "name" in value else known.get(str(value.get("@id")), value)
        parts = [node.get(key) for key in ("givenName", "familyName")]
        return [first_text(node) or " ".join(part for part in parts if isinstance(part, str))]
    return [plain(value)] if isinstance(value, str) else []
