"""Reads TAB-separated pairs, weighs them by source, and turns them into SentencePiece ids."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
from numpy.typing import NDArray

UNKNOWN, START, END, PADDING = 0, 1, 2, 3
DEFAULT_WEIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPair:
    """One line of the training file: a source text, its translation, and where the two come from."""

    source: str
    target: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedPairs:
    """Pairs as piece ids (no special ids), with the sampling weight and the origin of each pair."""

    sources: list[NDArray[np.int32]]
    targets: list[NDArray[np.int32]]
    weights: NDArray[np.float64]
    origins: list[str]

    def __len__(self) -> int:
        return len(self.sources)


def open_text(path: Path) -> io.TextIOBase:
    """Opens a UTF-8 text file, unpacking ``.gz`` on the way."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="\n")
    return path.open(encoding="utf-8", newline="\n")


def read_pairs(path: Path, *, source: str, target: str) -> Iterator[TextPair]:
    """Yields the pairs of a file whose columns are en, ru and (optionally) the origin.

    Raises ValueError with the line number when a line has fewer than two columns.
    """
    column = {"en": 0, "ru": 1}
    with open_text(path) as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) < 2:
                raise ValueError(f"{path}:{number}: expected en<TAB>ru<TAB>source, found one column")
            origin = fields[2] if len(fields) > 2 else "unnamed"
            yield TextPair(source=fields[column[source]], target=fields[column[target]], origin=origin)


def train_pieces(pairs: Iterable[TextPair], *, size: int, prefix: Path) -> Path:
    """Trains one unigram SentencePiece model with byte fallback on both sides and returns its file."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(text for pair in pairs for text in (pair.source, pair.target)),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        byte_fallback=True,
        character_coverage=0.9995,
        unk_id=UNKNOWN,
        bos_id=START,
        eos_id=END,
        pad_id=PADDING,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return prefix.with_name(prefix.name + ".model")


def encode_pairs(
    pairs: Iterable[TextPair],
    pieces: sentencepiece.SentencePieceProcessor,
    *,
    weights: Mapping[str, float],
    longest: int,
) -> EncodedPairs:
    """Encodes distinct pairs, leaving out empty ones and those with a side longer than ``longest`` pieces."""
    kept = list(dict.fromkeys(pair for pair in pairs if pair.source.strip() and pair.target.strip()))
    sources = pieces.encode([pair.source for pair in kept])
    targets = pieces.encode([pair.target for pair in kept])
    short = [
        index
        for index, (source, target) in enumerate(zip(sources, targets, strict=True))
        if 0 < len(source) <= longest and 0 < len(target) <= longest
    ]
    return EncodedPairs(
        sources=[np.array(sources[index], dtype=np.int32) for index in short],
        targets=[np.array(targets[index], dtype=np.int32) for index in short],
        weights=np.array([weights.get(kept[index].origin, DEFAULT_WEIGHT) for index in short]),
        origins=[kept[index].origin for index in short],
    )


def sample_epoch(pairs: EncodedPairs, random: np.random.Generator) -> NDArray[np.int64]:
    """Draws the rows of one epoch: a weight of 1.5 means every row once and half of the rows twice."""
    whole, part = np.divmod(pairs.weights, 1.0)
    repeats = whole.astype(np.int64) + (random.random(len(pairs)) < part)
    return np.repeat(np.arange(len(pairs)), repeats)


def batch_rows(
    pairs: EncodedPairs, rows: NDArray[np.int64], *, tokens: int, random: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Groups rows of similar length into batches of at most ``tokens`` padded ids a side, in random order."""
    source_lengths = np.array([len(pairs.sources[row]) + 1 for row in rows])
    target_lengths = np.array([len(pairs.targets[row]) + 1 for row in rows])
    order = np.lexsort((random.random(len(rows)), source_lengths, target_lengths // 2))
    batches: list[NDArray[np.int64]] = []
    start, widest = 0, 0
    for position, index in enumerate(order):
        wider = max(widest, int(source_lengths[index]), int(target_lengths[index]))
        if position > start and wider * (position + 1 - start) > tokens:
            batches.append(rows[order[start:position]])
            start, wider = position, max(int(source_lengths[index]), int(target_lengths[index]))
        widest = wider
    batches.append(rows[order[start:]])
    random.shuffle(batches)
    return batches
