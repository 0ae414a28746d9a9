"""The extract stage of one input after the other: pages → articles, routed segments and rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TypeVar

from polyglot_news.config import Config
from polyglot_news.errors import ConfigError
from polyglot_news.extract import AT_ONCE, Evidence, extract, extract_dumps
from polyglot_news.files import fingerprint
from polyglot_news.languages import same_language
from polyglot_news.read import STAGE, load
from polyglot_news.records import Action, Article, Kind, Page, Record, Reject, RoutedSegment, Segment
from polyglot_news.route import identify, identify_all, languages, route_all
from polyglot_news.route import load as load_profiles
from polyglot_news.run.documents import Found, documents
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import NOBODY, TOGETHER, Watch
from polyglot_news.segment import segments

REJECTED_TEXT = 2_000
LONGEST_SENTENCE = 50_000
"""Characters of a segment beyond which it is skipped as ``too_long``."""

_MOST_TOGETHER = 64
"""Pages that are held before they are extracted."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the extract stage is told; ``routed`` is False where the articles alone are wanted."""

    target: str | None = None
    sources: frozenset[str] | None = None
    residue: str = "drop"
    langs_extra: tuple[Path, ...] = ()
    evidence: Evidence | None = None
    routed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A page, or what became of it already, and the step at which it is worked on."""

    step: int
    item: Page | Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """An article and its segments, which are still to be routed; ``text`` counts the characters of a dump."""

    article: Article
    segments: list[Segment]
    text: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article with its routed segments in page order.

    ``seen`` counts what each step was given, so that what one of them loses shows in the report: segments, blocks, and
    ``text``, the characters of a dump that are no white space. Of HTML nobody can say beforehand what is text.
    """

    article: Article
    segments: list[RoutedSegment]
    seen: Mapping[str, int] = field(default_factory=dict)


def extract_items(
    shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, settings: Extraction
) -> Iterator[Extracted | Reject]:
    """Yields, for every input of a shard in its order, what became of it.

    Dumps are extracted several at a time; in a shard that a worker has died of one by one, so that it shows of which.
    """
    load_profiles(settings.langs_extra)
    turns: list[_Turn] = []
    size = 0
    for found in documents(shard, quarantine, watch):
        turn = _Turn(step=found.step, item=_safely(partial(_load, found, shard), found.item))
        length = len(turn.item.text) if isinstance(turn.item, Page) else 0
        if turns and (shard.retried or size + length > AT_ONCE or len(turns) >= _MOST_TOGETHER):
            yield from _take_turns(turns, settings, watch)
            turns, size = [], 0
        turns.append(turn)
        size += length
    yield from _take_turns(turns, settings, watch)
    watch(NOBODY)


def extraction(config: Config, *, evidence: Evidence | None) -> Extraction:
    """Returns what the extract stage is told."""
    return Extraction(
        target=config.to or None,
        sources=frozenset(config.from_) or None,
        residue=config.residue,
        langs_extra=config.langs_extra,
        evidence=evidence,
    )


def check_sources(config: Config) -> None:
    """Raises ConfigError for a language to translate from that no text would ever be in, so that no run is lost to it.

    Profiles that the user adds are read for it, and refused where they are none.
    """
    if not config.from_ and not config.langs_extra:
        return
    load_profiles(config.langs_extra)
    known = sorted(languages())
    for language in config.from_:
        if not any(same_language(language, tag) for tag in known):
            near = get_close_matches(language, known, n=1, cutoff=0.6)
            advice = f" Did you mean {near[0]!r}?" if near else ""
            raise ConfigError(
                f"--from {language}: no text is ever found to be in that language.{advice} "
                f"There are: {', '.join(known)}; --langs-extra adds one."
            )


def _load(found: Found, shard: Shard) -> Page | Reject:
    """Returns a document's page, or the reject that stands for it."""
    item = found.item
    if isinstance(item, Reject):
        return item
    if copy := shard.duplicates.get(found.spot):
        return Reject(source=item.source, stage=STAGE, reason=copy.reason, detail=copy.original, page_id=item.id or "")
    if found.spot in shard.repeated_ids:
        item = replace(item, id=f"{item.id}:{fingerprint(item.source)[:8]}")
    return load(item)


