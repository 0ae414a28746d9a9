"""Reading a glossary: a CSV file as people and spreadsheets write them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path

from polyglot_news.errors import ConfigError
from polyglot_news.glossary.terms import Glossary, Term
from polyglot_news.languages import bcp47, is_known, is_tag
from polyglot_news.normal import normalise

_DELIMITERS = ",;\t"
_TAG = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
_NAMES: Mapping[str, str] = {
    "term": "term",
    "source": "term",
    "translation": "translation",
    "target": "translation",
    "source_lang": "source_lang",
    "target_lang": "target_lang",
}
_SAVE = "Save it as UTF-8; Excel calls that CSV UTF-8."
_PLAIN = ("term", "translation")
Line = tuple[int, list[str]]


def read_glossary(path: Path) -> Glossary:
    """Returns the terms of a CSV file in UTF-8 whose cells are parted by commas, semicolons or tabs.

    The first row may name the columns: ``term, translation`` and, where a file is for several language pairs,
    ``source_lang, target_lang``; or one language a column (``ru, en, de``), for every pair of them. Without such a row
    the first two columns are term and translation. A ``|`` parts the forms of a term, or of a translation, the best
    one first. Raises ConfigError, naming the line, for what cannot be read, a column or language that is not clear, and
    a form that has two translations.
    """
    lines = list(_lines(path))
    if languages := _languages(lines[0][1] if lines else [], path):
        rows = (dict(zip(languages, cells, strict=False)) for _, cells in lines[1:])
        return Glossary(terms=tuple(_of_languages(rows)), languages=tuple(languages))
    terms: list[Term] = []
    known: dict[tuple[str, str, str], tuple[tuple[str, ...], int]] = {}
    for number, term in _terms(lines, path):
        for form in term.forms:
            before = known.setdefault((form, term.source_lang, term.target_lang), (term.targets, number))
            if before[0] != term.targets:
                raise ConfigError(f"{path}, line {number}: {form!r} has another translation in line {before[1]}.")
        terms.append(term)
    return Glossary(terms=tuple(dict.fromkeys(terms)))


def _languages(row: Sequence[str], path: Path) -> list[str]:
    """Returns the languages of the columns, none where the row is one of terms; one that may be either is refused."""
    known = [is_known(cell) for cell in row]
    if len(row) < 2 or not all(map(_TAG.fullmatch, row)) or not any(known):
        return []
    advice = "If the row is none of languages, put a row term,translation before it."
    if not all(known):
        raise ConfigError(f"{path}, line 1: {row[known.index(False)]!r} is no known language. {advice}")
    languages = [bcp47(cell) for cell in row]
    _check_once(languages, path, advice)
    return languages


def _check_once(columns: Sequence[str], path: Path, advice: str = "") -> None:
    for column in columns:
        if column and columns.count(column) > 1:
            raise ConfigError(f"{path}, line 1: the column {column!r} is there twice. {advice}".rstrip())


def _lines(path: Path) -> Iterator[Line]:
    """Yields the rows that are not blank, with the number of the line where each ends."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"Cannot read the glossary {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        fault = f"{error.reason} at byte {error.start}"
        raise ConfigError(f"The glossary {path} is not in UTF-8: {fault}. {_SAVE}") from error
    if "\0" in text:
        raise ConfigError(f"The glossary {path} is not in UTF-8: it has characters without meaning. {_SAVE}")
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    try:
        for row in reader:
            cells = [normalise(cell) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ConfigError(f"{path}, line {reader.line_num}: {error}.") from error


def _terms(lines: Sequence[Line], path: Path) -> Iterator[tuple[int, Term]]:
    header = [cell.casefold() for cell in lines[0][1]] if lines else []
    named = set(_PLAIN) <= {_NAMES.get(cell) for cell in header}
    names = [_NAMES.get(cell, "") for cell in header] if named else _PLAIN
    _check_once(names, path)
    for number, cells in lines[1:] if named else lines:
        row = dict(zip(names, cells, strict=False))
        forms, targets = (_forms(row.get(name, "")) for name in _PLAIN)
        if not forms or not targets:
            raise ConfigError(f"{path}, line {number}: a term and its translation are needed, parted by a comma.")
        languages = [_language(row, name, where=f"{path}, line {number}") for name in ("source_lang", "target_lang")]
        yield number, Term(forms=forms, targets=targets, source_lang=languages[0], target_lang=languages[1])


def _language(row: Mapping[str, str], name: str, *, where: str) -> str:
    tag = row.get(name, "")
    if tag and not is_tag(tag):
        raise ConfigError(f"{where}: {name} is {tag!r}, which is no language tag. Write one such as en, ru or zh-Hant.")
    return bcp47(tag) if tag else ""


def _of_languages(rows: Iterable[Mapping[str, str]]) -> Iterator[Term]:
    """Yields a term for every form in every language; what several rows say of it is accepted, the first is best."""
    targets: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        for (source, term), (target, translation) in permutations(row.items(), 2):
            for form in _forms(term):
                targets[form, source, target].update(dict.fromkeys(_forms(translation)))
    for (form, source, target), found in targets.items():
        if found:
            yield Term(forms=(form,), targets=tuple(found), source_lang=source, target_lang=target)


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for part in cell.split("|") if (form := part.strip())))
