"""Trains the judge of HTML lines on labelled pages and writes its numbers.

    uv run --with lightgbm scripts/train_html_judge.py DATA [--out polyglot_news/extract/html/judge.npz] [--folds 5]

``DATA`` holds one folder a set: ``truth.json.gz`` maps a page's id to ``{"site", "body", "optional", "with",
"without"}``, ``html/<id>.html.gz`` is the page. ``body`` is the text of the article; ``optional`` texts are neither
asked for nor wrong; where there is no body, lines are labelled by the snippets ``with`` and ``without``.

``--folds`` first prints the scores by set (see ``scoring.py``) of articles on sites the judge has not seen, from that
many folds over sites, the whole extraction run with a judge trained on the other sites' pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from courlan import extract_domain
from scoring import Table, tokens_of

from polyglot_news.extract.evidence import Evidence, LineCounts
from polyglot_news.extract.html import extract_html
from polyglot_news.extract.html.answers import opinion
from polyglot_news.extract.html.features import describe
from polyglot_news.extract.html.judge import LEAVES, forest
from polyglot_news.extract.html.markup import Line, parse, visible_lines
from polyglot_news.read.page import load
from polyglot_news.records import Article, Kind, Page, Record
from polyglot_news.route import identify

# What says how large a page is tells one labelled page from another, and is learned by heart.
BY_HEART = r"page_.*|kept_page|kept_count|from_start|from_end|.*_(size|count)"
# Judges that go by different columns err on different pages: one knows the extractor's answer, the other the outline.
VOICES = (
    (0.7, re.compile(rf"{BY_HEART}|up_.*|depth|article_(number|held)|heading_.*|titles|from_title|told.*")),
    (0.3, re.compile(rf"{BY_HEART}|kept.*")),
)
"""The weight of each judge, and the columns that it does not see."""
ROUNDS = 350
PARAMETERS = {
    "objective": "binary",
    "num_leaves": LEAVES,
    "learning_rate": 0.04,
    "min_child_samples": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}
_COVERED = 0.8
_UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One labelled page: a row, a label (1 article, 0 not, -1 unknown) and a number of tokens a line."""

    folder: str
    site: str
    page: Page
    evidence: Evidence
    truth: dict[str, Any]
    names: tuple[str, ...]
    rows: np.ndarray
    labels: np.ndarray
    tokens: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """A line weighs what it contributes to its page's score, and a little for being a line."""
        article = max(self.tokens[self.labels == 1].sum(), 1)
        weights = np.minimum(self.tokens / article * 10 + 0.05, 3.0)
        return np.where(self.labels == _UNKNOWN, 0.0, weights)


def samples(data: Path) -> Iterator[Sample]:
    """Yields the labelled pages of all sets in order."""
    for truth_file in sorted(data.glob("*/truth.json.gz")):
        truths = json.loads(gzip.decompress(truth_file.read_bytes()))
        folder = truth_file.parent / "html"
        pages = {
            name: load(Record(source=name, path=folder / f"{name}.html.gz", kind=Kind.HTML)) for name in sorted(truths)
        }
        counts = LineCounts()
        for page in pages.values():
            if isinstance(page, Page):
                counts.add(page)
        evidence = counts.finish()
        for name, page in pages.items():
            if isinstance(page, Page) and (sample := _sample(truth_file.parent.name, page, truths[name], evidence)):
                yield sample


def _sample(folder: str, page: Page, truth: dict[str, Any], evidence: Evidence) -> Sample | None:
    tree = parse(page.text)
    lines = [] if tree is None else visible_lines(tree)
    if tree is None or not lines:
        return None
    names, rows = describe(lines, opinion(tree, lines))
    tokens = [tokens_of(line.text) for line in lines]
    return Sample(
        folder=folder,
        site=extract_domain(truth.get("url") or "") or str(truth["site"]),
        page=page,
        evidence=evidence,
        truth=truth,
        names=names,
        rows=rows,
        labels=_by_body(lines, tokens, truth) if truth.get("body") else _by_snippets(lines, truth),
        tokens=np.array([len(words) for words in tokens]),
    )


def _by_body(lines: list[Line], tokens: list[list[str]], truth: dict[str, Any]) -> np.ndarray:
    """Labels the lines most of whose n-grams are in the body; what repeats an earlier line is unknown."""
    body = tokens_of(truth["body"])
    known = {n: set(_grams(body, n)) for n in range(1, 5)}
    labels = np.zeros(len(lines), dtype=int)
    said: set[tuple[str, ...]] = set()
    for at, words in enumerate(tokens):
        grams = _grams(words, min(4, len(words)))
        labels[at] = bool(grams) and sum(gram in known[len(gram)] for gram in grams) >= _COVERED * len(grams)
        if labels[at] and len(grams) >= 8:
            if sum(gram in said for gram in grams) > _COVERED * len(grams):
                labels[at] = _UNKNOWN
            said.update(grams)
    _trust_neighbours(labels, tokens)
    optional = {" ".join(text.split()) for text in truth.get("optional") or ()}
    labels[[not label and line.text in optional for label, line in zip(labels, lines, strict=True)]] = _UNKNOWN
    return labels


