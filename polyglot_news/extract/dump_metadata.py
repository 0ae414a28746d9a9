"""Title, date, author, section and site of a dump, each with the line it was read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polyglot_news.extract.bylines import credits_picture, is_byline, joins_names, read_names, signs_by_itself
from polyglot_news.extract.dates import OWN_WAYS, is_month_first, names_weekday, read_date, read_slowly
from polyglot_news.extract.interface import announces
from polyglot_news.extract.linemodel import LineScores
from polyglot_news.extract.reading import Reading
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.shapes import LONG
from polyglot_news.extract.times import read_time

_LONGEST_SENTENCE = 120
_LONGEST_TITLE = 300
_LIKELY = -1.0
_BELOW_TEXT, _REPEATED, _AHEAD = 2.0, 0.5, 1.0
"""What takes from the log-odds of a headline, a place below the first paragraph, and what adds to them: another line of
the same text, a page that begins with it and goes on. Chosen on sites that the model has not seen."""
_MOST_APART = _BELOW_TEXT + _REPEATED + _AHEAD
_LEAST_TITLE = 15
_PATH_REACH = 3
_BYLINE_TRIES = 10
_LEAST_BYLINE = -0.5
_MOST_BESIDE = 12
_BESIDE = 0.5
_BYLINE_ABOVE, _BYLINE_BELOW = 3, 8
_SURE_BONUS, _DATED_BONUS, _CLOSE, _PICTURE = 1.5, 1.0, 2.0, 1.0
"""What adds to the log-odds of a byline: words that say so, a date behind the names, the title close above; and what
takes from them, a picture that they are about. All chosen on sites that the model has not seen."""
_SEPARATOR = re.compile(r"\s+[|–—•·»-]\s+|\s*[|»]\s*")
_YEARS = re.compile(r"(?:\(c\)|©|copyright|\d{4}(?:\s*[-–—]\s*\d{4})?|all rights reserved.*)", re.I)
_SECTION_WORDS = 3
_SECTION_LENGTH = 30
_SECTION_REACH = 8
_SIGN = 2
_SITE_LENGTH = 40
_SLOW_TRIES = 2
_LONGEST_DATE = 40
_ABOVE_TITLE, _BELOW_TITLE = 4, 6
"""Lines above and below the title among which its date is expected."""
_NEAR, _FAR = 1.0, 0.5
"""What a place adds to the log-odds of a date, or takes from it; chosen on sites that the model has not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value and the number of the line that gives it."""

    value: str
    line: int


def value_of(found: Found | None) -> str | None:
    """Returns the value that was found, if any."""
    return found.value if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of its article."""

    title: Found | None
    date: Found | None
    author: Found | None
    section: Found | None
    site: Found | None


def find_metadata(reading: Reading, *, host: str) -> Metadata:
    """Returns what the page says of its article; a line gives the title only if it leaves the article a body."""
    body = reading.body
    title = find_title(reading)
    if title and body[title.line] and body.sum() == 1:
        title = None
    date = find_date(reading, host, title)
    author = find_author(reading, title)
    site = find_site(reading, title)
    taken = {found.line for found in (title, date, author, site) if found}
    section = find_section(reading, title, taken)
    return Metadata(title=title, date=date, author=author, section=section, site=site)


def find_title(reading: Reading) -> Found | None:
    """Returns the likeliest headline, without the name of the site behind it.

    It stands above the running text, often twice, and often the page begins with it and the name of the site.
    """
    texts, scores = reading.lines.texts, reading.scores.title
    close = np.flatnonzero(scores >= scores.max() - _MOST_APART).tolist()
    able = [i for i in close if _may_be_title(texts[i])]
    if not able:
        able = [i for i in np.argsort(-scores, kind="stable").tolist() if _may_be_title(texts[i])][:1]
    if not able:
        return None
    best = able[0] if len(able) == 1 else _best_title(reading, able)
    at = _without_path(texts, best)
    return Found(value=_without_site(texts, at), line=at)


def _best_title(reading: Reading, able: Sequence[int]) -> int:
    """Returns which of the lines that may be headlines is likeliest to be it, by its place and by other lines, too."""
    texts, firsts = reading.lines.texts, reading.firsts
    long = reading.body & (reading.lines.ends - reading.lines.starts >= LONG)
    below = int(long.argmax()) if long.any() else len(texts)
    copies = np.bincount(firsts)[firsts[able]].tolist()
    head = _key(texts[0])
    best, most = able[0], float("-inf")
    for i, score, times in zip(able, reading.scores.title[able].tolist(), copies, strict=True):
        if len(texts[i]) >= _LEAST_TITLE:
            score += _REPEATED * (times > 1) + _AHEAD * _begins(head, _key(texts[i]))
        score -= _BELOW_TEXT * (i > below)
        if score > most:
            best, most = i, score
    return best


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _begins(longer: str, text: str) -> bool:
    """True when a line that is no label is the beginning of another."""
    return _LEAST_TITLE <= len(text) < len(longer) and longer.startswith(text)


