"""Scores articles against the ones wanted: 4-token shingles, lines, metadata.

Shingles are counted as article-extraction-benchmark does: precision and recall are means over pages. A truth is
``{"body", "optional", "title", "date", "authors"}``, each where it is known; ``optional`` texts are neither asked for
nor wrong. Dates are compared as days, titles and authors without case and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from polyglot_news.records import Article

SPACELESS = (
    "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u0e00-\u0eff"
    "\u1000-\u109f\u1780-\u17ff"
)
_TOKEN = re.compile(f"[{SPACELESS}]|(?:(?![{SPACELESS}])\\w)+")
GRAM = 4
CLEAN = 0.8
"""The share of a line's n-grams that the other text holds where the line counts as found."""

Score = tuple[float | None, float | None]
"""Precision and recall of one page; ``None`` where there is nothing to count."""
Truth = Mapping[str, Any]


def tokens_of(text: str) -> list[str]:
    """Returns words, and single characters of scripts without spaces."""
    return _TOKEN.findall(text)


def score(wanted: str, given: str, optional: Sequence[str] = ()) -> Score:
    """Returns precision and recall of a page's shingles."""
    asked, told = _shingles(wanted), _shingles(given)
    right = (asked & told).total()
    wrong = told - asked
    for text in optional:
        wrong -= _shingles(text)
    kept = right + wrong.total()
    return (right / kept if kept else None), (right / asked.total() if asked else None)


def f1(scores: Sequence[Score]) -> float:
    """Returns the F1 of the means of precision and recall over pages."""
    p, r = (mean([share for score in scores if (share := score[side]) is not None] or [0.0]) for side in (0, 1))
    return 2 * p * r / (p + r) if p + r else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    return Counter(_grams(tokens_of(text), GRAM))


def _grams(tokens: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(tokens[at : at + n]) for at in range(max(len(tokens) - n + 1, min(len(tokens), 1)))]


def line_f1(wanted: str, given: str, optional: Sequence[str] = ()) -> float:
    """Returns the F1 of clean lines among those given and of covered lines among those wanted."""
    spared = {tuple(tokens_of(text)) for text in optional}
    asked = [tokens for line in wanted.splitlines() if (tokens := tokens_of(line))]
    told = [tokens for line in given.splitlines() if (tokens := tokens_of(line)) and tuple(tokens) not in spared]
    if not asked or not told:
        return 0.0
    p, r = _found(told, asked), _found(asked, told)
    return 2 * p * r / (p + r) if p + r else 0.0


def _found(lines: Sequence[list[str]], others: Sequence[list[str]]) -> float:
    tokens = [token for line in others for token in line]
    known = {n: set(_grams(tokens, n)) for n in range(1, GRAM + 1)}
    good = []
    for line in lines:
        grams = _grams(line, min(GRAM, len(line)))
        good.append(sum(gram in known[len(gram)] for gram in grams) >= CLEAN * len(grams))
    # A single word is found only beside a found line.
    sure = [found and len(line) > 1 for found, line in zip(good, lines, strict=True)]
    near = [any(sure[max(at - 1, 0) : at + 2]) for at in range(len(lines))]
    return mean(found and beside for found, beside in zip(good, near, strict=True))


@dataclass(slots=True)
class Table:
    """Figures by set, and their means."""

    _rows: dict[str, list[tuple[Truth, Article | None]]] = field(default_factory=dict)

    def add(self, name: str, truth: Truth, article: Article | None) -> None:
        """Takes one page of the set ``name``."""
        self._rows.setdefault(name, []).append((truth, article))

    def figures(self) -> dict[str, dict[str, float]]:
        """Returns by set: ``pages``, ``shingle``, ``line``, ``title``, ``date``, ``author``, as far as labelled."""
        return {name: {"pages": len(rows), **dict(_figures(rows))} for name, rows in sorted(self._rows.items())}

    def __str__(self) -> str:
        figures = self.figures()
        columns = list(dict.fromkeys(column for row in figures.values() for column in row))
        lines = [f"{'set':<18}" + "".join(f"{column:>9}" for column in columns)]
        lines += [_row(name, [row.get(column) for column in columns]) for name, row in figures.items()]
        means = [[row[column] for row in figures.values() if column in row] for column in columns[1:]]
        return "\n".join([*lines, _row("mean", [None, *map(mean, means)])])


def _row(name: str, values: Sequence[float | None]) -> str:
    cells = ("" if value is None else str(value) if isinstance(value, int) else f"{value:.4f}" for value in values)
    return f"{name:<18}" + "".join(f"{cell:>9}" for cell in cells)


def _figures(rows: Sequence[tuple[Truth, Article | None]]) -> Iterator[tuple[str, float]]:
    bodies = [(truth["body"], article.text if article else "", truth.get("optional") or ())
              for truth, article in rows if truth.get("body")]  # fmt: skip
    if bodies:
        yield "shingle", f1([score(*body) for body in bodies])
        yield "line", mean(line_f1(*body) for body in bodies)
    for key, value in {"title": _title, "date": _date, "authors": _authors}.items():
        right = [value(article, truth[key]) for truth, article in rows if truth.get(key)]
        if right:
            yield key.removesuffix("s"), float(mean(right))


def _plain(text: object) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", str(text or "")).casefold()))


def _title(article: Article | None, wanted: str) -> bool:
    return article is not None and _plain(article.title) == _plain(wanted)


def _date(article: Article | None, wanted: str) -> bool:
    return article is not None and (article.date or "")[:10] == wanted


def _authors(article: Article | None, wanted: Sequence[str]) -> bool:
    given = (article.author or "").split(";") if article else []
    return {_plain(name) for name in given} - {""} == {_plain(name) for name in wanted}
