"""The frozen records that flow from stage to stage, in reading order.

::

    Bundle ─cut→ Slice ─read→ Record ─load→ Page ─extract→ Article(blocks) ─segment→ Segment
           ─route→ RoutedSegment ─translate→ Translation ─pair→ a row of pairs/

Anything left out on the way is a :class:`Reject`. Offsets (``start``, ``end``) count characters of ``Page.text``; they
are ``None`` where the text was taken out of markup.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol


class Kind(StrEnum):
    """What a page is made of."""

    HTML = "html"
    DUMP = "dump"


class Role(StrEnum):
    """What a block is to its page."""

    __hash__ = str.__hash__  # an enumeration's own takes three times as long

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE = "table"
    BYLINE = "byline"
    DATE = "date"
    SECTION = "section"
    RESIDUE = "residue"


BODY_ROLES = frozenset({Role.HEADING, Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.CAPTION, Role.TABLE})


class Action(StrEnum):
    """What happens to a segment after routing."""

    TRANSLATE = "translate"
    KEEP = "keep"
    SKIP = "skip"


class Origin(StrEnum):
    """Who made a translation."""

    MT = "mt"
    TM = "tm"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One scraped document before it is read: where it is, or its content as one row of a larger file.

    ``content`` is ``None`` while the document still lies in the file ``path``; ``kind`` is what the input said it is
    (an ``html`` or ``text`` column), ``None`` where only its content can tell.
    """

    source: str
    path: Path | None = None
    content: bytes | str | None = None
    kind: Kind | None = None
    id: str | None = None
    url: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A file that may hold many documents, not looked into yet; ``suffix`` is empty where only its content can tell."""

    source: str
    path: Path
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A run of the documents of a bundle, which one worker reads by itself.

    ``path`` is the bundle's file or its unpacked copy; ``start`` and ``end`` are byte offsets, for Parquet numbers of
    row groups, for CSV what its text stream calls positions. ``first`` numbers the first of at most ``rows`` rows,
    ``size`` is in bytes, and ``digest`` changes with the content; ``version`` is that of the file when it was cut.
    """

    source: str
    path: Path
    kind: str
    start: int
    end: int
    first: int
    rows: int
    size: int
    digest: str
    version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One scraped document as it came, decoded."""

    id: str
    source: str
    text: str
    kind: Kind
    url: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


class Block(NamedTuple):
    """A line or paragraph of a page with the role it plays and the reason it was given that role.

    A tuple, because a page has hundreds and a frozen dataclass takes four times as long to make. For a dump ``text`` is
    ``page.text[start:end]``, in a paragraph put together from several lines without the white space between these, of
    which a single space stays where a person would write one; ``dropped`` says so: ``(at, count)`` where, before
    ``text[at]``, ``count`` characters of the page are left out by then. For HTML both offsets are ``None``.
    """

    index: int  # type: ignore[assignment]
    role: Role
    text: str
    reason: str
    start: int | None = None
    end: int | None = None
    score: float | None = None
    dropped: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int] | tuple[None, None]:
        """Returns where on the page ``text[start:end]`` stands, both ends of it no white space."""
        if self.start is None:
            return None, None
        first, last = (bisect_left(self.dropped, (place,)) for place in (start + 1, end))
        before, within = (self.dropped[at - 1][1] if at else 0 for at in (first, last))
        return self.start + start + before, self.start + end + within


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page's blocks, every visible line in exactly one of them, and its metadata.

    ``date`` is ISO 8601, with the time when the page gives one. ``declared_language`` is what the page says of itself
    (``<html lang>``), ``language`` what its body is written in (BCP-47, ``und`` when unknown).
    """

    id: str
    source: str
    kind: Kind
    blocks: tuple[Block, ...]
    url: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    site: str | None = None
    language: str = "und"
    declared_language: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that are the article itself."""
        return tuple([block for block in self.blocks if block.role in BODY_ROLES])

    @property
    def text(self) -> str:
        """The article alone: its body blocks joined by newlines, white space inside a block collapsed."""
        texts = [block.text for block in self.body]
        # Asked of all of them at once, what is true of most articles costs a quarter.
        return "\n".join(texts if _is_collapsed(" ".join(texts)) else map(_collapsed, texts))


def _is_collapsed(text: str) -> bool:
    """Says whether a text has no white space but single spaces between words; other white space is not printable."""
    return text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]


def _collapsed(text: str) -> str:
    """Returns a text with every run of white space made one space; to ask first costs a third of splitting."""
    return text if _is_collapsed(text) else " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence of a block, or the whole block when it is short."""

    page_id: str
    block: int
    index: int
    role: Role
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The language of a text (BCP-47, ``und`` for none) and its probability.

    ``reason`` is ``unsure`` for a text whose language nothing tells, or what langdetect says where it was asked.
    """

    language: str
    probability: float
    reason: str = ""


class Identify(Protocol):
    """Finds the language of one text by itself, quickly and without a page around it."""

    def __call__(self, text: str, /) -> Guess: ...


class IdentifyAll(Protocol):
    """Does the same for many texts at once, each by itself.

    Below the probability ``sure`` a guess is of no use, so that nothing need be asked about it.
    """

    def __call__(self, texts: Sequence[str], /, *, sure: float = 0.0) -> list[Guess]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedSegment:
    """A segment with its language and what to do with it.

    ``reason`` is why it is skipped, else what langdetect says where it was asked, else empty.
    """

    segment: Segment
    language: str
    probability: float
    action: Action
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A source text with its translation, as an engine gives it and the translation memory keeps it.

    ``score`` is the mean log-probability of the target tokens, ``None`` where there is no model behind it;
    ``pivots`` are the languages passed through; ``glossary`` names the fixed translations that the text asks for.
    """

    source_lang: str
    target_lang: str
    source: str
    target: str
    engine: str
    model: str
    model_version: str
    score: float | None = None
    origin: Origin = Origin.MT
    pivots: tuple[str, ...] = ()
    glossary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Something left out: what, at which stage and why; ``blocks`` are the lines of a page that has no article."""

    source: str
    stage: str
    reason: str
    detail: str = ""
    page_id: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
