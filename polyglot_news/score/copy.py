"""Whether a text was left as it was instead of being translated."""

from __future__ import annotations

import re

from polyglot_news.languages import primary
from polyglot_news.protected import without_protected
from polyglot_news.score.candidate import Candidate

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_PARTICLES = re.compile(r"(?<=\w )(?:[^\W\d_A-Z]{1,3} )+(?=[A-ZÀ-ÖØ-Þ])")
_FEWEST, _FEWEST_HAN, _FEWEST_SHOUTED = 2, 5, 5
_FEWEST_RELATED = 4
_RELATED = [
    set(languages.split())
    for languages in ("es pt gl ca it fr oc ro", "da nb no nn sv", "ru uk be bg mk", "cs sk pl", "hr sr bs sl")
]


def copy(candidate: Candidate) -> float | None:
    """Returns the share of the source's words that stand in the target; None with fewer than two words.

    Only words of three letters that do not begin with a capital count, because names are meant to stay; so are
    addresses. A text that was left whole is 1 with one such word beside another (``Read more``), shouted with five
    words, in Chinese characters with five of them. Related languages share short texts: there it takes four words.
    """
    source = _bare(candidate.source)
    if len(_WORD.findall(source)) < _FEWEST_RELATED and _are_related(candidate):
        return None
    if _folded(candidate.source) == _folded(candidate.target) and _says_something(source):
        return 1.0
    words = _words(source)
    if len(words) < _FEWEST:
        return None
    return len(words & _words(_bare(candidate.target))) / len(words)


def _bare(text: str) -> str:
    """Returns a text without addresses and without what stands between the parts of a name: von der, da, of."""
    return _PARTICLES.sub("", without_protected(text))


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if len(word) > _FEWEST and not word[0].isupper()}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _says_something(text: str) -> bool:
    """Says whether a text is more than names."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    if text.isupper():
        return len(words) >= _FEWEST_SHOUTED
    if any(word.islower() for word in words):
        return len(_WORD.findall(text)) >= _FEWEST
    return len(_HAN.findall(text)) >= _FEWEST_HAN and not _KANA.search(text)


def _are_related(candidate: Candidate) -> bool:
    pair = {primary(candidate.source_lang), primary(candidate.target_lang)}
    return any(pair <= family for family in _RELATED)
