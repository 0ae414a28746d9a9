"""Reads the weights of a package back, so that training can go on from what ships.

The inverse of ``export.py``. Weights were rounded to eight bits when they were packed; what that loses is far below
what a few steps of training change.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import sentencepiece
import torch
from numpy.typing import NDArray

from .export import Weights
from .model import Translator

# The numbers that CTranslate2's model_spec gives to the types of stored arrays.
DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
JOINED = "self_attention/linear_0"


@torch.no_grad()
def start_from(model: Translator, package: Path, pieces: sentencepiece.SentencePieceProcessor) -> None:
    """Gives a fresh model the weights of an unpacked package with the same shape and the same pieces.

    Raises ValueError when the target vocabularies differ.
    """
    words = json.loads((package / "model" / "target_vocabulary.json").read_text(encoding="utf-8"))
    if words != [pieces.id_to_piece(index) for index in model.target_ids.tolist()]:
        raise ValueError(f"{package} was trained on another target vocabulary")
    with (package / "model" / "model.bin").open("rb") as file:
        stored = read_weights(file)
    values = parameters(stored, model.shape.width)
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.tensor(values[name]))


def read_weights(file: BinaryIO) -> Weights:
    """Returns the arrays of a CTranslate2 ``model.bin`` by name, eight-bit ones multiplied out."""
    unpack(file, "I")
    text(file)
    unpack(file, "I")
    stored = dict(array(file) for _ in range(unpack(file, "I")))
    return {
        name: value.astype(np.float32) / stored[f"{name}_scale"][:, None] if f"{name}_scale" in stored else value
        for name, value in stored.items()
    }


def array(file: BinaryIO) -> tuple[str, NDArray[np.float32]]:
    """Reads one named array."""
    name = text(file)
    shape = [unpack(file, "I") for _ in range(unpack(file, "B"))]
    kind = DTYPES[unpack(file, "B")]
    return name, np.frombuffer(file.read(unpack(file, "I")), dtype=kind).reshape(shape)


def text(file: BinaryIO) -> str:
    """Reads a string that ends with a zero byte."""
    return file.read(unpack(file, "H"))[:-1].decode()


def unpack(file: BinaryIO, kind: str) -> int:
    """Reads one number."""
    return int(struct.unpack(kind, file.read(struct.calcsize(kind)))[0])


def parameters(stored: Weights, width: int) -> Weights:
    """Renames CTranslate2's arrays to the model's parameters, and parts those that were joined."""
    values = {
        "embedding.weight": stored["encoder/embeddings_0/weight"],
        "prefix_embedding.weight": stored["decoder/embeddings/weight"],
        "bias": stored["decoder/projection/bias"],
    }
    for name, value in stored.items():
        side, _, rest = name.partition("/")
        layer, _, part = rest.partition("/")
        if layer == "layer_norm":
            values[f"{side}_norm.{norm_part(part)}"] = value
        elif layer.startswith("layer_"):
            values.update(layer_parameters(f"{side}.{layer.removeprefix('layer_')}.", part, value, width))
    return values


PARTS = {
    "self_attention/linear_1": "self_attention.output",
    "self_attention/layer_norm": "self_norm",
    "attention/linear_0": "cross_attention.query",
    "attention/linear_1": "cross_attention.key_value",
    "attention/linear_2": "cross_attention.output",
    "attention/layer_norm": "cross_norm",
    "ffn/linear_0": "hidden_in",
    "ffn/linear_1": "hidden_out",
    "ffn/layer_norm": "hidden_norm",
}


def layer_parameters(prefix: str, part: str, value: NDArray[np.float32], width: int) -> Weights:
    """Returns the parameters that one array of a layer holds: two for the joined ones, none for its settings."""
    place, _, kind = part.rpartition("/")
    if place == JOINED:
        attention = f"{prefix}self_attention."
        return {f"{attention}query.{kind}": value[:width], f"{attention}key_value.{kind}": value[width:]}
    return {f"{prefix}{PARTS[place]}.{norm_part(kind)}": value} if place in PARTS else {}


def norm_part(name: str) -> str:
    """CTranslate2 calls a norm's weight and bias after the paper's letters."""
    return {"gamma": "weight", "beta": "bias"}.get(name, name)