def _without_path(texts: Sequence[str], at: int) -> int:
    """Returns the line below that is the end of this one, where this is a path that leads to the headline."""
    path = _key(texts[at])
    below = range(at + 1, min(at + 1 + _PATH_REACH, len(texts)))
    ends = (i for i in below if _LEAST_TITLE <= len(texts[i]) < len(path) and path.endswith(_key(texts[i])))
    return next(ends, at)


def _may_be_title(text: str) -> bool:
    """Says whether a line can be a headline: not long, no claim of rights, no long sentence that ends in a stop."""
    sentence = len(text) > _LONGEST_SENTENCE and text.rstrip()[-1:] in ".。।۔"
    return len(text) <= _LONGEST_TITLE and "©" not in text and not sentence


def _without_site(texts: Sequence[str], at: int) -> str:
    """Cuts the last part of "Headline | Site" where the page repeats either half by itself."""
    text = " ".join(texts[at].split())
    cuts = list(_SEPARATOR.finditer(text))
    if not cuts:
        return text
    last = cuts[-1]
    titles, site = [text[: cut.start()] for cut in cuts], text[last.end() :]
    # Of the others only those are folded that may be one of these.
    heads = {half[:1].casefold()[:1] for half in (*titles, site)}
    others = {
        " ".join(other.split()).casefold()
        for i, other in enumerate(texts)
        if i != at and other[0].casefold()[0] in heads
    }
    if (key := text.casefold()) in others or any(_begins(other, key) for other in others):
        return text
    whole = text[: last.start()] if at == 0 or site.casefold() in others else text
    return next((title for title in titles if title.casefold() in others), whole)


def find_date(reading: Reading, host: str, title: Found | None) -> Found | None:
    """Returns the likeliest of the dates; a time in the line below belongs to it."""
    texts, dates, language = reading.lines.texts, reading.dates, reading.language
    given = np.flatnonzero(reading.dated).tolist()
    if not given:
        return _find_date_slowly(texts, reading.scores, language)
    best = _likeliest(given, reading, title)
    value = str(dates[best])
    if "/" in texts[best] or language in OWN_WAYS:
        month_first = is_month_first((texts[i] for i in given), language=language, host=host)
        value = read_date(texts[best], month_first=month_first, language=language) or value
    below = texts[best + 1] if best + 1 < len(texts) else ""
    if "T" not in value and len(below) <= 20 and (time := read_time(below)):
        value = f"{value}T{time}"
    return Found(value=value, line=best)


def _likeliest(given: list[int], reading: Reading, title: Found | None) -> int:
    """Returns which of the dated lines is likeliest to give the date.

    By the title it is likelier than the model thinks; behind the article it is of a comment or another article, and far
    from the title a day of the week says that it is today's.
    """
    texts, last = reading.lines.texts, len(reading.body) - 1 - int(reading.body[::-1].argmax())
    by_title = range(title.line - _ABOVE_TITLE, title.line + _BELOW_TITLE + 1) if title else range(0)
    best, most = given[0], float("-inf")
    for i, score in zip(given, reading.scores.date[given].tolist(), strict=True):
        near = i in by_title
        score += _NEAR * near - _FAR * (i > last)
        if score > most and (near or (score := score - _FAR * names_weekday(texts[i])) > most):
            best, most = i, score
    return best


def _find_date_slowly(texts: Sequence[str], scores: LineScores, language: str) -> Found | None:
    if language in OWN_WAYS:
        short = (i for i, text in enumerate(texts) if len(text) <= _LONGEST_DATE)
        found = {i: value for i in short if (value := read_date(texts[i], language=language))}
        if found:
            best = max(found, key=lambda i: float(scores.date[i]))
            return Found(value=found[best], line=best)
    shaped = [i for i in np.flatnonzero(scores.date > _LIKELY).tolist() if _looks_dated(texts[i])]
    for i in sorted(shaped, key=lambda i: -float(scores.date[i]))[:_SLOW_TRIES]:
        if value := read_slowly(texts[i], language=language):
            return Found(value=value, line=i)
    return None


def _looks_dated(text: str) -> bool:
    return len(text) <= _LONGEST_DATE and len(re.findall(r"\d+", text)) >= 2 and bool(re.search(r"\d{4}", text))


def find_author(reading: Reading, title: Found | None) -> Found | None:
    """Returns the names in the likeliest byline, and in the lines beside it, joined by semicolons."""
    texts, scores = reading.lines.texts, reading.scores.byline + _DATED_BONUS * reading.dated
    if title:
        scores[title.line + 1 : title.line + 1 + _BYLINE_BELOW] += _CLOSE
        scores[max(0, title.line - _BYLINE_ABOVE) : title.line] += _CLOSE / 2
    best: tuple[float, int, list[str]] | None = None
    likely = np.flatnonzero(scores >= _LEAST_BYLINE - _SURE_BONUS)
    for below, i in sorted(zip((-scores[likely]).tolist(), likely.tolist(), strict=True))[:_BYLINE_TRIES]:
        if best and _SURE_BONUS - below <= best[0]:
            break
        score = _byline_score(reading, i, -below)
        least = best[0] if best else _LEAST_BYLINE
        if score >= least and (names := read_names(texts[i])):
            score -= _PICTURE * credits_picture(texts[i])
            best = (score, i, names) if score >= least else best
    if best is None:
        return _find_signature(reading, title)
    _, at, names = best
    above, below = _names_beside(reading, at, names, -1), _names_beside(reading, at, names, 1)
    return Found(value="; ".join(dict.fromkeys([*above[::-1], *names, *below])), line=at)


