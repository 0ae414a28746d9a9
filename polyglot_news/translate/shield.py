"""Keeping what must not be translated out of a model's sight: addresses, placeholders, tags, terms of a glossary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polyglot_news.glossary import Terms
from polyglot_news.protected import protected_spans

MASK = "%s"
"""Of fifteen masks that were tried, models copy this one most often: they have seen it in software."""
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shielded:
    """A text as what the model may see (``between``, one more than the items) and what it may not (``items``)."""

    between: tuple[str, ...]
    items: tuple[str, ...]

    @property
    def masked(self) -> str:
        """The text with a mask in the place of every item."""
        return MASK.join(self.between)

    def unmasked(self, target: str) -> str | None:
        """Returns a translation of ``masked`` with the items in it, in their order; None when masks were lost."""
        parts = target.split(MASK)
        return _woven(parts, self.items) if len(parts) == len(self.between) else None

    @property
    def pieces(self) -> list[str]:
        """What there is to translate between the items."""
        return [piece.strip() for piece in self.between if _WORD.search(piece)]

    def joined(self, targets: Mapping[str, str]) -> str:
        """Returns the items with the translations of the pieces between them."""
        return _woven([_edged(piece, targets.get(piece.strip(), piece.strip())) for piece in self.between], self.items)


def shield(text: str, terms: Terms) -> Shielded:
    """Returns a text cut at everything that must come through; a term of the glossary as its translation."""
    spans = [(start, end, text[start:end]) for start, end in protected_spans(text)]
    spans = sorted([*spans, *((hit.start, hit.end, hit.translation) for hit in terms.find(text))])
    edges = [0, *(edge for start, end, _ in spans for edge in (start, end)), len(text)]
    between = tuple(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return Shielded(between=between, items=tuple(item for _, _, item in spans))


def _woven(between: list[str], items: tuple[str, ...]) -> str:
    return "".join(part for pair in zip(between, [*items, ""], strict=True) for part in pair)


def _edged(piece: str, target: str) -> str:
    """Gives a translation the white space of its piece's ends, or the punctuation there where it has lost its own.

    A word right behind an address would become part of it.
    """
    if not _WORD.search(piece):
        return piece
    before, after = _edge(piece, target), _edge(piece[::-1], target[::-1])[::-1]
    return f"{before}{target}{after}"


def _edge(piece: str, target: str) -> str:
    """Returns what belongs before a translation."""
    if piece[0].isspace():
        return " "
    first = _WORD.search(piece)
    return piece[: first.start()] if first and _WORD.match(target) else ""
