"""The names of authors in a byline, whatever language says "by"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from polyglot_news.calendar import weekdays
from polyglot_news.extract.dates import is_month
from polyglot_news.extract.folding import Folded
from polyglot_news.extract.openings import Openings

_BY = """
    by von vom par por pelo pela di da de door av af ved automat przez od pre от автор авторы автора автори autor
    autora autores autorin autoren autori auteur auteurs auteure author authors authored written posted published
    reported story text texte texto testo tekst текст текста yazan yazar haber kirjoittanut teksti szerző írta napsal
    napsala interview reportage συντάκτης συντάκτρια γράφει του της ο η από بقلم كتب كتبت نوشته نویسنده מאת oleh
    penulis ditulis bởi giả autorius parašė autors publicado publié veröffentlicht geschrieben skrevet skriven
    publicerad 作者 记者 記者 文 撰文 编辑 責任編輯 责任编辑 来源 기자 글 โดย द्वारा लेखक
"""
_OPENINGS = Openings(_BY.casefold().split())

_INSIDE = "by von par por af av door przez автор autor autorin author oleh yazan από בידי"
_SURE = "by von par por автор autor autorin author 作者 oleh yazan מאת بقلم نویسنده"
_NAMING = "by von par por di av af door author autor auteur autore text texte interview автор מאת"
"""What stands before a name that is declared, and is no part of one."""
_KINDS = """
    kolumne kommentar analyse essay glosse reportage gastbeitrag gastkommentar leitartikel porträt opinion column
    analysis review commentary editorial chronique tribune análisis columna opinión analisi commento felieton komentarz
    text words story texte kommentaar reportaje crónica reportagem coluna
"""
"""What is by somebody."""
_PARTICLES = "van von de der den del della di da dos la le el al bin ibn ben y e af ter ten zu zur"
_ROLES = """
    editor reporter writer correspondent correspondents journalist journalistin redakteur redakteurin redaktion staff
    contributor contributing author news desk team updated published minute minutes view views comment comments
    share follow photo foto image getty archive twitter linkedin facebook read story article blog demo us more all
    редактор корреспондент журналист specialist expert director manager founder professor columnist analyst gardener
"""
_WRITERS = "tác giả|ავტორი|লিখেছেন|লেখক|撰稿|执笔|執筆|取材"
_STAMPS = """
    published updated posted publié publiée mis publicado publicada actualizado atualizado pubblicato aggiornato
    veröffentlicht aktualisiert opublikowano yayınlanma güncelleme опубликовано обновлено опубліковано
    thứ 입력 수정 발행 更新 发布 發布 公開 प्रकाशित تحديث نشر منتشر
"""
_AGENCIES = """
    aap aa afp anadolu ani ansa antara ap apa belga bernama cna cp dpa efe epd interfax ians jiji kna kyodo lusa mti ntb
    pap pti reuters ritzau rtr sda sid stt tass tasr tt xinhua yonhap 时事 共同 新华社
