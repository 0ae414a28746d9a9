"""How well the lines of a page fit the profile of every language: one pass of array operations a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from polyglot_news.route.profiles import SPACE, Group, Profiles, find
from polyglot_news.route.script import NAMES, SCRIPT_OF, SCRIPT_WEIGHTS, SINGLE, codepoints
from polyglot_news.route.weights import ORDERS

Scores = NDArray[np.float32]

IMPOSSIBLE = -1e6
"""The score of a language that is not written in the line's script."""
READ = 1000
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
    if not texts:
        return np.empty((0, len(profiles.languages)), dtype=np.float32)
    lines = [_plain(sample(text, READ)) for text in texts]
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
        scores[row, profiles.columns["ja"]] = profiles.han.of(sample(texts[row], READ))
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
    return np.asarray((counts * SCRIPT_WEIGHTS).argmax(axis=1))


def _fit(group: Group, page: str, inside: NDArray[np.bool_], line_of: NDArray[np.intp]) -> Scores:
    """Returns the sum of the group's values over the n-grams of every line.

    ``inside`` marks the letters of the group's script. A word is added up once and remembered.
    """
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts = edges[::2]
    ends = np.minimum(edges[1::2], starts + LONGEST_WORD)
    words = [page[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    vectors = np.frombuffer(b"".join(_remembered(group, words)), dtype=np.uint16).reshape(len(words), -1)
    owners = line_of[starts]
    first = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    totals = np.zeros((int(line_of[-1]) + 1, len(group.languages)), dtype=np.float32)
    sums = np.add.reduceat(vectors, first, axis=0, dtype=np.uint32)
    totals[owners[first]] = sums[:, : len(group.languages)] * np.float32(group.step)
    return totals


def _remembered(group: Group, words: Sequence[str]) -> list[bytes]:
    """Returns what each word adds up to, as the bytes of 16-bit numbers."""
    found = list(map(group.words.get, words))
    new = list({word for word, known in zip(words, found, strict=True) if known is None})
    fresh = dict(zip(new, _vectors(group, new), strict=True)) if new else {}
    if len(group.words) + len(fresh) > REMEMBERED:
        group.words.clear()
    group.words.update(fresh)
    return [known or fresh[word] for word, known in zip(words, found, strict=True)]


def _vectors(group: Group, words: Sequence[str]) -> list[bytes]:
    """Returns for each word its sums in the group's languages, as the bytes of 16-bit numbers."""
    starts = np.cumsum([0, *(len(word) + 1 for word in words[:-1])])
    rows = find(group, _grams(group.letters.take(codepoints("\n" + "\n".join(words) + "\n"))))
    four_at_once = group.values.view(np.uint64)
    sums = np.add.reduceat(four_at_once.take(rows, axis=0), starts * ORDERS, axis=0).view(np.uint16)
    if group.added:
        points = [[language.points(word, group.step) for language in group.added] for word in words]
        counted = len(group.languages) - len(group.added)
        sums = np.hstack([sums[:, :counted], np.array(points, dtype=np.uint16)])
    packed, width = sums.tobytes(), sums.itemsize * sums.shape[1]
    return [packed[at : at + width] for at in range(0, len(packed), width)]


def _grams(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Returns the keys of the n-grams of words that stand between gaps, ``ORDERS`` for each place but the first.

    They are those of each length that end there, 0 for one that does not lie in a word. The gap before a word and the
    one after it belong to it.
    """
    gap = letters == 0
    codes = np.where(gap, SPACE, letters).astype(np.uint64)
    size = len(letters) - 1
    keys = np.zeros((size, ORDERS), dtype=np.uint64)
    keys[:, 0] = letters[1:]
    grown = codes
    whole = np.ones(size, dtype=np.bool_)
    for n in range(1, ORDERS):
        grown = grown[1:] | (codes[:-n] << np.uint64(8 * n))
        if n > 1:
            whole = whole[1:] & ~gap[1 : size - n + 2]
        keys[n - 1 :, n] = grown * whole
    return keys.ravel()
