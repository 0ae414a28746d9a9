"""Trains a small translation model from pairs of sentences and packs it the way Argos does.

    python scripts/train_model.py train.en-ru.tsv.gz --source ru --target en --work work/ru-en --minutes 100 \
        --dev dev.en-ru.tsv.gz --out translate-ru_en-1.0.argosmodel

The work folder keeps the pieces, the alignment and a checkpoint; ``--resume`` goes on from there, and ``--minutes 0
--resume`` only packs. ``--start`` goes on from the weights of a package instead; put its ``sentencepiece.model`` into
the work folder first. Needs the packages torch, sentencepiece, ctranslate2 and numpy.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from numpy.typing import NDArray
from training.align import align, load_links, save_links
from training.corpus import END, PADDING, START, UNKNOWN, EncodedPairs, TextPair, encode_pairs, read_pairs, train_pieces
from training.export import PackageName, export_model, write_package, zip_package
from training.initial import initialise
from training.loop import Batcher, Plan, State, evaluate, resume, start, train
from training.model import Shape, Translator
from training.packed import start_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The files of one training, all in one folder."""

    folder: Path

    @property
    def pieces(self) -> Path:
        """The SentencePiece model."""
        return self.folder / "sentencepiece.model"

    @property
    def links(self) -> Path:
        """The word alignment of the training pairs."""
        return self.folder / "links.npz"

    @property
    def checkpoint(self) -> Path:
        """Weights, optimisers and learning curve."""
        return self.folder / "checkpoint.pt"


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, or goes on training, and writes the package when ``--out`` is given."""
    options = parser().parse_args(arguments)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    work = Work(folder=options.work)
    work.folder.mkdir(parents=True, exist_ok=True)
    pairs = [pair for file in options.pairs for pair in read_pairs(file, source=options.source, target=options.target)]
    pieces = load_pieces(work, pairs, size=options.vocabulary)
    encoded = encode_pairs(pairs, pieces, weights=dict(options.weight), longest=options.longest)
    state, batcher, plan = prepare(options, work, encoded, pieces)
    dev = dev_batcher(options, pieces, state.exact)
    train(state, batcher, dev, plan)
    if options.out:
        pack(options, state, dev, pieces, work)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = result.add_argument
    add("pairs", type=Path, nargs="+", help="TAB-separated en, ru, origin; .gz is unpacked")
    add("--source", default="ru", choices=["en", "ru"])
    add("--target", default="en", choices=["en", "ru"])
    add("--work", type=Path, required=True, help="folder for pieces, alignment and checkpoint")
    add("--dev", type=Path, help="held-out pairs for the learning curve, never trained on")
    add("--out", type=Path, help="the .argosmodel to write at the end")
    add("--card", type=Path, help="README.md of the package; without it a short one is made")
    add(
        "--start",
        type=Path,
        metavar="PACKAGE",
        help="unpacked package of this script whose weights are learned on from",
    )
    add("--resume", action="store_true", help="go on from the work folder's checkpoint")
    add("--minutes", type=float, default=60.0, help="wall-clock time to train; the rate reaches zero at its end")
    add("--device", default="cpu", choices=["cpu", "cuda"])
    add("--threads", type=int, default=2)
    add(
        "--weight",
        type=weight,
        action="append",
        default=[],
        metavar="ORIGIN=W",
        help="how often an epoch sees an origin",
    )
    add("--vocabulary", type=int, default=8000, help="SentencePiece pieces, shared by both languages")
    add("--longest", type=int, default=100, help="leave out pairs with a longer side, in pieces")
    add("--tokens", type=int, default=2000, help="padded pieces of a batch, a side")
    add("--rate", type=float, default=3e-3)
    add("--decay", type=float, default=0.5, help="share of the training over which the rate falls")
    add("--guide", type=float, default=1.0, help="weight of the alignment loss at the start")
    add("--save-minutes", type=float, default=5.0)
    add("--width", type=int, default=256)
    add("--hidden", type=int, default=1024)
    add("--heads", type=int, default=4)
    add("--encoder-layers", type=int, default=3)
    add("--decoder-layers", type=int, default=1)
    add("--smoothing", type=float, default=0.0, help="label smoothing")
    add("--dropout", type=float, default=0.0)
    add("--seed", type=int, default=1)
    return result


def weight(text: str) -> tuple[str, float]:
    """Reads ``origin=1.5``."""
    origin, _, value = text.rpartition("=")
    return origin, float(value)


def load_pieces(work: Work, pairs: list[TextPair], *, size: int) -> sentencepiece.SentencePieceProcessor:
    """Loads the work folder's pieces, training them first when they are missing."""
    if not work.pieces.exists():
        train_pieces(pairs, size=size, prefix=work.pieces.with_suffix(""))
    return sentencepiece.SentencePieceProcessor(model_file=str(work.pieces))


