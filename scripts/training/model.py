"""A small pre-norm Transformer for translation whose weights map one to one onto CTranslate2's."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .corpus import PADDING

LONGEST = 512
LOSS_ROWS = 512
SOURCE_SCALE, PREFIX_SCALE = 0.5, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the network; ``vocabulary`` counts all pieces, ``targets`` those that the target side may use."""

    vocabulary: int
    targets: int
    width: int = 256
    hidden: int = 1024
    heads: int = 4
    encoder_layers: int = 3
    decoder_layers: int = 1
    dropout: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Summed cross-entropy and alignment losses of a batch, each with the number of positions it is summed over."""

    words: Tensor
    n_words: int
    links: Tensor
    n_links: int


def positions(width: int, length: int = LONGEST) -> Tensor:
    """Sinusoidal position encodings (length, width), the way CTranslate2 lays them out: sines, then cosines."""
    half = width // 2
    rates = torch.exp(torch.arange(half) * -(math.log(10000) / (half - 1)))
    angles = torch.arange(length)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention over short sequences, written out because batches are many and sentences short."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key_value = nn.Linear(shape.width, 2 * shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, inputs: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Returns (rows, length, width) and the attention probabilities (rows, heads, length, memory length)."""
        query = self.split(self.query(inputs))
        key, value = (self.split(part) for part in self.key_value(memory).chunk(2, dim=-1))
        scores = query @ key.transpose(-1, -2) * (query.shape[-1] ** -0.5) + mask
        shares = torch.softmax(scores, dim=-1)
        mixed = (shares @ value).transpose(1, 2).reshape(inputs.shape)
        return self.output(mixed), shares

    def split(self, inputs: Tensor) -> Tensor:
        """(rows, length, width) to (rows, heads, length, width / heads)."""
        return inputs.view(*inputs.shape[:2], self.heads, -1).transpose(1, 2)


class Layer(nn.Module):
    """One pre-norm layer: self-attention, cross-attention in the decoder, feed-forward."""

    def __init__(self, shape: Shape, *, decoder: bool) -> None:
        super().__init__()
        self.self_norm = nn.LayerNorm(shape.width)
        self.self_attention = Attention(shape)
        self.cross_norm = nn.LayerNorm(shape.width) if decoder else None
        self.cross_attention = Attention(shape) if decoder else None
        self.hidden_norm = nn.LayerNorm(shape.width)
        self.hidden_in = nn.Linear(shape.width, shape.hidden)
        self.hidden_out = nn.Linear(shape.hidden, shape.width)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(
        self, inputs: Tensor, mask: Tensor, memory: Tensor | None = None, memory_mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor | None]:
        """Returns the layer's output and, in the decoder, the cross-attention probabilities."""
        normed = self.self_norm(inputs)
        hidden = inputs + self.dropout(self.self_attention(normed, normed, mask)[0])
        shares = None
        if self.cross_attention is not None and self.cross_norm is not None:
            assert memory is not None and memory_mask is not None
            mixed, shares = self.cross_attention(self.cross_norm(hidden), memory, memory_mask)
            hidden = hidden + self.dropout(mixed)
        wide = torch.relu(self.hidden_in(self.hidden_norm(hidden)))
        return hidden + self.dropout(self.hidden_out(wide)), shares