def _trust_neighbours(labels: np.ndarray, tokens: list[list[str]]) -> None:
    """A single word, or a text that stands on the page again, is of the article only beside other lines of it."""
    counts: dict[tuple[str, ...], int] = {}
    for words in tokens:
        counts[tuple(words)] = counts.get(tuple(words), 0) + 1
    sure = np.array([label == 1 and len(words) > 1 and counts[tuple(words)] == 1
                     for label, words in zip(labels, tokens, strict=True)])  # fmt: skip
    for at in np.flatnonzero((labels == 1) & ~sure):
        near = sure[max(at - 2, 0) : at + 3]
        labels[at] = int(near.any())


def _grams(words: list[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + n]) for at in range(len(words) - n + 1)] if n else []


def _by_snippets(lines: list[Line], truth: dict[str, Any]) -> np.ndarray:
    labels = np.full(len(lines), _UNKNOWN)
    for at, line in enumerate(lines):
        if any(len(text) > 15 and " ".join(text.split()) in line.text for text in truth.get("with") or ()):
            labels[at] = 1
        if any(len(text) > 5 and len(text) > len(line.text) / 2 and " ".join(text.split()) in line.text
               for text in truth.get("without") or ()):  # fmt: skip
            labels[at] = 0
    return labels


def train(pages: Sequence[Sample]) -> dict[str, np.ndarray]:
    """Returns the judge learned from the pages: the trees of all voices, each with its weight."""
    voices = [arrays(_voice(pages, unseen), weight) for weight, unseen in VOICES]
    return joined(voices)


def _voice(pages: Sequence[Sample], unseen: re.Pattern[str]) -> lightgbm.Booster:
    columns = [at for at, name in enumerate(pages[0].names) if not unseen.fullmatch(name)]
    rows = np.concatenate([page.rows[:, columns] for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    names = [pages[0].names[column] for column in columns]
    data = lightgbm.Dataset(rows[weights > 0], labels[weights > 0], weight=weights[weights > 0], feature_name=names)
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def cross_validate(pages: Sequence[Sample], folds: int) -> Table:
    """Returns the scores of articles on sites that the judge was not trained on."""
    table = Table()
    for fold in range(folds):
        judge = forest(train([page for page in pages if _fold(page, folds) != fold]))
        for page in pages:
            if _fold(page, folds) == fold:
                found = extract_html(page.page, identify=identify, evidence=page.evidence, judge=judge)
                table.add(page.folder, page.truth, found if isinstance(found, Article) else None)
    return table


def _fold(page: Sample, folds: int) -> int:
    return zlib.crc32(page.site.encode()) % folds


def arrays(judge: lightgbm.Booster, weight: float) -> dict[str, np.ndarray]:
    """Returns the trees as the arrays that :func:`polyglot_news.extract.html.judge.forest` reads, answers weighed."""
    nodes: list[tuple[int, float, int]] = []
    roots: list[int] = []
    leaves = np.zeros((judge.num_trees(), LEAVES), dtype=np.float32)
    for number, tree in enumerate(judge.dump_model()["tree_info"]):
        roots.append(len(nodes))
        _walk(tree["tree_structure"], nodes, leaves[number], 0)
        if roots[-1] == len(nodes):
            nodes.append((0, float("inf"), 255))
    column, threshold, mask = zip(*nodes, strict=True)
    return {
        "names": np.array(judge.feature_name()),
        "column": np.array(column, dtype=np.int16),
        "threshold": np.array(threshold, dtype=np.float32),
        "mask": np.array(mask, dtype=np.uint8),
        "roots": np.array(roots, dtype=np.int32),
        "leaves": leaves * np.float32(weight),
    }


def joined(voices: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Returns the trees of several judges as those of one, whose sum is the sum of theirs."""
    names = sorted({str(name) for voice in voices for name in voice["names"]})
    place = {name: at for at, name in enumerate(names)}
    nodes = np.cumsum([0, *(len(voice["column"]) for voice in voices[:-1])])
    columns = [np.array([place[str(name)] for name in voice["names"]])[voice["column"]] for voice in voices]
    roots = [voice["roots"] + at for voice, at in zip(voices, nodes, strict=True)]
    return {
        "names": np.array(names),
        "column": np.concatenate(columns).astype(np.int16),
        "roots": np.concatenate(roots).astype(np.int32),
        **{name: np.concatenate([voice[name] for voice in voices]) for name in ("threshold", "mask", "leaves")},
    }


def _walk(node: dict[str, Any], nodes: list[tuple[int, float, int]], leaves: np.ndarray, first: int) -> int:
    """Writes the tree below ``node``, leaves numbered from left to right, and returns the number after its last."""
    if "leaf_value" in node:
        leaves[first] = node["leaf_value"]
        return first + 1
    at = len(nodes)
    nodes.append((0, 0.0, 0))
    middle = _walk(node["left_child"], nodes, leaves, first)
    end = _walk(node["right_child"], nodes, leaves, middle)
    lost = sum(1 << leaf for leaf in range(first, middle))
    # Rounding down keeps the test what it was: the features are single-precision numbers.
    nodes[at] = (node["split_feature"], float(np.nextafter(np.float32(node["threshold"]), np.float32(-np.inf)))
                 if np.float32(node["threshold"]) > node["threshold"] else node["threshold"], 255 - lost)  # fmt: skip
    return end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("polyglot_news/extract/html/judge.npz"))
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    pages = list(samples(arguments.data))
    if arguments.folds:
        print(cross_validate(pages, arguments.folds))
    np.savez_compressed(arguments.out, allow_pickle=False, **train(pages))
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