def _take_turns(turns: Sequence[_Turn], settings: Extraction, watch: Watch) -> Iterator[Extracted | Reject]:
    """Yields what becomes of each document; while one is worked on, its step is at hand, TOGETHER while several are."""
    dumps = [turn.item for turn in turns if isinstance(turn.item, Page) and turn.item.kind is Kind.DUMP]
    read = extract_dumps(dumps, identify=identify_all, evidence=settings.evidence)
    together = _ahead(read, watch) if len(dumps) > 1 else read
    found: list[_Cut | Reject] = []
    for turn in turns:
        watch(turn.step)
        item = turn.item
        found.append(item if isinstance(item, Reject) else _safely(partial(_cut, item, together, settings), item))
    cut = [each for each in found if isinstance(each, _Cut)]
    routed = _route(cut, settings) if settings.routed else repeat([], len(cut))
    routed = _ahead(routed, watch) if len(cut) > 1 else routed
    for turn, each in zip(turns, found, strict=True):
        watch(turn.step)
        yield each if isinstance(each, Reject) else _safely(partial(_routed, each, routed, settings), each.article)


def _ahead(results: Iterator[Result], watch: Watch) -> Iterator[Result]:
    """Works out what several pages take together; where one of them makes that fail, nothing comes of it."""
    watch(TOGETHER)
    try:
        return iter(list(results))
    except Exception:
        return iter(())


def _safely(work: Callable[[], Result], item: Record | Page | Article | Reject) -> Result | Reject:
    """Catches whatever a page makes a library do: one page must not end a run of millions."""
    page_id = getattr(item, "id", "") or ""
    try:
        return work()
    except MemoryError:
        return Reject(source=item.source, stage="extract", reason="memory", page_id=page_id)
    except RecursionError:
        return Reject(source=item.source, stage="extract", reason="too_deep", page_id=page_id)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:REJECTED_TEXT]
        return Reject(source=item.source, stage="extract", reason="error", detail=detail, page_id=page_id)


def _article(page: Page, together: Iterator[Article | Reject], settings: Extraction) -> Article | Reject:
    if page.kind is Kind.DUMP:
        # Where one of them makes the others fail, each is read by itself.
        with suppress(Exception):
            return next(together)
    return extract(page, identify=identify, evidence=settings.evidence)


def _cut(page: Page, together: Iterator[Article | Reject], settings: Extraction) -> _Cut | Reject:
    article = _article(page, together, settings)
    if not isinstance(article, Article):
        return article
    cut = list(segments(article)) if settings.routed else []
    text = written(page.text) if page.kind is Kind.DUMP and settings.routed else 0
    return _Cut(article=article, segments=cut, text=text)


def _route(pages: Sequence[_Cut], settings: Extraction) -> Iterator[list[RoutedSegment]]:
    return route_all(
        [(page.segments, page.article.declared_language) for page in pages],
        target=settings.target,
        sources=settings.sources,
        residue="keep" if settings.residue == "keep" else "drop",
    )


def _routed(page: _Cut, together: Iterator[list[RoutedSegment]], settings: Extraction) -> Extracted:
    try:
        routed = next(together)
    except Exception:  # where one makes the others fail, each is routed by itself
        routed = next(_route([page], settings))
    kept = [_bounded(segment) for segment in routed]
    seen = {"text": page.text, "blocks": len(page.article.blocks), "segments": len(page.segments)}
    return Extracted(article=page.article, segments=kept, seen=seen)


def written(text: str) -> int:
    """Returns how many characters are no white space."""
    return len("".join(text.split()))


def _bounded(routed: RoutedSegment) -> RoutedSegment:
    """Leaves out what no engine could translate as one sentence."""
    if len(routed.segment.text) <= LONGEST_SENTENCE or routed.action is not Action.TRANSLATE:
        return routed
    return replace(routed, action=Action.SKIP, reason="too_long")