class Translator(nn.Module):
    """Encoder and decoder with one embedding table for source, target and output.

    ``target_ids`` lists the pieces the target language uses: only they are decoder inputs and outputs, which halves
    the output layer. Batches give target ids as indices into that list.
    """

    target_ids: Tensor
    places: Tensor

    def __init__(self, shape: Shape, target_ids: Tensor) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.prefix_embedding = nn.Embedding(shape.targets, shape.width)
        self.encoder = nn.ModuleList(Layer(shape, decoder=False) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(Layer(shape, decoder=True) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.targets))
        self.register_buffer("target_ids", target_ids)
        self.register_buffer("places", positions(shape.width))
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)

    def embed(self, weight: Tensor, ids: Tensor, scale: float) -> Tensor:
        """Looks up ids, scales and adds positions."""
        vectors = functional.embedding(ids, weight) * self.shape.width**0.5
        placed: Tensor = vectors + self.places[: ids.shape[1]].to(vectors.dtype) * scale
        return placed

    def forward(self, sources: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Encodes sources (rows, length) and decodes all target prefixes (rows, length) at once.

        Returns the decoder's output (rows, length, width) and the cross-attention probabilities of each layer.
        """
        weight = self.embedding.weight
        kind = weight.dtype
        unseen = torch.finfo(torch.bfloat16).min
        source_mask = torch.zeros(sources.shape, dtype=kind, device=sources.device)
        source_mask = source_mask.masked_fill(sources == PADDING, unseen)[:, None, None, :]
        length = targets.shape[1]
        future = torch.full((length, length), unseen, dtype=kind, device=sources.device).triu(1)
        hidden = self.embed(weight, sources, SOURCE_SCALE)
        for layer in self.encoder:
            hidden, _ = layer(hidden, source_mask)
        memory = self.encoder_norm(hidden)
        hidden = self.embed(self.prefix_embedding.weight, targets, PREFIX_SCALE)
        attentions = []
        for layer in self.decoder:
            hidden, shares = layer(hidden, future, memory, source_mask)
            attentions.append(shares)
        return self.decoder_norm(hidden), attentions


class OutputLoss(torch.autograd.Function):
    """Cross-entropy of a tied output layer, a few rows at a time, with the gradient made on the way.

    The logits of a whole batch would not fit into the processor's cache; those of ``LOSS_ROWS`` rows do.
    """

    @staticmethod
    def forward(
        context: torch.autograd.function.FunctionCtx,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor,
        gold: Tensor,
        smoothing: float,
    ) -> Tensor:
        """Sums -log p(gold) over rows; hidden (rows, width), weight (vocabulary, width), gold (rows,)."""
        total = torch.zeros((), device=hidden.device)
        grad_hidden = torch.empty_like(hidden)
        grad_weight = torch.zeros_like(weight, dtype=torch.float32)
        grad_bias = torch.zeros_like(bias, dtype=torch.float32)
        for start in range(0, len(hidden), LOSS_ROWS):
            rows = slice(start, start + LOSS_ROWS)
            logits = (hidden[rows] @ weight.T).float() + bias
            logs = torch.log_softmax(logits, dim=1)
            right = gold[rows, None]
            total -= logs.gather(1, right).sum() * (1 - smoothing)
            if smoothing:
                total -= logs.mean(dim=1).sum() * smoothing
            slope = logs.exp_()
            if smoothing:
                slope -= smoothing / slope.shape[1]
            slope.scatter_add_(1, right, torch.full_like(right, -(1 - smoothing), dtype=slope.dtype))
            grad_bias += slope.sum(dim=0)
            low = slope.to(hidden.dtype)
            grad_hidden[rows] = low @ weight
            grad_weight += low.T @ hidden[rows]
        context.save_for_backward(grad_hidden, grad_weight.to(weight.dtype), grad_bias.to(bias.dtype))
        return total

    @staticmethod
    def backward(context, scale):  # type: ignore[no-untyped-def]
        """Scales the gradients that forward made."""
        grad_hidden, grad_weight, grad_bias = context.saved_tensors
        return grad_hidden * scale, grad_weight * scale, grad_bias * scale, None, None


def link_loss(attentions: Tensor, links: Tensor) -> tuple[Tensor, int]:
    """Sums -log of the heads' mean attention on the linked source position; links (rows, length), -1 is none."""
    linked = links >= 0
    mean = attentions.mean(dim=1).gather(2, links.clamp(min=0)[:, :, None])[:, :, 0]
    return -(mean[linked].float() + 1e-4).log().sum(), int(linked.sum())
