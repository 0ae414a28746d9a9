"""The role of each line of a page: what its markup says for the article, what it says and where it stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from polyglot_news.extract.dates import read_date
from polyglot_news.extract.html.markup import Line
from polyglot_news.extract.html.metadata import Metadata
from polyglot_news.extract.html.selection import LONGEST_POINTER, Selection
from polyglot_news.extract.html.tables import is_cell
from polyglot_news.extract.interface import announced, points_elsewhere
from polyglot_news.extract.reasons import Reason
from polyglot_news.records import Role

Verdict = tuple[Role, Reason]

_ROLES: dict[str, Verdict] = {
    **{f"h{level}": (Role.HEADING, Reason.HEADING) for level in range(1, 7)},
    "li": (Role.LIST_ITEM, Reason.LIST_ITEM),
    "dd": (Role.LIST_ITEM, Reason.LIST_ITEM),
    "dt": (Role.LIST_ITEM, Reason.LIST_ITEM),
    "blockquote": (Role.QUOTE, Reason.QUOTE),
    "figcaption": (Role.CAPTION, Reason.CAPTION),
    "caption": (Role.CAPTION, Reason.CAPTION),
}
_PARAGRAPH: Verdict = (Role.PARAGRAPH, Reason.BODY)
_NEAR = 4
_CELL = 200
_HEADING = 80
_LONG = 60
_DATE, _ONLY_DATE = 120, 30
_OPENING, _SENTENCE, _BESIDE_AUTHOR = 100, 40, 40
_BY = re.compile(r"(?:by|von|par|por|di|av|af|door|автор|autor|author|interview|מאת)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d{2}")
_CAPTION = re.compile(r"caption|legend", re.IGNORECASE)
_END = re.compile(r"[.!?…。！？:;,][\"'”’»)\]]*$")
_STOP = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"\w+")
_RESIDUE = {
    "nav": Reason.NAVIGATION,
    "menu": Reason.NAVIGATION,
    "form": Reason.ACCOUNT,
    "button": Reason.LABEL,
    "option": Reason.LABEL,
    "label": Reason.LABEL,
}
_TELLING = {
    Reason.COOKIE_NOTICE: re.compile(r"cookie|consent|gdpr"),
    Reason.COMMENTS: re.compile(r"comment|disqus"),
    Reason.SHARE: re.compile(r"share|sharing|social"),
    Reason.NEWSLETTER: re.compile(r"newsletter|subscri"),
    Reason.ADVERTISEMENT: re.compile(r"advert|sponsor|(?<![a-z])ads?(?![a-z])"),
    Reason.AUTHOR_BOX: re.compile(r"author-?(?:box|bio|info)|about-?author"),
    Reason.RELATED: re.compile(r"related|recommend|trending|popular|most-?read|teaser"),
    Reason.NAVIGATION: re.compile(r"breadcrumb|(?<![a-z])nav|menu|pagina"),
    Reason.COPYRIGHT: re.compile(r"copyright"),
}


def name_roles(lines: Sequence[Line], selection: Selection, metadata: Metadata) -> list[Verdict]:
    """Returns for each line its role and the reason for it."""
    first, last = min(selection.body, default=0), max(selection.body, default=-1)
    opening = next((at for at in sorted(selection.body) if _opens(lines[at])), -1)
    seen: set[str] = set()
    verdicts = []
    for at, line in enumerate(lines):
        again = line.text in seen
        seen.add(line.text)
        if at == metadata.title_at:
            verdicts.append((Role.TITLE, Reason.TITLE))
        elif at in selection.body and not (at < opening and _dates(line)):
            signed = at < opening and _signs(line, metadata)
            verdicts.append((Role.BYLINE, Reason.BYLINE) if signed else _part(line))
        else:
            signed = at < opening and _signs(line, metadata)
            reason = None if signed else selection.dropped.get(at)
            place = again, first <= at <= last
            verdicts.append((Role.RESIDUE, reason) if reason else _rest(line, metadata, place, selection.language))
    return verdicts


def _opens(line: Line) -> bool:
    """True for running text: a long line, or a sentence, which is short in scripts without spaces."""
    return line.size >= _OPENING or (line.size >= _SENTENCE and _STOP.search(line.text) is not None)


def _signs(line: Line, metadata: Metadata) -> bool:
    """True for a short line before the article's first paragraph that names its author and says when, or "by"."""
    author = (metadata.author or "").split("; ")[0]
    if not author or author not in line.text or line.size > len(author) + _BESIDE_AUTHOR:
        return False
    return read_date(line.text) is not None or bool(_BY.match(line.text))


