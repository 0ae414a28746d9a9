"""What the markup around a line says: tags and telling words in the class and id of the elements it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from polyglot_news.extract.html.ancestry import Ancestry, Numbers

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
_NO_LETTER_BEFORE = "(?<![a-z])"
_TAG_AT = {tag: at for at, tag in enumerate(_TAGS)}


def _by_letter(words: Sequence[str]) -> str:
    """Returns the choice of the words, tried at a place by its first letter, several times as fast."""
    rests: dict[str, list[str]] = {}
    for word in words:
        whole = word.removeprefix(_NO_LETTER_BEFORE)
        before = "" if whole == word else f"(?<![a-z]{whole[0]})"
        rests.setdefault(whole[0], []).append(before + whole[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in rests.items())


_GROUPED = re.compile("|".join(f"({'|'.join(words.split())})" for words in _WORDS.values()))
# Without groups the search takes half the time; which group it was is asked only of what was found.
_FLAT = re.compile(_by_letter(" ".join(_WORDS.values()).split()))


def surroundings(ancestry: Ancestry, blocks: Numbers, leaves: Numbers) -> Distances:
    """Returns for each place and each of ``NAMES`` the number of elements up to the nearest one that has it.

    At most ``FAR``. A place is a block and the ``leaf``, the inline element its text begins in or the block itself, by
    their numbers in ``ancestry``; what the leaf says counts as said by the block.
    """
    marks = [() if element is None else _marks(element) for element in ancestry.elements]
    marked = np.zeros((len(marks), len(NAMES)), dtype=np.bool_)
    owner = np.repeat(np.arange(len(marks)), [len(said) for said in marks])
    marked[owner, np.fromiter(chain.from_iterable(marks), dtype=np.intp, count=len(owner))] = True
    distances = ancestry.distances(marked, FAR)
    return np.where(distances[leaves] == 0, np.uint8(0), distances[blocks])


def _marks(element: etree._Element) -> tuple[int, ...]:
    get = element.get
    said = get("class"), get("id"), get("role"), get("itemprop")
    return _marks_of(str(element.tag), said, "none" in get("style", ""))


@lru_cache(maxsize=16384)
def _marks_of(tag: str, said: tuple[str | None, ...], unseen: bool) -> tuple[int, ...]:
    words = " ".join(text or "" for text in said)[:_LONGEST].split()
    marks = {mark for word in words for mark in _marks_of_word(word)}
    if unseen:
        marks.update(_marks_of_word("display:none"))
    if tag in _TAG_AT:
        marks.add(_TAG_AT[tag])
    return tuple(sorted(marks))


@lru_cache(maxsize=16384)
def _marks_of_word(word: str) -> tuple[int, ...]:
    word = word.lower()
    found = {_GROUPED.match(word, match.start()).lastindex for match in _FLAT.finditer(word)}  # type: ignore[union-attr]
    return tuple(sorted(len(_TAGS) + group - 1 for group in found if group))
