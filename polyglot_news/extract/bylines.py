"""The names of authors in a byline, whatever language says "by"."""

from __future__ import annotations

import re

_BY = """
    by von vom par por pelo pela di da de door av af ved automat przez od do pre от автор авторы автора автори autor
    autora autores autorin autoren autori auteur auteurs auteure author authors authored written posted published
    reported story text texte texto testo tekst текст yazan yazar haber kirjoittanut teksti szerző írta napsal napsala
    συντάκτης συντάκτρια γράφει του της ο η από بقلم كتب كتبت نوشته نویسنده מאת oleh penulis ditulis bởi giả
    autorius parašė autors publicado publié veröffentlicht geschrieben skrevet skriven publicerad
    作者 记者 記者 文 撰文 编辑 責任編輯 责任编辑 来源 기자 글 โดย द्वारा लेखक
"""
_BY_WORDS = "|".join(sorted(map(re.escape, _BY.split()), key=len, reverse=True))
_LEAD = re.compile(rf"(?:(?:{_BY_WORDS})(?:\b|(?=\s|:|：))\s*[:：]?\s*)+", re.I)
_CUT = re.compile(
    r"\s+[|•·/–—-]\s+|[|•·;]|\s*[(（\[]|\d|\s+@|\s*<|https?:"
    r"|\s+(?:am|on|le|el|il|op|den|in|at|for|für|pour)\s",
    re.I,
)
_AND = re.compile(
    r"\s*[,;&，、/]\s*(?:(?:and|und)\s+)?"
    r"|\s+(?:and|und|et|y|e|en|og|och|oraz|i|a|и|і|та|και|ja|ve|dan|và|és|ir|un|و)\s+",
    re.I,
)
_TITLES = re.compile(r"(?:dr|prof|mr|mrs|ms|herr|frau|editor|reporter|staff writer|correspondent)\.?\s+", re.I)
_ROLE = re.compile(
    r"\b(?:editor|reporter|writer|correspondent|journalist\w*|redakt\w*|redaktion|staff|contributor|author|ред\w*|корр\w*"
    r"|news|desk|team|updated?|minutes?|views?|comments?|share|follow|photo\w*|image\w*|getty|archive\w*)\b",
    re.I,
)
_LONGEST_NAME = 40
_MOST_WORDS = 5
_LONGEST_LINE = 150


def starts_as_byline(line: str) -> bool:
    """True when the line begins with a word for "by" or "author"."""
    return len(line) <= _LONGEST_LINE and bool(_LEAD.match(line))


def read_names(line: str) -> list[str]:
    """Returns the names a byline gives, without titles, dates and what the person is; none when no name is left."""
    rest = _strip(_LEAD, line.strip()) if len(line) <= _LONGEST_LINE else ""
    rest = _CUT.split(rest, maxsplit=1)[0]
    names = [_strip(_TITLES, name.strip(" \t.,:-–—|*\"'")) for name in _AND.split(rest)]
    kept: list[str] = []
    for name in names:
        if not _is_name(name):
            break
        if name not in kept:
            kept.append(name)
    return kept


def _is_name(text: str) -> bool:
    words = text.split()
    if not text or len(text) > _LONGEST_NAME or len(words) > _MOST_WORDS or _ROLE.search(text):
        return False
    first = text[0]
    return first.isalpha() and not first.islower() and not any(map(str.isdigit, text))


def _strip(lead: re.Pattern[str], text: str) -> str:
    match = lead.match(text)
    return text[match.end() :] if match else text
