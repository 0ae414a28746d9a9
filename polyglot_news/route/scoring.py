"""How well the lines of a page fit the profile of every language: one pass of array operations a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from polyglot_news.route.profiles import ORDERS, SPACE, Group, Profiles, find
from polyglot_news.route.script import NAMES, SCRIPT_OF, SINGLE, WEIGHTS, codepoints, han_odds

Scores = NDArray[np.float32]

IMPOSSIBLE = -1e6
"""The score of a language that is not written in the line's script."""
LONGEST = 1000
"""Characters of a line that are looked at: more of them change no decision."""
_HAN, _KANA = NAMES.index("Han"), NAMES.index("Kana")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def score(profiles: Profiles, texts: Sequence[str]) -> Scores:
    """Returns a row a text and a column a language: the log-likelihood up to a constant a row.

    Languages not written in a text's main script are ``IMPOSSIBLE``; a text without letters has a row of those.
    """
    codes, line_of = _page(texts)
    scripts = _scripts(SCRIPT_OF[codes], line_of, len(texts))
    scores = np.full((len(texts), len(profiles.languages)), IMPOSSIBLE, dtype=np.float32)
    for script in np.unique(scripts[scripts > 0]):
        if tag := SINGLE.get(NAMES[script]):
            scores[scripts == script, profiles.columns[tag]] = 0.0
    for group in profiles.groups:
        rows = np.flatnonzero(scripts == group.script)
        if len(rows):
            columns = np.array([profiles.columns[tag] for tag in group.languages])
            scores[np.ix_(rows, columns)] = _fit(group, codes, line_of)[rows]
    for row in np.flatnonzero(scripts == _HAN).tolist():
        scores[row, profiles.columns["ja"]] = han_odds(texts[row][:LONGEST], profiles.han)
        scores[row, profiles.columns["zh"]] = 1.0
    return scores


def _page(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Returns the characters of all texts, a line break after each, and the number of the text each belongs to."""
    lines = [_plain(text[:LONGEST]) for text in texts]
    codes = codepoints("\n" + "\n".join(lines) + "\n")
    line_of = np.repeat(np.arange(len(lines), dtype=np.int32), [len(line) + 1 for line in lines])
    return codes, np.concatenate([np.zeros(1, dtype=np.int32), line_of])


def _plain(text: str) -> str:
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        text = text if is_normalized("NFC", text) else normalize("NFC", text)
        text = text.replace("İ", "i")
    return text.lower()


def _scripts(script_of: NDArray[np.uint8], line_of: NDArray[np.int32], lines: int) -> NDArray[np.intp]:
    """Returns the main script of every line, 0 for one without letters; kana among Han makes it Japanese."""
    counts = np.bincount(line_of * len(NAMES) + script_of, minlength=lines * len(NAMES)).reshape(lines, -1)
    mixed = counts[:, _KANA] * 12 > counts[:, _HAN]
    counts[:, _KANA] += np.where(mixed, counts[:, _HAN], 0)
    return np.asarray((counts * WEIGHTS).argmax(axis=1))


def _fit(group: Group, codes: NDArray[np.uint32], line_of: NDArray[np.int32]) -> Scores:
    """Returns the sum of the group's values over the n-grams of every line."""
    letters = group.letters[codes]
    letters[(letters == 0) | (SCRIPT_OF[codes] != group.script)] = SPACE
    gap = letters == SPACE
    keep = ~gap | np.concatenate([[True], ~gap[:-1]])
    letters, owner, gap = letters[keep], line_of[keep], gap[keep]
    keys, valid = _grams(letters, gap)
    rows = find(group, keys[valid])
    hit = rows >= 0
    owners = np.broadcast_to(owner[:, None], valid.shape)[valid][hit]
    totals = np.zeros((int(line_of[-1]) + 1, len(group.languages)), dtype=np.float32)
    if len(owners):
        starts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
        totals[owners[starts]] = np.add.reduceat(group.values.take(rows[hit], axis=0), starts, axis=0, dtype=np.uint16)
    return totals * np.float32(group.step)


def _grams(letters: NDArray[np.uint8], gap: NDArray[np.bool_]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Returns the keys of the n-grams that end at each character, a column a length, and which of them lie in a word.

    The space before a word and the one after it belong to it.
    """
    size = len(letters)
    keys = np.zeros((size, ORDERS), dtype=np.uint64)
    valid = np.zeros((size, ORDERS), dtype=np.bool_)
    keys[:, 0] = letters
    valid[:, 0] = ~gap
    inner = np.ones(size, dtype=np.bool_)
    for n in range(1, ORDERS):
        keys[n:, n] = keys[n:, n - 1] | (letters[:-n].astype(np.uint64) << np.uint64(8 * n))
        if n > 1:
            inner[n:] &= ~gap[1 : size - n + 1]
        valid[n:, n] = inner[n:]
    return keys, valid
