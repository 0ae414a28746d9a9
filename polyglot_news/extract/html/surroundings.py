"""What the markup around a line says: tags and telling words in the class and id of the elements it stands in."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from lxml import etree
from numpy.typing import NDArray

Distances = NDArray[np.uint8]

_WORDS = {
    "article_body": "article-?_?body story-?_?body entry-?_?content post-?_?content article-?_?content article-?_?text",
    "article": "article story post entry blog artikel noticia nota",
    "body": "body content text copy paragraph richtext prose inhalt texte cuerpo",
    "comment": "comment disqus reply respond kommentar discuss forum feedback",
    "share": "share sharing social facebook twitter whatsapp telegram follow like teilen",
    "related": "related recommend similar recirc more-? read-?also also trending popular latest most-?read up-?next "
    "outbrain taboola mehr weitere suggest see-?also",
    "teaser": "teaser card tile grid promo carousel slider swiper",
    "advert": "advert sponsor banner (?<![a-z])ads?(?![a-z]) dfp werbung publi affiliate",
    "menu": "nav menu breadcrumb toolbar pagin pager tabs dropdown",
    "head": "header masthead topbar top-bar",
    "foot": "footer bottom copyright impressum legal disclaimer",
    "side": "sidebar aside widget rail column (?<![a-z])right(?![a-z]) (?<![a-z])left(?![a-z])",
    "letter": "newsletter subscri sign-?up paywall login register abo(?![a-z]) premium donat member mail",
    "meta": "meta info date time publish updated stats",
    "author": "author byline autor writer bio",
    "credit": "credit source copyright fotograf photographer",
    "topic": "(?<![a-z])tags? categor keyword topic label",
    "caption": "caption legend bildunterschrift",
    "media": "figure image photo gallery img picture media video player audio foto bild embed",
    "lead": "lead intro summary standfirst subtitle sub-?head descri (?<![a-z])dek excerpt abstract chapo vorspann",
    "title": "title headline heading",
    "cookie": "cookie consent gdpr privacy popup modal overlay dialog notice alert",
    "unseen": "hidden sr-only screen-?reader visually collaps print toggle display:\\s*none",
    "list": "list item",
    "box": "box infobox factbox",
    "quote": "quote",
    "main": "main primary wrapper",
    "index": "(?<![a-z])toc contents",
    "search": "search form",
    "next": "next prev",
}
_TAGS = (
    "a article aside blockquote button dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header label li main nav ol option p pre section select span table tbody td th tr ul"
).split()
NAMES = (*(f"tag_{tag}" for tag in _TAGS), *(f"word_{word}" for word in _WORDS))
FAR = 8
"""The distance, in elements, at which a tag or word no longer counts."""
_LONGEST = 300
_TAG_AT = {tag: at for at, tag in enumerate(_TAGS)}
_GROUPED = re.compile("|".join(f"({'|'.join(words.split())})" for words in _WORDS.values()))


class Surroundings:
    """Knows how far above an element each tag and telling word stands; remembers what it has seen of one page."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, Distances] = {}

    def of(self, element: etree._Element, leaf: etree._Element) -> Distances:
        """Returns for each of ``NAMES`` the number of elements from a block up to the nearest one that has it.

        At most ``FAR``. What ``leaf``, the inline element the text begins in, says counts as said by the block.
        """
        distances = self._of(element)
        return distances if leaf is element else np.where(self._of(leaf) == 0, np.uint8(0), distances)

    def _of(self, element: etree._Element) -> Distances:
        chain, known = [], None
        above: etree._Element | None = element
        while above is not None and known is None:
            chain.append(above)
            above = above.getparent()
            known = None if above is None else self._known.get(above)
        distances = np.full(len(NAMES), FAR, np.uint8) if known is None else known
        for ancestor in reversed(chain):
            distances = np.minimum(distances + 1, FAR)
            distances[_marks(ancestor)] = 0
            self._known[ancestor] = distances
        return distances


def _marks(element: etree._Element) -> list[int]:
    get = element.get
    said = f"{get('class', '')} {get('id', '')} {get('role', '')} {get('itemprop', '')}"[:_LONGEST].split()
    marks = {mark for word in said for mark in _told(word)}
    if "none" in get("style", ""):
        marks.update(_told("display:none"))
    at = _TAG_AT.get(str(element.tag))
    if at is not None:
        marks.add(at)
    return list(marks)


@lru_cache(maxsize=16384)
def _told(word: str) -> tuple[int, ...]:
    found = {match.lastindex for match in _GROUPED.finditer(word.lower())}
    return tuple(sorted(len(_TAGS) + group - 1 for group in found if group))
