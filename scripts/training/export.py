"""Turns a trained model into a CTranslate2 folder and that into an Argos package."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec
from numpy.typing import NDArray

from .corpus import END, START, UNKNOWN
from .model import PREFIX_SCALE, SOURCE_SCALE, Shape, Translator

LANGUAGE_NAMES = {"en": "English", "ru": "Russian"}
ARGOS_VERSION = "1.9.6"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageName:
    """What a package is called: its two language codes and its version."""

    source: str
    target: str
    version: str = "1.0"

    @property
    def folder(self) -> str:
        """The one folder inside the archive, named the way Argos names it."""
        return f"translate-{self.source}_{self.target}-{self.version.replace('.', '_')}"

    @property
    def archive(self) -> str:
        """The archive's file name."""
        return f"translate-{self.source}_{self.target}-{self.version}.argosmodel"

    def metadata(self) -> dict[str, str]:
        """The content of metadata.json; ``size_class`` is ours and other readers ignore it."""
        return {
            "package_version": self.version,
            "argos_version": ARGOS_VERSION,
            "from_code": self.source,
            "from_name": LANGUAGE_NAMES.get(self.source, self.source),
            "to_code": self.target,
            "to_name": LANGUAGE_NAMES.get(self.target, self.target),
            "type": "translate",
            "size_class": "small",
        }


def export_model(model: Translator, pieces: sentencepiece.SentencePieceProcessor, folder: Path) -> None:
    """Writes the model as an int8 CTranslate2 folder whose target vocabulary is the model's target pieces alone."""
    weights = {name: value.detach().float().cpu().numpy() for name, value in model.state_dict().items()}
    spec = specification(weights, model.shape)
    vocabulary = [pieces.id_to_piece(index) for index in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary([vocabulary[index] for index in model.target_ids.tolist()])
    spec.config.add_source_eos = True
    spec.config.unk_token = vocabulary[UNKNOWN]
    spec.config.bos_token = spec.config.decoder_start_token = vocabulary[START]
    spec.config.eos_token = vocabulary[END]
    spec.validate()
    spec.optimize("int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def specification(weights: Weights, shape: Shape) -> Any:
    """Fills CTranslate2's description of a Transformer with the weights."""
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )
    fill_ends(spec.encoder, weights, norm="encoder_norm", table="embedding", scale=SOURCE_SCALE)
    fill_ends(spec.decoder, weights, norm="decoder_norm", table="prefix_embedding", scale=PREFIX_SCALE)
    spec.decoder.projection.weight = weights["embedding.weight"][weights["target_ids"].astype(np.int64)]
    spec.decoder.projection.bias = weights["bias"]
    for side, name in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        for index, layer in enumerate(side.layer):
            fill_layer(layer, weights, f"{name}.{index}.")
    return spec


def fill_ends(side: Any, weights: Weights, *, norm: str, table: str, scale: float) -> None:
    """Sets what comes before a stack's first layer and after its last: embeddings, positions, the final norm."""
    embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
    embeddings.weight = weights[f"{table}.weight"]
    side.scale_embeddings = True
    side.position_encodings.encodings = weights["places"] * np.float32(scale)
    fill_norm(side.layer_norm, weights, norm)


def fill_layer(layer: Any, weights: Weights, prefix: str) -> None:
    """Sets one encoder or decoder layer."""
    attention = prefix + "self_attention."
    query, both = f"{attention}query", f"{attention}key_value"
    joined = layer.self_attention.linear[0]
    joined.weight = np.concatenate([weights[f"{query}.weight"], weights[f"{both}.weight"]])
    joined.bias = np.concatenate([weights[f"{query}.bias"], weights[f"{both}.bias"]])
    fill_linear(layer.self_attention.linear[1], weights, f"{attention}output")
    fill_norm(layer.self_attention.layer_norm, weights, f"{prefix}self_norm")
    if f"{prefix}cross_norm.weight" in weights:
        for index, part in enumerate(("query", "key_value", "output")):
            fill_linear(layer.attention.linear[index], weights, f"{prefix}cross_attention.{part}")
        fill_norm(layer.attention.layer_norm, weights, f"{prefix}cross_norm")
    fill_linear(layer.ffn.linear_0, weights, f"{prefix}hidden_in")
    fill_linear(layer.ffn.linear_1, weights, f"{prefix}hidden_out")
    fill_norm(layer.ffn.layer_norm, weights, f"{prefix}hidden_norm")


def fill_linear(spec: Any, weights: Weights, name: str) -> None:
    """Sets the weight and bias of a linear layer."""
    spec.weight, spec.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def fill_norm(spec: Any, weights: Weights, name: str) -> None:
    """Sets the gain and bias of a layer norm."""
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def write_package(folder: Path, name: PackageName, *, pieces_file: Path, card: str) -> None:
    """Completes a package folder that already holds ``model/``: pieces, metadata and the model card."""
    shutil.copyfile(pieces_file, folder / "sentencepiece.model")
    (folder / "metadata.json").write_text(json.dumps(name.metadata(), indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")


def zip_package(folder: Path, archive: Path) -> None:
    """Packs a package folder as an ``.argosmodel``; the same folder gives the same bytes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    partial = archive.with_name(archive.name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(Path(folder.name) / file.relative_to(folder)), date_time=ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes())
    partial.replace(archive)
