"""The script of every character, and the languages each script is shared by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LIMIT = 0x30000
"""Characters from here on belong to no script of ours."""

_RANGES = {
    "Latin": "0041-005A 0061-007A 00AA 00BA 00C0-00D6 00D8-00F6 00F8-024F 0250-02AF 1E00-1EFF FB00-FB06 FF21-FF5A",
    "Cyrillic": "0400-0481 048A-052F",
    "Arabic": "0620-0652 0670-06D3 06D5-06DC 06EE-06EF 06FA-06FF 0750-077F FB50-FDFB FE70-FEFC",
    "Devanagari": "0900-0963 0971-097F",
    "Greek": "0370-0373 0376-037D 0386 0388-03FF 1F00-1FFF",
    "Armenian": "0531-0556 0561-0587 FB13-FB17",
    "Georgian": "10A0-10FF 1C90-1CBF 2D00-2D2F",
    "Hebrew": "0591-05BD 05D0-05F2 FB1D-FB4F",
    "Bengali": "0980-09E3 09F0-09F1",
    "Gurmukhi": "0A01-0A5E 0A70-0A75",
    "Gujarati": "0A81-0AE3",
    "Tamil": "0B82-0BD7",
    "Telugu": "0C00-0C63",
    "Kannada": "0C80-0CE3",
    "Malayalam": "0D00-0D63 0D7A-0D7F",
    "Thai": "0E01-0E3A 0E40-0E4E",
    "Hangul": "1100-11FF 3130-318F AC00-D7A3",
    "Kana": "3041-3096 309D-309F 30A1-30FA 30FC-30FF FF66-FF9D",
    "Han": "3005-3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-2FA1F",
}
NAMES = ("", *_RANGES)
"""Script names by number; 0 is everything that is no letter."""

SINGLE = {
    "Greek": "el",
    "Armenian": "hy",
    "Georgian": "ka",
    "Hebrew": "he",
    "Bengali": "bn",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Thai": "th",
    "Hangul": "ko",
    "Kana": "ja",
}
"""Scripts that decide at once."""

SCRIPT_WEIGHTS = np.array(
    [0.0, *(2.0 if name in ("Han", "Hangul", "Kana") else 1.0 for name in _RANGES)], dtype=np.float32
)
"""A syllable or a word sign says as much as several letters."""


def _table() -> NDArray[np.uint8]:
    table = np.zeros(LIMIT, dtype=np.uint8)
    for number, ranges in enumerate(_RANGES.values(), start=1):
        for part in ranges.split():
            low, _, high = part.partition("-")
            table[int(low, 16) : int(high or low, 16) + 1] = number
    return table


SCRIPT_OF = _table()


def codepoints(text: str) -> NDArray[np.uint32]:
    """Returns the text's characters as numbers below ``LIMIT``."""
    return np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), LIMIT - 1)


class HanOdds(dict[str, float]):
    """The log-odds of Japanese over Chinese that each character says, looked into when it is first asked for.

    Characters that are common in one of them speak with the odds in ``common``, others by the repertoires they belong
    to: GB 2312 and Big5 (Chinese), Shift_JIS (Japanese). Traditional forms, which both write, say nothing.
    """

    def __init__(self, common: Mapping[str, float]) -> None:
        self._common = common

    def __missing__(self, char: str) -> float:
        odds = self[char] = self._odds(char) if "\u3400" <= char <= "\u9fff" else 0.0
        return odds

    def _odds(self, char: str) -> float:
        simplified, traditional = _in(char, "gb2312"), _in(char, "big5")
        if traditional and not simplified:
            return 0.0
        return self._common.get(char) or 3.0 * (_in(char, "shift_jis") - (simplified or traditional))

    def of(self, text: str) -> float:
        """Returns the log-odds of a text in Han characters alone."""
        return sum(map(self.__getitem__, text))


def traditional_odds(text: str) -> int:
    """Returns by how many characters Chinese is rather traditional: those of Big5 alone less those of GB 2312 alone."""
    return sum(map(_is_traditional, text))


@lru_cache(maxsize=20_000)
def _is_traditional(char: str) -> int:
    """Returns 1 for a character that is only traditional, -1 for one that is only simplified."""
    return _in(char, "big5") - _in(char, "gb2312") if "\u4e00" <= char <= "\u9fff" else 0


def _in(char: str, encoding: str) -> bool:
    return bool(char.encode(encoding, "ignore"))
