"""langdetect's profiles as a naive-Bayes table with one cached vector a word."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from polyglot_news.languages import bcp47

TEMPER = 0.2
"""n-grams of a word overlap, so their log-probabilities count for less than independent ones would."""
FLOOR = 5e-5
_WORD = re.compile(r"[^\W\d_]+")
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Table:
    """The log-probabilities of n-grams, one row a gram and one column a language."""

    languages: tuple[str, ...]
    rows: dict[str, int]
    logs: np.ndarray
    words: dict[str, np.ndarray] = field(default_factory=dict)


@lru_cache(maxsize=4)
def _build(extra: tuple[Path, ...]) -> Table:
    paths = sorted((Path(str(files("langdetect"))) / "profiles").iterdir()) + list(extra)
    profiles = [json.loads(path.read_text(encoding="utf-8")) for path in paths if not path.name.startswith("__")]
    profiles = [profile for profile in profiles if profile["name"] != "zh-tw"]
    grams = sorted({gram for profile in profiles for gram in profile["freq"]})
    rows = {gram: i for i, gram in enumerate(grams)}
    shares = np.zeros((len(grams), len(profiles)), dtype=np.float32)
    for column, profile in enumerate(profiles):
        for gram, count in profile["freq"].items():
            shares[rows[gram], column] = count / profile["n_words"][len(gram) - 1]
    return Table(tuple(bcp47(profile["name"]) for profile in profiles), rows, np.log(shares + FLOOR) - np.log(FLOOR))


_extra: tuple[Path, ...] = ()


def load(extra: tuple[Path, ...] = ()) -> Table:
    """Returns the table, building it once."""
    global _extra
    with _LOCK:
        _extra = extra or _extra
        return _build(_extra)


def scores(text: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Returns the languages and the tempered log-score of the text in each."""
    table = load()
    total = np.zeros(len(table.languages), dtype=np.float32)
    for word in _WORD.findall(text[:1000]):
        total += _word(table, word)
    return table.languages, total * TEMPER


def _word(table: Table, word: str) -> np.ndarray:
    known = table.words.get(word)
    if known is None:
        padded = f" {word} "
        hits = [
            row
            for size in (1, 2, 3)
            for i in range(len(padded) - size + 1)
            if (row := table.rows.get(padded[i : i + size])) is not None
        ]
        known = table.logs[hits].sum(axis=0) if hits else np.zeros(len(table.languages), dtype=np.float32)
        table.words[word] = known
    return known
