"""Nodes of linked data: their texts, and which of them are about the page's own article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from html import unescape
from urllib.parse import urlsplit

Node = Mapping[str, object]

_UNFIT = re.compile(r"[\u00ad\ud800-\udfff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_DEEPEST = 4


def plain(text: str) -> str:
    """Returns text without markup, entities, soft hyphens, surplus white space and what no file can hold."""
    return " ".join(_UNFIT.sub("", _MARKUP.sub(" ", unescape(text))).split())


def first_text(value: object) -> str | None:
    """Returns the first text of a value that may be a text, a list, or a node with a name."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = next(iter(value), None)
        elif isinstance(value, dict):
            value = value.get("name")
    return plain(value) or None if isinstance(value, str) else None


def describes_page(node: Node) -> bool:
    """True for a node about the page rather than about the article on it."""
    return "webpage" in str(node.get("@type")).lower()


def own_articles(articles: Sequence[Node], *, addresses: Sequence[str], titles: Sequence[str]) -> list[Node]:
    """Returns the articles, those first that have an address or title of the page; then without others with a title."""
    paths = {_path(address) for address in addresses} - {""}
    known = [_letters(title) for title in titles]
    are_own = [not describes_page(node) and _is_own(node, paths, known) for node in articles]
    if not any(are_own):
        return list(articles)
    own = [node for node, is_own in zip(articles, are_own, strict=True) if is_own]
    others = [node for node, is_own in zip(articles, are_own, strict=True) if not is_own]
    return own + [node for node in others if describes_page(node) or not node.get("headline")]


def _is_own(node: Node, paths: Set[str], titles: Sequence[str]) -> bool:
    given = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    addresses = {_path(value.get("@id") if isinstance(value, dict) else value) for value in given}
    headline = _letters(first_text(node.get("headline")) or "")
    return bool(addresses & paths) or bool(headline and any(title.startswith(headline) for title in titles))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", plain(text).casefold()))


def _path(address: object) -> str:
    """Returns host, path and query of an address; nothing where there is no path."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}" if path else ""
