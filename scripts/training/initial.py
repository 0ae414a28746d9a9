"""Starts a model where word-for-word translation is nearly in place, so that little time goes into finding it out.

Two things are known before training: which pieces translate each other (the aligner's lexicon), and that the embedding
of what the decoder attends to should reach the output unchanged.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .corpus import EncodedPairs
from .model import PREFIX_SCALE, Attention, Translator

FEWEST_LINKS = 3.0


@torch.no_grad()
def initialise(model: Translator, lexicon: NDArray[np.float32], pairs: EncodedPairs) -> None:
    """Gives a fresh model the lexicon and, in its first decoder layer, a path that copies."""
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.zeros_(module.bias)
    place_sources_on_translations(model.embedding.weight, lexicon, pairs)
    model.prefix_embedding.weight.copy_(model.embedding.weight[model.target_ids] * PREFIX_SCALE)
    copy_attended_positions(model)


def place_sources_on_translations(weight: Tensor, lexicon: NDArray[np.float32], pairs: EncodedPairs) -> None:
    """Moves the vectors of pieces that mostly stand on the source side to the mean vector of their translations."""
    size = len(weight)
    as_source = np.bincount(np.concatenate(pairs.sources), minlength=size)
    as_target = np.bincount(np.concatenate(pairs.targets), minlength=size)
    moved = torch.from_numpy((as_source > 2 * as_target) & (lexicon.sum(axis=1) > FEWEST_LINKS))
    likely = np.where(lexicon > 0.5, lexicon, 0)
    shares = torch.from_numpy(likely / (likely.sum(axis=1, keepdims=True) + 1e-6)).to(weight.dtype)
    means = nn.functional.normalize(shares @ weight, dim=1)
    weight[moved] = 0.9 * means[moved] + 0.45 * weight[moved]


def copy_attended_positions(model: Translator) -> None:
    """Lets the first decoder layer pass on unchanged what it attends to."""
    attention = model.decoder[0].get_submodule("cross_attention")
    assert isinstance(attention, Attention)
    width = model.shape.width
    identity = torch.eye(width)
    attention.key_value.weight[width:] = identity
    attention.output.weight.copy_(identity)