"""
"""What signs like a person, with one word."""
_PICTURES = (
    "photo foto fotos fot bild bilder image images picture getty headshot portrait credit copyright e-mail email"
)
_HONOURS = "dr prof mr mrs ms herr frau"


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_LEAD = re.compile(rf"(?:(?:{_any(_BY)})(?:\b|(?=\s|:|：))\s*[:：/]?\s*)+", re.I)
_GLUED = re.compile(r"(?i:(?:written|posted|reviewed)\s+)?(?:[Bb]y)+\s?(?=[A-Z])")
_MIDDLE = re.compile(rf"(?:^|.*?[\s|·•–—-])(?:{_any(_INSIDE)})\b\s*:?\s+(?=\S)", re.I)
_SURELY = re.compile(rf"(?:{_any(_SURE)})(?:\b|(?=：))\s*[:：]?\s*\S", re.I)
_KIND = re.compile(rf"(?:[^\W\d_]+\s)?(?:{_any(_KINDS)})\s(?:von|by|par|por|di|od|av|af)\s\S.*[^.!?]", re.I)
_BEFORE_NAME = re.compile(
    r"(?:(?:view all posts|article|written|words|posted|text|interview|story|reviewed)\s+)?"
    rf"(?:{_any(_NAMING)})\b[:\s]*",
    re.I,
)
_ALSO = re.compile(rf"(?:{_WRITERS})\s*[:：]?\s+", re.I)
_SOURCES = frozenset("来源 编辑 責任編輯 责任编辑 from от από od von da di de av".split())
_LABELS = " ".join(word for word in _BY.split() if word not in _SOURCES)
_LABELLED = re.compile(
    rf"(?:tác\s+)?(?:{_any(_LABELS)})\s*[:：/／]\s*\S|(?:{_WRITERS})\s*[:：]\s*\S"
    r"|(?:written|story|words|text|researched)\s+by\s|(?:di|av|door|texte?)\s+[^\W\d_]",
    re.I,
)
_AUTHOR = re.compile(
    r"(?:\w+\s)?(?:author|aut(?:o|eu)r|автор|autor[ae]|συντάκτης|yazar|penulis|tác giả|作者|撰文|كتبت?|بقلم)"
    r"\s*[:：]\s*\S",
    re.I,
)
_ALONE = re.compile(
    r"(?:โดย|记者|記者|撰文|글|লিখেছেন)\s+(?!\d)\S{2,20}(?:\s[^\s\d|]{2,20}){0,3}|Τ(?:ης|ου)(?:\s+[\u0386-\u03ab]\w+){2}"
)
"""What is a byline only if nothing else stands in the line."""
_REPORTER = re.compile(
    r"[(\[]?(?:[^\W\d_]+=)?(?P<name>[가-힣]{2,5}|(?!本)[\u4e00-\u9fff]{2,4})\s*(?:기자|특파원|記者|记者)(?=[\s|,=)\]·]|$)"
)
"""Who reports stands behind the name in Korean, and often in Chinese and Japanese."""
_CUT = re.compile(
    r"(?<=[a-zß-ÿ])(?:Twitter|Published|Updated|Staff|LinkedIn)|\s+[|•·/–—-]\s*|[|•·;]|\s*[(（\[]|\d|\s*@|\s*<|https?:"
    r"|\s+(?:am|on|in|at|with|for|erstellt|zuletzt|updated|last|twitter|linkedin|für|pour|le|el|il|op|den)\b",
    re.I,
)
_AND = re.compile(
    r"\s*[,;&+，、/]\s*(?:(?:and|und)\s+)?"
    r"|\s+(?:and|und|et|y|e|en|og|och|oraz|i|a|и|і|та|και|ja|ve|dan|và|és|ir|un|و)\s+",
    re.I,
)
_ROLE_WORDS, _HONOUR_WORDS, _PARTICLE_WORDS, _AGENCY_WORDS = (
    frozenset(words.split()) for words in (_ROLES, _HONOURS, _PARTICLES, _AGENCIES)
)
_PICTURE = re.compile(rf"©|\b(?:{_any(_PICTURES)})\b", re.I)
_DESK = re.compile(
    r"(?!(?:our|the|die|zur|unsere|von|la|el)\s)(?:[A-Z][\w.-]*\s){1,3}"
    r"(?:Redaktion|Staff(?:\s(?:Reports?|Reporter|Writer))?|Newsroom|Editorial Board|Redazione|Redacción|Redactie)"
    r"|Redaktion(?:\s[A-Z][\w.-]*){1,3}|Редакция(?:\s\S+){1,2}",
    re.I,
)
"""Those who write together, by the name of their paper."""
_HANDLE = re.compile(r"[a-z]{3,20}|(?:\w+\s){1,2}(?:Staff|Team|Redaktion)")
_STAMP_WORDS = frozenset(_STAMPS.split())
_LEAST_WEEKDAY = 3
_LONGEST_NAME = 40
_LEAST_WORDS, _MOST_WORDS = 2, 5
_LONGEST_LINE = 150
_LONGEST_AGENCY = max(map(len, _AGENCY_WORDS))
_TRIM = " \t\xa0.,:-–—|*\"'"


def bylines(texts: Sequence[str], folded: Folded) -> list[int]:
    """Returns which lines begin as bylines do; they come as they are and case-folded."""
    return [i for i in _OPENINGS.may_begin(folded).tolist() if starts_as_byline(texts[i])]


def starts_as_byline(line: str) -> bool:
    """True when the line begins with a word for "by" or "author", or something like it."""
    return len(line) <= _LONGEST_LINE and bool(_LEAD.match(line))


def surely_byline(line: str) -> bool:
    """True when the line begins with a word that hardly begins anything else."""
    return len(line) <= _LONGEST_LINE and bool(_SURELY.match(line) or _GLUED.match(line) or _KIND.fullmatch(line))


def is_byline(line: str) -> bool:
    """True when the line, whatever stands around it, says that names follow, or who reports."""
    if len(line) > _LONGEST_LINE:
        return False
    return surely_byline(line) or bool(_LABELLED.match(line) or _REPORTER.match(line) or _ALONE.fullmatch(line))


def read_names(line: str) -> list[str]:
    """Returns the names a byline gives, without honours, dates and what the person is; none when no name is left."""
    if len(line) > _LONGEST_LINE:
        return []
    line = " ".join(line.split())
    if reporter := _REPORTER.match(line):
        return [reporter["name"]]
    lead = _GLUED.match(line) or _ALSO.match(line) or _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    if _DESK.fullmatch(rest) or is_agency(rest):
        return [rest]
    middle = None if lead else _MIDDLE.match(rest)
    if middle and (names := _names(rest[middle.end() :], alone=True)):
        return names
    if names := _names(rest, alone=bool(lead)):
        return names
    if lead and (inner := _MIDDLE.match(rest)):
        return _names(rest[inner.end() :], alone=True)
    pieces = re.split(r"\s+[|•·–—-]\s+|[|•·]", rest)
    return next((found for piece in pieces[1:] if (found := _names(piece, alone=False))), [])


def is_agency(text: str) -> bool:
    """True for the short name of a news agency."""
    return len(text) <= _LONGEST_AGENCY and text.casefold() in _AGENCY_WORDS


def joins_names(line: str) -> bool:
    """True for a line that is nothing but a comma or a word for "and"."""
    return _AND.fullmatch(f" {line} ") is not None


def signs_by_itself(line: str) -> bool:
    """True when a line is nothing but a news agency or who reports, or says with a colon who the author is."""
    labelled = (":" in line or "：" in line) and _AUTHOR.match(line)
    return bool(labelled) or is_agency(line) or (not line.isascii() and bool(_REPORTER.fullmatch(line)))


def credits_picture(line: str) -> bool:
    """True when the line is about whose a picture is, or what it shows."""
    return _PICTURE.search(line) is not None


def without_by(text: str) -> str:
    """Returns what stands behind a word for "by" that a name begins with, also behind "View all posts by"."""
    before = _BEFORE_NAME.match(text)
    return text[before.end() :] if before else text


def begins_as_names_do(text: str) -> bool:
    """True unless the first letter has a capital that begins words; Georgian capitals begin none."""
    return text[:1] == text[:1].title()


def _names(text: str, *, alone: bool) -> list[str]:
    """Returns the names at the head of a text; one word is a name only ``alone``, behind a word for "by"."""
    head = _CUT.split(text, maxsplit=1)[0]
    if alone and _HANDLE.fullmatch(head.strip(_TRIM)):
        return [head.strip(_TRIM)]
    kept: list[str] = []
    for part in _AND.split(head):
        name = _name(part)
        if kept and name and not _is_whole(name):
            continue
        if not name or not (alone or _is_whole(name)):
            break
        if kept and name.isupper() and not kept[0].isupper() and not is_agency(name):
            break
        if name not in kept:
            kept.append(name)
    return kept


def _is_whole(name: str) -> bool:
    """True for more than one word, and for one where words have no capitals."""
    return " " in name or not name[0].isupper() or is_agency(name)


def _name(text: str) -> str:
    """Returns the name a text begins with and nothing else follows but a role, or an empty string."""
    words = text.strip(_TRIM).split()
    while words and words[0].casefold().strip(".") in _HONOUR_WORDS:
        words = words[1:]
    half = len(words) // 2
    if half and words[:half] == words[half:]:
        words = words[:half]
    roles = [i for i, word in enumerate(words) if word.casefold().strip(".,:") in _ROLE_WORDS]
    if roles:
        words = words[:2] if roles[0] >= 2 else []
    words = _without_rest([words[0], *takewhile(lambda word: not _is_stamp(word), words[1:])] if words else [])
    if not words or words[-1].casefold() in _PARTICLE_WORDS or _is_stamp(words[0]):
        return ""
    name = " ".join(words)
    fits = len(words) <= _MOST_WORDS and len(name) <= _LONGEST_NAME
    dated = len(words) == 1 and is_month(words[0])
    return name if fits and all(map(_is_part, words)) and not dated else ""


def _is_stamp(word: str) -> bool:
    """True for a day of the week, or a word for "published"; the shortest days are parts of names, too."""
    word = word.casefold().strip(".,:")
    return word in _STAMP_WORDS or (len(word) >= _LEAST_WEEKDAY and word in weekdays())


def _without_rest(words: list[str]) -> list[str]:
    """Cuts what follows a name of two words and more: a month, or capitals that name the paper."""
    while len(words) > _LEAST_WORDS and (is_month(words[-1]) or (words[-1].isupper() and not words[1].isupper())):
        words = words[:-1]
    return words


def _is_part(word: str) -> bool:
    if word.casefold() in _PARTICLE_WORDS:
        return True
    return word[0].isalpha() and begins_as_names_do(word) and ":" not in word