def _dates(line: Line) -> bool:
    """True for a line that says when and hardly anything else."""
    return line.size <= _ONLY_DATE and _DIGITS.search(line.text) is not None and read_date(line.text) is not None


def _same(text: str, name: str) -> bool:
    """True where two texts have the same words, case and punctuation aside."""
    wanted, folded = _words(name), text.casefold()
    return bool(wanted) and wanted[0] in folded and tuple(_WORDS.findall(folded)) == wanted


@lru_cache(maxsize=64)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(name.casefold()))


def _chain(line: Line, levels: int) -> list[etree._Element]:
    chain = [line.element]
    while len(chain) < levels and (above := chain[-1].getparent()) is not None:
        chain.append(above)
    return chain


def _tags(*, line: Line, levels: int) -> set[str]:
    return {str(element.tag) for element in _chain(line, levels)}


def _part(line: Line) -> Verdict:
    """The role of a line of the article."""
    for element in _chain(line, _NEAR):
        if role := _ROLES.get(str(element.tag)):
            return role
        if element.tag in ("td", "th"):
            return (Role.TABLE, Reason.TABLE) if is_cell(line, element) else _PARAGRAPH
    if line.size < _CELL and _CAPTION.search(line.element.get("class") or ""):
        return Role.CAPTION, Reason.CAPTION
    bold = line.bold == line.size < _HEADING and not _END.search(line.text)
    return (Role.HEADING, Reason.HEADING) if bold else _PARAGRAPH


def _rest(line: Line, metadata: Metadata, place: tuple[bool, bool], language: str) -> Verdict:
    """The role of a line that is not of the article."""
    text = line.text
    if (
        metadata.author
        and len(text) <= len(metadata.author) + _BESIDE_AUTHOR
        and metadata.author.split("; ")[0] in text
    ):
        return Role.BYLINE, Reason.BYLINE
    if shown := len(text) < _DATE and 2 * line.linked < line.size and _DIGITS.search(text) and read_date(text):
        dated = metadata.date is not None and shown[:10] == metadata.date[:10]
        return (Role.DATE, Reason.DATE) if dated else (Role.RESIDUE, Reason.OTHER_DATE)
    if metadata.section and _same(text, metadata.section):
        return Role.SECTION, Reason.SECTION
    if metadata.site and _same(text, metadata.site):
        return Role.RESIDUE, Reason.SITE_NAME
    if "©" in text:
        return Role.RESIDUE, Reason.COPYRIGHT
    return Role.RESIDUE, _reason_of_words(line.text, line.size, language) or _reason_of_markup(
        line
    ) or _reason_of_place(line, *place)


@lru_cache(maxsize=4096)
def _reason_of_words(text: str, size: int, language: str) -> Reason | None:
    """What the words of a short line of so many letters say of it."""
    folded = text.casefold()
    if size < LONGEST_POINTER and points_elsewhere(folded):
        return Reason.RELATED
    return announced(folded, language) if size < _LONG else None


def _reason_of_markup(line: Line) -> Reason | None:
    """What the markup around the line says of it."""
    if not _LETTER.search(line.text):
        return Reason.SYMBOLS
    for element in _chain(line, _NEAR):
        if reason := _reason_of_name(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]):
            return reason
        if reason_of_tag := _RESIDUE.get(str(element.tag)):
            return reason_of_tag
    return None


@lru_cache(maxsize=4096)
def _reason_of_name(words: str) -> Reason | None:
    return next((reason for reason, pattern in _TELLING.items() if pattern.search(words.lower())), None)


def _reason_of_place(line: Line, again: bool, inside: bool) -> Reason:
    if again:
        return Reason.DUPLICATE_LINE
    if line.linked == line.size:
        return Reason.RELATED if line.size >= _LONG / 2 else Reason.NAVIGATION
    if inside:
        return Reason.INTERRUPTS_ARTICLE
    return Reason.TEXT_OUTSIDE_ARTICLE if line.size >= _LONG else Reason.SHORT_OUTSIDE_ARTICLE
