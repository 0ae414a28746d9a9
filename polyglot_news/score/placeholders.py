"""Whether what must not be translated came through: addresses, handles, placeholders, tags."""

from __future__ import annotations

import re
from collections import Counter

from polyglot_news.score.candidate import Candidate

_SIGNS = re.compile(r"[%{<@$/]|www\.")
_PROTECTED = re.compile(
    r"""
    https?://[^\s<>"«»()]+[^\s<>"«»().,;:!?]     # URL
    | www\.[^\s<>"«»()]+[^\s<>"«»().,;:!?]
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+               # e-mail address
    | (?<![\w@])@\w{2,}                          # handle
    | %(?:\(\w+\)|\d+\$)?[-+#0]*\d*(?:\.\d+)?[sdifxgucr](?![\w%])   # printf
    | \$?\{\w*\}                                 # {name}, ${name}
    | </?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>          # tag
    """,
    re.VERBOSE,
)


def placeholders(candidate: Candidate) -> float | None:
    """Returns the share of the source's addresses, handles, placeholders and tags that stand in the target unchanged.

    None when the source has none.
    """
    source = protected(candidate.source)
    if not source:
        return None
    return (source & protected(candidate.target)).total() / source.total()


def protected(text: str) -> Counter[str]:
    """Returns what of a text must survive translation letter by letter."""
    return Counter(_PROTECTED.findall(text)) if _SIGNS.search(text) else Counter()


def without_protected(text: str) -> str:
    """Returns the text with a space in the place of each of them."""
    return _PROTECTED.sub(" ", text) if _SIGNS.search(text) else text
