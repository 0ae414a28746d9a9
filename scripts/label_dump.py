"""Labels the lines of labelled dumps: which are the article's body, its title, its date, its byline.

The data folder holds one folder a set with ``truth.json.gz`` ({id: {body, title, date, authors, optional, site}}) and
the dumps ``dump_a/ID.txt.gz`` and ``dump_b/ID.txt.gz``.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from courlan import extract_domain
from numpy.typing import NDArray
from scoring import GRAM, tokens_of

from polyglot_news.extract.clues import gather
from polyglot_news.extract.evidence import Evidence, LineCounts
from polyglot_news.extract.features import Matrix, describe
from polyglot_news.extract.lines import split_lines
from polyglot_news.records import Kind, Page
from polyglot_news.route import identify

SHAPES = ("dump_a", "dump_b")
_LEAST_OVERLAP = 0.3
_CANDIDATES = 3
_LOOK_BACK = 400
_REACH = 15
_SHORT = 12
_LONGEST_BYLINE = 150
_MOSTLY = 0.5
_LEAST_WEIGHT = 0.02
_SAMPLE = 2000

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a labelled page, with the blank lines and the spaces before it.

    ``seen`` says on how many pages it stands, ``targets`` whether it is body, title, date, byline; what is ``optional``
    counts for nothing.
    """

    text: str
    gap: int = 0
    indent: int = 0
    seen: int = 0
    targets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    optional: bool = False

    @property
    def is_body(self) -> bool:
        """Whether most of the line is the article's."""
        return self.targets[0] >= _MOSTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page as numbers: features, labels, weights; ``targets`` has the columns body, title, date, byline.

    A page whose body is not known weighs nothing.
    """

    features: Matrix
    targets: Floats
    mass: Floats
    weight: Floats

    @property
    def has_article(self) -> bool:
        """Whether some line is body."""
        return bool(self.targets[:, 0].any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page, what is true of it, and its lines with their labels; ``language`` is that of its body."""

    folder: str
    site: str
    language: str
    page: Page
    evidence: Evidence
    truth: Mapping[str, Any]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place in the body where a line may come from: the line, the offset, tokens matched, tokens in all."""

    line: int
    at: int
    hits: int
    size: int


def read_labelled(data: Path) -> Iterator[Labelled]:
    """Yields every labelled dump below a folder, sets and files in order, with the evidence of its set."""
    for truths in sorted(data.glob("*/truth.json.gz")):
        truth = json.loads(gzip.decompress(truths.read_bytes()))
        for shape in SHAPES:
            pages = list(_pages(truths.parent / shape, truth))
            counts = LineCounts()
            for page in pages:
                counts.add(page)
            evidence = counts.finish()
            for page in pages:
                if page.text.strip():
                    yield _labelled(f"{truths.parent.name}/{shape}", page, truth[page.id], evidence)


def _pages(folder: Path, truth: dict[str, Any]) -> Iterator[Page]:
    for path in sorted(folder.iterdir()):
        name = path.name.split(".html")[0].split(".txt")[0]
        if name in truth:
            raw = path.read_bytes()
            text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
            yield Page(id=name, source=path.name, text=text, kind=Kind.DUMP)


def _labelled(folder: str, page: Page, truth: Mapping[str, Any], evidence: Evidence) -> Labelled:
    split = split_lines([page.text])
    texts, body = split.texts, truth.get("body") or ""
    seen = evidence.pages_with(texts)
    dates = gather(split, np.array(seen)).dates
    optional = {" ".join(text.split()) for text in truth.get("optional") or ()}
    chosen = label_body([tokens_of(text) for text in texts], tokens_of(body))
    targets = zip(chosen, _titles(texts, truth.get("title")), _dates(dates, truth), _bylines(texts, truth), strict=True)
    facts = zip(texts, split.gaps.tolist(), split.indents.tolist(), seen, targets, strict=True)
    return Labelled(
        folder=folder,
        site=extract_domain(truth.get("url") or "") or str(truth.get("site") or page.id).lower(),
        language=identify(body[:_SAMPLE]).language,
        page=page,
        evidence=evidence,
        truth=truth,
        lines=[
            Line(text=text, gap=gap, indent=indent, seen=times, targets=target,
                 optional=text in optional and target[0] < _MOSTLY)
            for text, gap, indent, times, target in facts
        ],
    )  # fmt: skip


def sample(lines: Sequence[Line], *, known: bool = True) -> Sample:
    """Returns a page's lines as numbers; ``known`` says whether it is known which of them are body."""
    lines = [line for line in lines if line.text.strip()]
    features = describe(gather(split_lines([text_of(lines)]), np.array([line.seen for line in lines])))
    tokens = np.array([len(tokens_of(line.text)) for line in lines], dtype=np.float32)
    optional = np.array([line.optional for line in lines])
    weight = np.where(optional, _LEAST_WEIGHT, np.sqrt(tokens) + 1)
    return Sample(
        features=features,
        targets=np.array([line.targets for line in lines], dtype=np.float32),
        mass=np.where(optional, 0, tokens).astype(np.float32),
        weight=(weight / weight.sum() * 100 * known).astype(np.float32),
    )


