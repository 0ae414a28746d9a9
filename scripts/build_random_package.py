"""Builds an Argos package of any shape from random weights, in seconds and without training.

The model copies: the first cross-attention of the decoder attends from each target position to the same source
position, so output lengths are those of the input and end where it ends, as a bench needs. All other weights are
random and small; they cost what trained weights cost. ``--loop`` makes the model say one word forever instead.

    build_random_package.py OUT.argosmodel --from ru --to en --layers 6 --width 512 --vocabulary 32000 --text FILE
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

POSITIONS = 512
LOOP_POSITION = 1
SPECIALS = ("<unk>", "<s>", "</s>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The size of a transformer; ``width`` is a multiple of 64 per head."""

    layers: int = 1
    width: int = 128
    heads: int = 2
    feed_forward: int = 256
    seed: int = 1


def train_sentencepiece(text: Path, prefix: Path, vocabulary: int) -> list[str]:
    """Trains ``prefix.model`` on a text and returns its pieces; where a small text has too few, others fill up."""
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(prefix), vocab_size=vocabulary, model_type="unigram", num_threads=2,
        character_coverage=1.0, hard_vocab_limit=False, input_sentence_size=50_000, shuffle_input_sentence=False,
        bos_id=1, eos_id=2, unk_id=0, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
    pieces = [str(processor.id_to_piece(i)) for i in range(processor.get_piece_size())]
    return pieces + [f"<unused{i}>" for i in range(vocabulary - len(pieces))]


def copying_model(vocabulary: list[str], shape: Shape, *, loop: bool = False) -> transformer_spec.TransformerSpec:
    """A transformer whose target is its source, or with ``loop`` one that never ends."""
    random = np.random.default_rng(shape.seed)
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.layers, shape.layers), shape.heads, pre_norm=True, activation=common_spec.Activation.RELU
    )
    half = shape.width // 2
    tokens = np.hstack([_signs(random, len(vocabulary), half), np.zeros((len(vocabulary), half))])
    places = np.hstack([np.zeros((POSITIONS, half)), _signs(random, POSITIONS, half)])
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = tokens.astype(np.float32)
        side.scale_embeddings = False
        side.position_encodings.encodings = places.astype(np.float32)
        _identity_norm(side.layer_norm, shape.width)
        for layer in side.layer:
            _fill(layer, shape, random)
    attention = spec.decoder.layer[0].attention
    _copy(attention, shape.width)
    if loop:
        _stare(attention, places[LOOP_POSITION])
    spec.decoder.projection.weight = (tokens * (16 / half)).astype(np.float32)
    spec.decoder.projection.bias = np.zeros(len(vocabulary), np.float32)
    _finish(spec, vocabulary)
    return spec


def _signs(random: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return random.choice([-1.0, 1.0], size=(rows, columns))


def _identity_norm(norm: common_spec.LayerNormSpec, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _linear(linear: common_spec.LinearSpec, weight: np.ndarray) -> None:
    linear.weight, linear.bias = weight.astype(np.float32), np.zeros(len(weight), np.float32)


def _fill(layer: object, shape: Shape, random: np.random.Generator) -> None:
    """Gives a layer random weights too small to disturb what passes by on the residual path."""

    def noise(rows: int, columns: int) -> np.ndarray:
        return random.normal(scale=0.01 / np.sqrt(columns), size=(rows, columns))

    width = shape.width
    attentions = [layer.self_attention] + ([layer.attention] if hasattr(layer, "attention") else [])  # type: ignore[attr-defined]
    for attention in attentions:
        sizes = [3 * width, width] if len(attention.linear) == 2 else [width, 2 * width, width]
        for linear, rows in zip(attention.linear, sizes, strict=True):
            _linear(linear, noise(rows, width))
        _identity_norm(attention.layer_norm, width)
    _linear(layer.ffn.linear_0, noise(shape.feed_forward, width))  # type: ignore[attr-defined]
    _linear(layer.ffn.linear_1, noise(width, shape.feed_forward))  # type: ignore[attr-defined]
    _identity_norm(layer.ffn.layer_norm, width)  # type: ignore[attr-defined]


def _copy(attention: object, width: int) -> None:
    """Attends from position t to source position t and brings that token over, louder than the token before it."""
    half, eye = width // 2, np.eye(width // 2)
    nothing = np.zeros((half, half))
    place = np.block([[nothing, eye], [nothing, eye]])
    token = np.block([[eye, nothing], [nothing, nothing]])
    query, key_value, output = attention.linear  # type: ignore[attr-defined]
    _linear(query, 12 * place)
    _linear(key_value, np.vstack([place, token]))
    _linear(output, 4 * token)


def _stare(attention: object, place: np.ndarray) -> None:
    """Attends to one source position whatever the target position."""
    query, half = attention.linear[0], len(place) // 2  # type: ignore[attr-defined]
    query.weight = np.zeros_like(query.weight)
    query.bias = 12 * np.concatenate([place[half:], place[half:]]).astype(np.float32)


def _finish(spec: transformer_spec.TransformerSpec, vocabulary: list[str]) -> None:
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = True
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = SPECIALS
    spec.config.decoder_start_token = SPECIALS[1]
    spec.validate()
    spec.optimize("int8")


def save_package(folder: Path, spec: transformer_spec.TransformerSpec, **metadata: object) -> Path:
    """Writes ``model/`` and ``metadata.json`` below ``folder``; the tokenizer is put there by the caller."""
    model = folder / "model"
    model.mkdir(parents=True, exist_ok=True)
    spec.save(str(model))
    facts = {"package_version": "1.0", "argos_version": "1.9", "type": "translate", **metadata}
    (folder / "metadata.json").write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return folder


def shape_of(*, layers: int, width: int) -> Shape:
    """The usual proportions: heads of 64, a feed-forward layer four times as wide."""
    return Shape(layers=layers, width=width, heads=width // 64, feed_forward=4 * width)


def build(folder: Path, *, text: Path, shape: Shape, vocabulary: int, loop: bool = False, **metadata: object) -> Path:
    """Builds a whole package with a sentencepiece tokenizer trained on ``text``."""
    folder.mkdir(parents=True)
    pieces = train_sentencepiece(text, folder / "sentencepiece", vocabulary)
    (folder / "sentencepiece.vocab").unlink()
    return save_package(folder, copying_model(pieces, shape, loop=loop), **metadata)


def zip_package(folder: Path, archive: Path) -> Path:
    """Packs a package folder as Argos does: one top-level folder in a zip."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder.parent).as_posix())
    return archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="source", default="ru")
    parser.add_argument("--to", dest="target", default="en")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--vocabulary", type=int, default=32000)
    parser.add_argument("--text", type=Path, required=True, help="text to train the tokenizer on")
    parser.add_argument("--loop", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = build(
            Path(scratch) / f"translate-{options.source}_{options.target}-1_0",
            text=options.text,
            shape=shape_of(layers=options.layers, width=options.width),
            vocabulary=options.vocabulary,
            loop=options.loop,
            from_code=options.source,
            to_code=options.target,
        )
        zip_package(folder, options.out)
    print(options.out)


if __name__ == "__main__":
    main()
