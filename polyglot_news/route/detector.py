"""langdetect's detector: the second voice where profiles and page leave running text in doubt.

langdetect's module-level factory is read lazily and without a lock, so that threads race for it, and takes 0.4 s and
140 MB. Here its counts lie in a file of ours (``scripts/pack_langdetect.py``), mapped into memory once, under a lock,
and a gram's shares are computed when a text first has it: the same answers at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.languages import bcp47
from polyglot_news.route.packed import Arrays, unpack

SEED = 0
COUNTS = "langdetect.bin"
_LOCK = threading.Lock()
_CHARACTER_BITS = 21


class _Shares(Mapping[str, NDArray[np.float64]]):
    """gram → its share among the grams of its length, a language each, as ``Detector`` looks them up."""

    def __init__(self, counted: Arrays) -> None:
        self._counted = counted
        self._known: dict[str, NDArray[np.float64] | None] = {}

    def __getitem__(self, gram: str) -> NDArray[np.float64]:
        found = self._look_up(gram)
        if found is None:
            raise KeyError(gram)
        return found

    def __contains__(self, gram: object) -> bool:
        return self._look_up(str(gram)) is not None

    def __iter__(self) -> Iterator[str]:
        return map(_gram, self._counted["grams"].tolist())

    def __len__(self) -> int:
        return len(self._counted["grams"])

    def _look_up(self, gram: str) -> NDArray[np.float64] | None:
        if gram not in self._known:
            self._known[gram] = self._shares(gram)
        return self._known[gram]

    def _shares(self, gram: str) -> NDArray[np.float64] | None:
        counted, key = self._counted, np.uint64(gram_key(gram))
        at = int(counted["grams"].searchsorted(key))
        if at == len(self) or counted["grams"][at] != key:
            return None
        own = slice(*counted["starts"][at : at + 2].tolist())
        totals = counted["totals"][len(gram) - 1]
        counts = np.zeros(len(totals))
        counts[counted["columns"][own]] = counted["counts"][own]
        return np.asarray(counts / totals)


def gram_key(gram: str) -> int:
    """Returns a gram of one to three characters as a number, the last character lowest."""
    key = 0
    for character in gram:
        key = key << _CHARACTER_BITS | ord(character)
    return key


def _gram(key: int) -> str:
    return (_gram(key >> _CHARACTER_BITS) if key >> _CHARACTER_BITS else "") + chr(key % (1 << _CHARACTER_BITS))


def opinion(text: str) -> dict[str, float]:
    """Returns what langdetect's detector says of a text: language (BCP-47) → probability, those above 0.1.

    The same for the same text in every thread and process; nothing for a text without letters it knows.
    """
    from langdetect import LangDetectException

    from polyglot_news.route.array_detector import ArrayDetector

    detector = ArrayDetector(_ready())
    detector.append(text)
    try:
        return {bcp47(each.lang): float(each.prob) for each in detector.get_probabilities()}
    except LangDetectException:
        return {}


def languages() -> frozenset[str]:
    """Returns the languages that langdetect has profiles of."""
    return frozenset(bcp47(tag) for tag in _ready().get_lang_list())


def _ready() -> Any:
    with _LOCK:
        return _factory()


@cache
def _factory() -> Any:
    from langdetect import DetectorFactory

    header, counted = unpack(COUNTS)
    factory = DetectorFactory()
    factory.set_seed(SEED)
    factory.langlist = header["languages"]
    factory.word_lang_prob_map = _Shares(counted)
    return factory