def text_of(lines: Sequence[Line]) -> str:
    """Returns the dump that has these lines."""
    return "\n".join("\n" * line.gap + " " * line.indent + line.text for line in lines)


def label_body(lines: Sequence[Sequence[str]], body: Sequence[str]) -> list[float]:
    """Returns for each line, given as tokens, the share of it that the body holds, the body read once from the top.

    The longest chain of lines whose places in the body increase is the article; then come long lines whose text the
    chain has left out, and short lines that fill a hole between two of its lines.
    """
    labels = [0.0] * len(lines)
    matches = _matches(lines, body)
    chain = _chain(matches)
    covered = np.zeros(len(body), dtype=bool)
    rest = sorted({m.line: m for m in matches}.values(), key=lambda m: -m.hits)
    done = {m.line for m in chain}
    for match in [*chain, *(m for m in rest if m.line not in done)]:
        span = covered[max(0, match.at) : match.at + match.size]
        if match.line in done or (len(span) and span.mean() < _LEAST_OVERLAP):
            labels[match.line] = match.hits / (match.size - GRAM + 1)
            span[:] = True
            done.add(match.line)
    _fill_holes(lines, body, chain, labels)
    return labels


def _matches(lines: Sequence[Sequence[str]], body: Sequence[str]) -> list[Match]:
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(body) - GRAM + 1):
        places.setdefault(tuple(body[i : i + GRAM]), []).append(i)
    found: list[Match] = []
    for number, line in enumerate(lines):
        grams = [tuple(line[i : i + GRAM]) for i in range(len(line) - GRAM + 1)]
        known = [(i, places[gram]) for i, gram in enumerate(grams) if gram in places]
        if not grams or len(known) < _LEAST_OVERLAP * len(grams):
            continue
        votes = Counter(place - i for i, at in known for place in at[:20])
        best = votes.most_common(_CANDIDATES)
        found += [Match(line=number, at=at, hits=hits, size=len(line)) for at, hits in best]
    return sorted(found, key=lambda m: (m.line, m.at))


def _chain(matches: Sequence[Match]) -> list[Match]:
    best, back = [m.hits for m in matches], [-1] * len(matches)
    for i, match in enumerate(matches):
        for j in range(max(0, i - _LOOK_BACK), i):
            other = matches[j]
            follows = other.line < match.line and other.at + 0.7 * other.size <= match.at + 2
            if follows and best[j] + match.hits > best[i]:
                best[i], back[i] = best[j] + match.hits, j
    chain: list[Match] = []
    at = int(np.argmax(best)) if matches else -1
    while at >= 0:
        chain.append(matches[at])
        at = back[at]
    return chain[::-1]


def _fill_holes(lines: Sequence[Sequence[str]], body: Sequence[str], chain: list[Match], labels: list[float]) -> None:
    spans = [(m.line, max(0, m.at), min(len(body), m.at + m.size)) for m in chain]
    if not spans:
        return
    first, last = spans[0][0], spans[-1][0]
    edges = [(max(-1, first - _REACH - 1), 0, 0), *spans, (min(len(lines), last + _REACH + 1), len(body), len(body))]
    for (above, _, start), (below, end, _) in pairwise(edges):
        for i in range(above + 1, below):
            line = list(lines[i])
            if labels[i] or not 0 < len(line) < _SHORT:
                continue
            at = next((p for p in range(start, end - len(line) + 1) if list(body[p : p + len(line)]) == line), None)
            if at is not None:
                labels[i], start = 1.0, at + len(line)


def _plain(text: object) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", str(text or "")).casefold()))


def _titles(texts: Sequence[str], title: object) -> list[float]:
    wanted = _plain(title)
    return [float(bool(wanted) and _plain(text[:400]) == wanted) for text in texts]


def _dates(dates: Sequence[str | None], truth: Mapping[str, Any]) -> list[float]:
    return [float(bool(date and date[:10] == truth.get("date"))) for date in dates]


def _bylines(texts: Sequence[str], truth: Mapping[str, Any]) -> list[float]:
    names = [f" {_plain(name)} " for name in truth.get("authors") or () if len(_plain(name)) > GRAM]
    plain = [f" {_plain(text)} " if len(text) < _LONGEST_BYLINE else "" for text in texts]
    return [float(any(name in text for name in names)) for text in plain]
