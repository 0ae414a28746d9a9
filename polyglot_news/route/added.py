"""Languages a user adds: profiles in langdetect's JSON format, of 1- to 3-grams."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

import numpy as np

from polyglot_news.errors import ConfigError
from polyglot_news.languages import bcp47, is_tag
from polyglot_news.route.script import NAMES, SCRIPT_OF, codepoints
from polyglot_news.route.weights import LETTER, ORDERS, value

ESTIMATED = 1.15
"""What makes estimated grams count as much as counted ones; fitted with langdetect's profiles as the added ones."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """A language with the script it is written in and the share of every gram among those of its length."""

    language: str
    script: int
    shares: Mapping[str, float]

    @cached_property
    def longest(self) -> int:
        """The length of the longest grams that the profile counts."""
        return max(map(len, self.shares))

    def points(self, word: str, step: float) -> int:
        """Returns what a word's grams up to ``ORDERS`` say for the language, in steps of nats.

        Grams longer than the profile's are estimated, or a profile of short ones could not stand beside the others.
        """
        padded = f" {word} "
        total = sum(LETTER for letter in word if self.share(letter)) + 0.0
        for length in range(1, ORDERS + 1):
            grams = (padded[at : at + length] for at in range(len(padded) - length + 1))
            points = sum(value(self.share(gram), length, step) for gram in grams)
            total += points * (ESTIMATED if length > self.longest else 1.0)
        return round(total)

    def share(self, gram: str) -> float:
        """Returns a gram's share; one that is too long to be counted is as frequent as its halves make it (Markov)."""
        if len(gram) <= self.longest:
            return self.shares.get(gram, 0.0)
        middle = self.share(gram[1:-1])
        return self.share(gram[:-1]) * self.share(gram[1:]) / middle if middle else 0.0


def read(path: Path) -> Added:
    """Returns the profile in a file; raises ConfigError for a file that is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        name, freq, totals = (content[key] for key in ("name", "freq", "n_words"))
        shares = _shares(freq, totals)
    except KeyError as error:
        raise ConfigError(
            f"{path} is not a language profile in langdetect's JSON format: it has no {error}."
        ) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is not a language profile in langdetect's JSON format: {error}") from error
    if not isinstance(name, str) or not is_tag(name):
        raise ConfigError(f"{path} is named {name!r}, which is no tag of a language, such as gl or sr-Latn.")
    scripts = np.bincount(SCRIPT_OF[codepoints("".join(shares))], minlength=len(NAMES))
    scripts[0] = 0
    if not scripts.any():
        raise ConfigError(f"{path} has no letters: it describes no language.")
    return Added(language=bcp47(name), script=int(scripts.argmax()), shares=shares)


def _shares(freq: Mapping[str, object], totals: Sequence[int]) -> dict[str, float]:
    """Returns the share of every gram, in small letters; raises ValueError for counts that are none."""
    shares: dict[str, float] = {}
    for gram, count in freq.items():
        if 0 < len(gram) <= len(totals):
            total = totals[len(gram) - 1]
            if not _is_count(total) or not _is_count(count) or not 0 <= count <= total or not total:
                raise ValueError(f"the count of {gram!r} is {count!r}, of {total!r} in all")
            key = gram.replace("İ", "i").lower()
            shares[key] = shares.get(key, 0.0) + count / total
    return shares


def _is_count(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