def prepare(
    options: argparse.Namespace, work: Work, encoded: EncodedPairs, pieces: sentencepiece.SentencePieceProcessor
) -> tuple[State, Batcher, Plan]:
    """Makes the model, fresh or from the checkpoint, and the batches it learns from."""
    size = pieces.get_piece_size()
    target_ids = np.unique(np.concatenate([*encoded.targets, [UNKNOWN, START, END, PADDING]])).astype(np.int64)
    model = Translator(make_shape(options, size, len(target_ids)), torch.from_numpy(target_ids))
    plan = make_plan(options, work)
    if options.resume and work.links.exists():
        links = load_links(work.links)
    else:
        alignment = align(encoded, size=size)
        links = alignment.links
        save_links(links, work.links)
        initialise(model, alignment.lexicon, encoded)
    if options.start:
        start_from(model, options.start, pieces)
    state = start(model, plan)
    if options.resume and work.checkpoint.exists():
        resume(state, work.checkpoint)
    return state, Batcher(encoded, target_ids, pieces=size, links=links), plan


def make_shape(options: argparse.Namespace, pieces: int, targets: int) -> Shape:
    """The sizes that the command line asks for."""
    return Shape(
        vocabulary=pieces,
        targets=targets,
        width=options.width,
        hidden=options.hidden,
        heads=options.heads,
        encoder_layers=options.encoder_layers,
        decoder_layers=options.decoder_layers,
        dropout=options.dropout,
    )


def make_plan(options: argparse.Namespace, work: Work) -> Plan:
    """The schedule that the command line asks for."""
    return Plan(
        minutes=options.minutes,
        checkpoint=work.checkpoint,
        tokens=options.tokens,
        rate=options.rate,
        decay=options.decay,
        guide=options.guide,
        smoothing=options.smoothing,
        save_minutes=options.save_minutes,
        seed=options.seed,
        device=options.device,
    )


def dev_batcher(
    options: argparse.Namespace, pieces: sentencepiece.SentencePieceProcessor, model: Translator
) -> Batcher | None:
    """The held-out pairs, when there are any."""
    if options.dev is None:
        return None
    pairs = read_pairs(options.dev, source=options.source, target=options.target)
    encoded = encode_pairs(pairs, pieces, weights={}, longest=options.longest)
    target_ids: NDArray[np.int64] = model.target_ids.cpu().numpy()
    return Batcher(encoded, target_ids, pieces=pieces.get_piece_size())


def pack(
    options: argparse.Namespace,
    state: State,
    dev: Batcher | None,
    pieces: sentencepiece.SentencePieceProcessor,
    work: Work,
) -> None:
    """Writes the package of the better of the last and the averaged weights."""
    name = PackageName(source=options.source, target=options.target)
    folder = work.folder / name.folder
    export_model(better(state, dev, options.device), pieces, folder / "model")
    card = options.card.read_text(encoding="utf-8") if options.card else short_card(name, state.curve)
    write_package(folder, name, pieces_file=work.pieces, card=card)
    zip_package(folder, options.out)


def better(state: State, dev: Batcher | None, device: str) -> Translator:
    """The averaged weights, or the last ones where those have the lower mean loss on the held-out pairs."""
    if dev is None:
        return state.average
    models = (state.average, state.exact)
    return min(models, key=lambda model: float(np.mean(list(evaluate(model, dev, device).values()))))


def short_card(name: PackageName, curve: list[dict[str, Any]]) -> str:
    """A model card with what the training itself knows."""
    points = "\n".join(json.dumps(point) for point in curve)
    return (
        f"# {name.folder}\n\nA small model made by scripts/train_model.py.\n\nLearning curve:\n\n```\n{points}\n```\n"
    )


if __name__ == "__main__":
    main()