def _byline_score(reading: Reading, at: int, score: float) -> float:
    """Returns the log-odds of a byline by its text, too; ``score`` knows the place, which says nothing of some."""
    text = reading.lines.texts[at]
    sure = is_byline(text)
    placed = sure or (text[0].isupper() and not reading.body[at])
    return (score if placed else float(reading.scores.byline[at])) + _SURE_BONUS * sure


def _find_signature(reading: Reading, title: Found | None) -> Found | None:
    """Returns whom a line by the title or the article's end names in so many words, where the model knows no byline."""
    if title is None:
        return None
    texts, last = reading.lines.texts, int(np.flatnonzero(reading.body).max(initial=title.line))
    ends = range(title.line + 1, title.line + 1 + _BYLINE_BELOW), range(last, last + _BYLINE_ABOVE + 1)
    for lines in ends:
        signed = [i for i in lines if i < len(texts) and signs_by_itself(texts[i])]
        if names := dict.fromkeys(name for i in signed for name in read_names(texts[i])):
            return Found(value="; ".join(names), line=signed[0])
    return None


def _names_beside(reading: Reading, at: int, names: Sequence[str], step: int) -> list[str]:
    """Returns the names that lines above or below a byline go on with, where nothing but names stands in them.

    They are joined by a line like "and"; or the byline is as bare, and they follow at once and are likely another.
    """
    texts, found = reading.lines.texts, list[str]()
    bare, linked = texts[at] in names, False
    for i in range(at + step, at + step * _MOST_BESIDE, step):
        if not 0 <= i < len(texts):
            break
        text = texts[i]
        if joins_names(text):
            linked = True
            continue
        if text in names or text in found:
            continue
        if not (linked or (bare and reading.scores.byline[i] >= _BESIDE)) or read_names(text) != [text]:
            break
        found.append(text)
        linked = False
    return found


def find_section(reading: Reading, title: Found | None, taken: set[int]) -> Found | None:
    """Returns the short label above the title that the page repeats elsewhere, as menus do with sections.

    It stands directly above the title, or by itself: one label among others is an entry of a menu. Dates, signs and no
    more than one other line part it from the title.
    """
    if title is None:
        return None
    texts, firsts = reading.lines.texts, reading.firsts
    for i in range(title.line - 1, max(-1, title.line - 1 - _SECTION_REACH), -1):
        text = texts[i]
        if sum(_parts(reading, k) for k in range(i + 1, title.line)) > 1:
            break
        if i in taken or reading.announcing[i] or not _is_label(text) or (firsts == firsts[i]).sum() < 2:
            continue
        beside = [texts[k] for k in (i - 1, i + 1) if k >= 0 and k not in taken]
        if i + 1 == title.line or not any(map(_is_label, beside)):
            return Found(value=text, line=i)
    return None


def _parts(reading: Reading, at: int) -> bool:
    """False for a day, a time or a sign, such as stand between the section and its title."""
    text = reading.lines.texts[at]
    return not reading.dated[at] and len(text) > _SIGN and read_time(text) is None


def _is_label(text: str) -> bool:
    if len(text) > _SECTION_LENGTH or not text[-1].isalpha() or len(text.split()) > _SECTION_WORDS:
        return False
    return sum(map(str.isalpha, text)) >= 3


def find_site(reading: Reading, title: Found | None) -> Found | None:
    """Returns the name of the site: what the last claim of rights names, or what stands behind the headline."""
    texts = reading.lines.texts
    for i in np.flatnonzero(reading.claimed)[::-1].tolist():
        if announces(texts[i], Reason.CREDIT):
            continue
        name = _YEARS.sub(" ", texts[i]).strip(" .,|-–—:")
        name = " ".join(re.split(r"[.,|](?:\s|$)", name)[0].split())
        if 2 < len(name) <= _SITE_LENGTH and not announces(name, Reason.COPYRIGHT):
            label = name.casefold()
            # Case-folding makes no text shorter.
            short = np.flatnonzero(reading.lines.ends - reading.lines.starts <= len(label)).tolist()
            alone = [k for k in short if texts[k].casefold() == label]
            at = alone[-1] if alone else i
            return Found(value=texts[at] if at != i else name, line=at)
    return _site_behind(texts, title)


def _site_behind(texts: Sequence[str], title: Found | None) -> Found | None:
    if title is None:
        return None
    for i in {0, title.line}:
        text = " ".join(texts[i].split())
        if text.startswith(title.value) and (rest := text[len(title.value) :].strip(" |-–—•·»")):
            return Found(value=rest, line=i)
    return None
