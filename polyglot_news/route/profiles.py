"""The language profiles: n-gram counts of every language, read once into arrays."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.errors import ConfigError
from polyglot_news.languages import primary
from polyglot_news.route.added import Added, read
from polyglot_news.route.packed import Arrays, unpack
from polyglot_news.route.script import LIMIT, NAMES, SINGLE, HanOdds
from polyglot_news.route.weights import ORDERS

COMMON = 5.0
"""Nats from which on a gram is one that a language's words are made of."""

SPACE, UNKNOWN, FIRST_LETTER = 1, 2, 3
"""Numbers of characters: the edge of a word, one outside the alphabet, the alphabet's first."""

FILE = "profiles.bin"
ROW_BITS, ROW_MASK = np.uint64(24), np.uint64((1 << 24) - 1)
_MIX, _MIX_AGAIN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The profiles of the languages that share a script.

    ``letters`` numbers the alphabet. A key is a gram, a byte a character, the last one lowest. ``entries``, where
    :func:`find` finds them, are keys, each with a row of ``values`` in its lowest 24 bits. A row has a column a
    language, in units of ``step`` nats, and zeros up to a multiple of four columns; grams that say the same share one,
    and row 0 says nothing. ``added`` are the user's own profiles, the last of ``languages``, and stand in no row.
    ``words`` remembers what words add up to.
    """

    script: int
    languages: tuple[str, ...]
    letters: NDArray[np.uint8]
    displacements: NDArray[np.uint8]
    entries: NDArray[np.uint64]
    values: NDArray[np.uint16]
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
    han: HanOdds

    @property
    def latin(self) -> Group:
        """The languages in Latin letters."""
        return next(group for group in self.groups if NAMES[group.script] == "Latin")


_CODES = {"Latin": "Latn", "Cyrillic": "Cyrl", "Arabic": "Arab", "Devanagari": "Deva"}
_LOCK = threading.Lock()
_loaded: tuple[tuple[Path, ...], Profiles] | None = None


def load(extra: Sequence[Path] = ()) -> None:
    """Reads the profiles now rather than at the first text; ``extra`` are further files in langdetect's JSON format.

    ``{"name": "gl", "freq": {gram: count}, "n_words": [n1, n2, n3]}``. They hold until profiles are loaded again. For a
    file that is none, or of a language that is known already, ``ConfigError`` is raised, and all stays as it was.
    """
    _keep(tuple(extra))


def profiles() -> Profiles:
    """Returns the profiles, reading them the first time."""
    return _loaded[1] if _loaded else _keep(None)


def languages() -> frozenset[str]:
    """Returns the languages that texts can be found to be in, those of added profiles too."""
    return frozenset(profiles().languages)


def _keep(extra: tuple[Path, ...] | None) -> Profiles:
    """Reads the profiles unless they are there, with any further ones where ``extra`` is None."""
    global _loaded
    with _LOCK:
        if _loaded is None or (extra is not None and _loaded[0] != extra):
            _loaded = extra or (), _read(extra or ())
        return _loaded[1]


def _read(extra: Sequence[Path]) -> Profiles:
    header, arrays = unpack(FILE)
    groups = tuple(_group(entry, arrays, step=header["step"]) for entry in header["groups"])
    added = [(path, read(path)) for path in extra]
    for path, each in added:
        _check_added(path, each, groups, others=[other for _, other in added if other is not each])
    groups = tuple(_with_added(group, [each for _, each in added]) for group in groups)
    languages = tuple(sorted({*SINGLE.values(), "zh", *(tag for group in groups for tag in group.languages)}))
    return Profiles(
        languages=languages,
        groups=groups,
        columns={tag: i for i, tag in enumerate(languages)},
        han=HanOdds({c: n * header["step"] for c, n in header["han"].items()}),
    )


def _group(entry: Mapping[str, Any], arrays: Arrays, *, step: float) -> Group:
    return Group(
        script=NAMES.index(entry["script"]),
        languages=tuple(entry["languages"]),
        letters=arrays[f"{entry['script']} letters"],
        displacements=arrays[f"{entry['script']} displacements"],
        entries=arrays[f"{entry['script']} entries"],
        values=arrays[f"{entry['script']} values"],
        step=step,
    )


def _with_added(group: Group, added: Sequence[Added]) -> Group:
    own = tuple(each for each in added if each.script == group.script)
    return replace(group, languages=(*group.languages, *(each.language for each in own)), added=own, words={})


def find(group: Group, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Returns the row of every key, 0 where the group does not have it.

    Hash and displace (Belazzougui, Botelho and Dietzfelbinger 2009): the keys that share a bucket are moved together,
    by the displacement that was found to lead each to a place of its own.
    """
    hashes = hashed(keys)
    moved = group.displacements.take(top_bits(hashes, len(group.displacements)))
    entries = group.entries.take(places(hashes, moved, len(group.entries)))
    rows: NDArray[np.int64] = ((entries & ROW_MASK) * (entries >> ROW_BITS == keys)).view(np.int64)
    return rows


def hashed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Returns numbers whose highest bits tell the keys' buckets."""
    return keys * _MIX


def places(hashes: NDArray[np.uint64], moved: NDArray[np.uint8], size: int) -> NDArray[np.int64]:
    """Returns the one place among ``size``, a power of two, where the entry of each key can be."""
    mixed = hashes ^ np.multiply(moved, _MIX, dtype=np.uint64)
    mixed *= _MIX_AGAIN
    return top_bits(mixed, size)


def top_bits(hashes: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Returns as many of the highest bits as numbers below ``size``, a power of two, have."""
    return (hashes >> np.uint64(65 - size.bit_length())).view(np.int64)


def is_word(known: Profiles, letters: str) -> bool:
    """True when one language of the Latin script knows every longest gram of these letters as a common one."""
    group = known.latin
    numbers = [SPACE, *(int(group.letters[min(ord(c), LIMIT - 1)]) for c in letters.lower()), SPACE]
    size = min(ORDERS, len(numbers))
    grams = [bytes(numbers[i : i + size]) for i in range(len(numbers) - size + 1)]
    rows = find(group, np.array([int.from_bytes(gram, "big") for gram in grams], dtype=np.uint64))
    return bool(rows.all() and group.values[rows].min(axis=0).max() * group.step >= COMMON)


def _check_added(path: Path, profile: Added, groups: Sequence[Group], *, others: Sequence[Added]) -> None:
    """Raises ConfigError for an added profile that would stand in nobody's column or in another's.

    A language that is known in one script can be added in another, which its tag then names (``sr-Latn``).
    """
    beside = {tag for group in groups if group.script == profile.script for tag in group.languages}
    known = {*SINGLE.values(), "zh", *(tag for group in groups for tag in group.languages)}
    language = primary(profile.language)
    taken = beside if f"-{_CODES.get(NAMES[profile.script])}" in profile.language else known
    if language in taken or any(language == primary(other.language) for other in others):
        raise ConfigError(f"{path} describes {profile.language!r}, which is known already.")
    if not beside:
        raise ConfigError(f"{path} is in a script of which no language is told from another by its letters' order.")
