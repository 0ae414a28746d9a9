"""Whether what must not be translated came through: addresses, handles, placeholders, tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from polyglot_news.protected import is_wordless, protected_items
from polyglot_news.score.candidate import Candidate

_BY_PLACE = re.compile(r"%[-+#0-9.]*[hlzjtL]*[A-Za-z@]|\{(?::[^{}]*)?\}")
"""Placeholders that are filled in their order: ``%s``, ``{}``."""
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


def placeholders(candidate: Candidate) -> float | None:
    """Returns the share of addresses, handles, placeholders and tags of source and target that both have unchanged.

    One that only the target has counts, too, unless the source's letters or a term of the glossary have it; what is
    filled in its order and stands in another, or a tag that closes what is not open, did not come through. None when
    there is nothing of the kind; 0 when words were made of a source without any letter or digit (``★★★``).
    """
    if is_wordless(candidate.source):
        return None if is_wordless(candidate.target) else 0.0
    source, target = protected_items(candidate.source), protected_items(candidate.target)
    if not source and not target:
        return None
    wanted, there = Counter(source), Counter(target)
    total = wanted.total() + _added(there - wanted, candidate)
    if not total:
        return None
    kept = (wanted & there).total() - _moved(source, target) - max(_stray(target) - _stray(source), 0)
    return max(kept, 0) / total


def _added(more: Counter[str], candidate: Candidate) -> int:
    """Returns how many items only the target has."""
    if not more:
        return 0
    terms = (hit.translation for hit in candidate.terms.find(candidate.source))
    known, target = "\n".join([candidate.source, *terms]).casefold(), candidate.target.casefold()
    return sum(target.count(item) > known.count(item) for item in (item.casefold() for item in more))


def _moved(source: list[str], target: list[str]) -> int:
    """Returns how many placeholders that are filled in their order stand in another."""
    before, after = ([item for item in items if _BY_PLACE.fullmatch(item)] for items in (source, target))
    return sum(a != b for a, b in zip(before, after, strict=True)) if sorted(before) == sorted(after) else 0


def _stray(items: Iterable[str]) -> int:
    """Returns how many tags close what is not open."""
    opened: list[str] = []
    stray = 0
    for closing, name in (tag.groups() for item in items if (tag := _TAG.match(item))):
        if not closing:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
        else:
            stray += 1
    return stray
