"""How well the lines of a page fit the profile of every language: one pass of array operations a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from polyglot_news.route.profiles import SPACE, Group, Profiles, find
from polyglot_news.route.script import NAMES, SCRIPT_OF, SINGLE, WEIGHTS, codepoints, han_odds
from polyglot_news.route.weights import ORDERS

Scores = NDArray[np.float32]

IMPOSSIBLE = -1e6
"""The score of a language that is not written in the line's script."""
LONGEST = 1000
"""Characters of a text that are looked at: more of them change no decision."""
PARTS = 5
"""Pieces that a longer text is looked at in, from its beginning to its end."""
LONGEST_WORD = 60
REMEMBERED = 100_000
"""Words of a script whose sums are kept; they are few in a corpus of one language."""
_HAN, _KANA = NAMES.index("Han"), NAMES.index("Kana")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def score(profiles: Profiles, texts: Sequence[str]) -> Scores:
    """Returns a row a text and a column a language: the log-likelihood up to a constant a row.

    Languages not written in a text's main script are ``IMPOSSIBLE``; a text without letters has a row of those.
    """
    lines = [_plain(sample(text, LONGEST)) for text in texts]
    page = "\n" + "\n".join(lines) + "\n"
    script_of = SCRIPT_OF.take(codepoints(page))
    line_of = np.repeat(np.arange(-1, len(lines)), [1, *(len(line) + 1 for line in lines)])
    scripts = _scripts(script_of[1:], line_of[1:], len(lines))
    scores = np.full((len(texts), len(profiles.languages)), IMPOSSIBLE, dtype=np.float32)
    for script in set(scripts[scripts > 0].tolist()):
        if tag := SINGLE.get(NAMES[script]):
            scores[scripts == script, profiles.columns[tag]] = 0.0
    for group in profiles.groups:
        rows = np.flatnonzero(scripts == group.script)
        if len(rows):
            columns = np.array([profiles.columns[tag] for tag in group.languages])
            scores[np.ix_(rows, columns)] = _fit(group, page, script_of == group.script, line_of)[rows]
    for row in np.flatnonzero(scripts == _HAN).tolist():
        scores[row, profiles.columns["ja"]] = han_odds(sample(texts[row], LONGEST), profiles.han)
        scores[row, profiles.columns["zh"]] = 1.0
    return scores


def sample(text: str, size: int) -> str:
    """Returns a text of at most ``size`` characters whole, of a longer one pieces from all of its length."""
    if len(text) <= size:
        return text
    piece = size // PARTS - 1
    return " ".join(text[at : at + piece] for at in np.linspace(0, len(text) - piece, PARTS).astype(int).tolist())


def _plain(text: str) -> str:
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        text = text if is_normalized("NFC", text) else normalize("NFC", text)
        text = text.replace("İ", "i")
    return text.lower()


def _scripts(script_of: NDArray[np.uint8], line_of: NDArray[np.intp], lines: int) -> NDArray[np.intp]:
    """Returns the main script of every line, 0 for one without letters; kana among Han makes it Japanese."""
    counts = np.bincount(line_of * len(NAMES) + script_of, minlength=lines * len(NAMES)).reshape(lines, -1)
    mixed = counts[:, _KANA] * 12 > counts[:, _HAN]
    counts[:, _KANA] += np.where(mixed, counts[:, _HAN], 0)
    return np.asarray((counts * WEIGHTS).argmax(axis=1))


def _fit(group: Group, page: str, inside: NDArray[np.bool_], line_of: NDArray[np.intp]) -> Scores:
    """Returns the sum of the group's values over the n-grams of every line.

    ``inside`` marks the letters of the group's script. A word is added up once and remembered.
    """
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts = edges[::2]
    words = [page[a : min(b, a + LONGEST_WORD)] for a, b in zip(starts.tolist(), edges[1::2].tolist(), strict=True)]
    known = group.words
    new = _vectors(group, sorted({word for word in words if word not in known}))
    if len(known) < REMEMBERED:
        known.update(new)
    vectors = np.frombuffer(b"".join([new.get(word) or known[word] for word in words]), dtype=np.uint16)
    owners = line_of[starts]
    first = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    totals = np.zeros((int(line_of[-1]) + 1, len(group.languages)), dtype=np.float32)
    totals[owners[first]] = np.add.reduceat(
        vectors.reshape(len(words), -1), first, axis=0, dtype=np.uint32
    ) * np.float32(group.step)
    return totals


def _vectors(group: Group, words: Sequence[str]) -> dict[str, bytes]:
    """Returns for each word its sums in the group's languages, as the bytes of 16-bit numbers."""
    if not words:
        return {}
    letters = group.letters.take(codepoints("\n" + "\n".join(words) + "\n"))
    gap = letters == 0
    letters[gap] = SPACE
    keys, valid = _grams(letters, gap)
    rows = find(group, keys[valid])
    hit = rows > 0
    owner = np.repeat(np.arange(-1, len(words)), [1, *(len(word) + 1 for word in words)])
    owners = np.broadcast_to(owner[:, None], valid.shape)[valid][hit]
    sums = np.zeros((len(words), len(group.languages)), dtype=np.uint16)
    counted = group.values.shape[1]
    if len(owners):
        first = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
        values = group.values.take(rows[hit], axis=0)
        sums[owners[first], :counted] = np.add.reduceat(values, first, axis=0, dtype=np.uint16)
    for column, language in enumerate(group.added, start=counted):
        sums[:, column] = [language.points(word, group.step) for word in words]
    return {word: vector.tobytes() for word, vector in zip(words, sums, strict=True)}


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
