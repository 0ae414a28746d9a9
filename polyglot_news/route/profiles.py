"""The language profiles: n-gram counts of every language, read once into arrays."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.errors import ConfigError
from polyglot_news.route.added import Added, read
from polyglot_news.route.script import LIMIT, NAMES, SCRIPT_OF, SINGLE, codepoints
from polyglot_news.route.weights import ORDERS

COMMON = 5.0
"""Nats from which on a gram is one that a language's words are made of."""

SPACE, UNKNOWN, FIRST = 1, 2, 3
"""Numbers of characters: the edge of a word, one outside the alphabet, the alphabet's first."""

_TAKEN = -2
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The profiles of the languages that share a script.

    ``letters`` numbers the alphabet; ``keys`` are the grams, a byte a character, the last one lowest; ``values`` has a
    row a gram and a column a language, in units of ``step`` nats; ``probes`` lead from the hash of a key to its row.
    ``added`` are the user's own profiles, the last of ``languages``, and stand in no row. ``words`` remembers what
    words add up to.
    """

    script: int
    languages: tuple[str, ...]
    letters: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    values: NDArray[np.uint8]
    probes: tuple[NDArray[np.int32], ...]
    step: float
    added: tuple[Added, ...] = ()
    words: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """All profiles; ``languages`` is the order of columns in a page's scores.

    ``han`` is how many nats a Chinese character speaks for Japanese.
    """

    languages: tuple[str, ...]
    groups: tuple[Group, ...]
    columns: dict[str, int]
    han: dict[str, float]


_LOCK = threading.Lock()
_extra: tuple[Path, ...] = ()


def load(extra: Sequence[Path] = ()) -> None:
    """Reads the profiles now rather than at the first text; ``extra`` are further files in langdetect's JSON format.

    ``{"name": "gl", "freq": {gram: count}, "n_words": [n1, n2, n3]}``. A file that is none raises ``ConfigError``.
    """
    global _extra
    with _LOCK:
        if extra:
            _extra = tuple(extra)
        _read(_extra)


def profiles() -> Profiles:
    """Returns the profiles, reading them the first time."""
    with _LOCK:
        return _read(_extra)


@lru_cache(maxsize=2)
def _read(extra: tuple[Path, ...]) -> Profiles:
    import zstandard

    packed = (files("polyglot_news.route") / "data" / "profiles.zst").read_bytes()
    raw = memoryview(zstandard.ZstdDecompressor().decompress(packed))
    end = bytes(raw[:100_000]).index(b"\n")
    header = json.loads(bytes(raw[:end]))
    groups, at = [], end + 1
    added = [read(path) for path in extra]
    for entry in header["groups"]:
        group, at = _group(entry, raw, at=at, step=header["step"])
        own = tuple(each for each in added if each.script == group.script)
        groups.append(replace(group, languages=(*group.languages, *(each.language for each in own)), added=own))
    languages = tuple(sorted({*SINGLE.values(), "zh", *(tag for group in groups for tag in group.languages)}))
    _check_added(extra, added, groups)
    return Profiles(
        languages=languages,
        groups=tuple(groups),
        columns={tag: i for i, tag in enumerate(languages)},
        han={c: n * header["step"] for c, n in header.get("han", {}).items()},
    )


def _group(entry: dict[str, Any], raw: memoryview, *, at: int, step: float) -> tuple[Group, int]:
    languages, sizes = tuple(entry["languages"]), list(entry["sizes"])
    parts = []
    for order, size in enumerate(sizes, start=1):
        chars = np.frombuffer(raw, dtype=np.uint8, count=order * size, offset=at).reshape(order, size)
        parts.append(_keys(chars))
        at += order * size
    rows = sum(sizes)
    values = np.frombuffer(raw, dtype=np.uint8, count=rows * len(languages), offset=at).reshape(rows, len(languages))
    letters = np.zeros(LIMIT, dtype=np.uint8)
    letters[SCRIPT_OF > 0] = UNKNOWN
    alphabet = codepoints(str(entry["alphabet"]))
    letters[alphabet] = np.arange(FIRST, FIRST + len(alphabet))
    keys = np.concatenate(parts)
    group = Group(
        script=NAMES.index(str(entry["script"])),
        languages=languages,
        letters=letters,
        keys=keys,
        values=values,
        probes=_probes(keys),
        step=step,
    )
    return group, at + rows * len(languages)


def _keys(chars: NDArray[np.uint8]) -> NDArray[np.uint64]:
    keys = np.zeros(chars.shape[1], dtype=np.uint64)
    for column in chars:
        keys = (keys << np.uint64(8)) | column
    return keys


def _probes(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], ...]:
    """Builds hash tables until every key has a slot of its own in one of them."""
    left = np.arange(len(keys), dtype=np.int32)
    tables: list[NDArray[np.int32]] = []
    while len(left):
        bits = max(4, int(np.ceil(np.log2(len(left) * 2.5))))
        table = np.full(1 << bits, -1, dtype=np.int32)
        slots = _slots(keys[left], bits, len(tables))
        table[slots] = left
        tables.append(table)
        left = left[table[slots] != left]
    return tuple(tables)


def _slots(keys: NDArray[np.uint64], bits: int, round_: int) -> NDArray[np.int64]:
    hashes = keys * (_MULTIPLIER + np.uint64(2 * round_ * 0x51ED27))
    return (hashes >> np.uint64(64 - bits)).view(np.int64)


def find(group: Group, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Returns the row of every key, -1 where the group does not have it."""
    rows = _probe(group, keys, 0)
    left = np.flatnonzero(rows == _TAKEN)
    number = 1
    while len(left) and number < len(group.probes):
        rows[left] = _probe(group, keys[left], number)
        left = left[rows[left] == _TAKEN]
        number += 1
    rows[left] = -1
    return rows


def _probe(group: Group, keys: NDArray[np.uint64], number: int) -> NDArray[np.int32]:
    """Looks into one table: the row, -1 for an empty slot, ``_TAKEN`` for one that another key has."""
    table = group.probes[number]
    found = table.take(_slots(keys, len(table).bit_length() - 1, number))
    other = group.keys.take(found) != keys
    found[other & (found >= 0)] = _TAKEN
    return found


def is_word(known: Profiles, letters: str) -> bool:
    """True when one language of the Latin script knows every longest gram of these letters as a common one."""
    group = known.groups[0]
    numbers = [SPACE, *(int(group.letters[min(ord(c), LIMIT - 1)]) for c in letters.lower()), SPACE]
    size = min(ORDERS, len(numbers))
    grams = [bytes(numbers[i : i + size]) for i in range(len(numbers) - size + 1)]
    rows = find(group, np.array([int.from_bytes(gram, "big") for gram in grams], dtype=np.uint64))
    return bool((rows >= 0).all() and group.values[rows].min(axis=0).max() * group.step >= COMMON)


def _check_added(paths: Sequence[Path], added: Sequence[Added], groups: Sequence[Group]) -> None:
    """Raises ConfigError for an added profile that would stand in nobody's column or in another's."""
    columns = [tag for group in groups for tag in group.languages]
    for path, profile in zip(paths, added, strict=True):
        if profile.language in SINGLE.values() or columns.count(profile.language) > 1:
            raise ConfigError(f"{path} describes {profile.language!r}, which is known already.")
        if profile.language not in columns:
            raise ConfigError(f"{path} is in a script of which no language is told from another by its letters' order.")
