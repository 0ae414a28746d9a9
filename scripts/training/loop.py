"""The training loop: batches in, checkpoints and a learning curve out, on time whatever else the machine does."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from .corpus import END, PADDING, START, EncodedPairs, batch_rows, sample_epoch
from .model import OutputLoss, Translator, link_loss
from .optimiser import Muon

AVERAGE_STEPS = 400
RATE_WINDOW = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast to learn; ``tokens`` is the padded size of one side of a batch."""

    minutes: float
    checkpoint: Path
    tokens: int = 2000
    rate: float = 3e-3
    warmup_steps: int = 60
    decay: float = 0.5
    guide: float = 0.5
    smoothing: float = 0.0
    save_minutes: float = 5.0
    seed: int = 1
    device: str = "cpu"


@dataclass(slots=True, kw_only=True)
class Clock:
    """Turns a wall-clock deadline into a share of the work left, so that pauses change the end and not the slope.

    The work left is what the tokens a second of the last minutes will do until the deadline.
    """

    deadline: float
    tokens: int = 0
    marks: list[tuple[float, int]] = field(default_factory=list)

    def left(self) -> float:
        """The share of all tokens, done and to come, that is still to come: 1 at the start, 0 at the deadline."""
        now = time.time()
        self.marks = [mark for mark in self.marks if mark[0] > now - RATE_WINDOW] or self.marks[-1:]
        self.marks.append((now, self.tokens))
        since, before = self.marks[0]
        speed = (self.tokens - before) / max(now - since, 1.0)
        coming = speed * max(self.deadline - now, 0.0)
        if now >= self.deadline:
            return 0.0
        return coming / (coming + self.tokens) if coming else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded ids: sources (rows, length), target prefixes, the pieces that follow them, and their source positions."""

    sources: Tensor
    prefixes: Tensor
    gold: Tensor
    links: Tensor


@dataclass(slots=True, kw_only=True)
class State:
    """Everything that learns: exact weights, their fast copy in bfloat16, their running average, the optimisers."""

    exact: Translator
    fast: Translator
    average: Translator
    optimisers: list[torch.optim.Optimizer]
    steps: int = 0
    tokens: int = 0
    curve: list[dict[str, Any]] = field(default_factory=list)


def start(model: Translator, plan: Plan) -> State:
    """Puts a fresh model on the plan's device with its optimisers."""
    exact = model.to(plan.device)
    matrices = [p for name, p in exact.named_parameters() if p.ndim == 2 and "embedding" not in name]
    others = [p for name, p in exact.named_parameters() if p.ndim != 2 or "embedding" in name]
    optimisers: list[torch.optim.Optimizer] = [
        Muon(matrices, lr=plan.rate),
        torch.optim.AdamW(others, lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    return State(exact=exact, fast=copy.deepcopy(exact).bfloat16(), average=copy.deepcopy(exact), optimisers=optimisers)


def save(state: State, plan: Plan) -> None:
    """Writes a checkpoint whole or not at all."""
    content = {
        "exact": state.exact.state_dict(),
        "average": state.average.state_dict(),
        "optimisers": [optimiser.state_dict() for optimiser in state.optimisers],
        "shape": dataclasses.asdict(state.exact.shape),
        "steps": state.steps,
        "tokens": state.tokens,
        "curve": state.curve,
    }
    partial = plan.checkpoint.with_suffix(".partial")
    torch.save(content, partial)
    partial.replace(plan.checkpoint)


def resume(state: State, checkpoint: Path) -> None:
    """Continues from a checkpoint of the same shape."""
    content = torch.load(checkpoint, map_location="cpu", weights_only=True)
    state.exact.load_state_dict(content["exact"])
    state.average.load_state_dict(content["average"])
    state.fast.load_state_dict(content["exact"])
    for optimiser, saved in zip(state.optimisers, content["optimisers"], strict=True):
        rates = [group["lr"] for group in optimiser.param_groups]
        optimiser.load_state_dict(saved)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["initial_lr"] = rate
    state.steps, state.tokens, state.curve = content["steps"], content["tokens"], content["curve"]


class Batcher:
    """Turns rows of encoded pairs into padded tensors, with target pieces renumbered to the output layer's rows."""

    def __init__(
        self,
        pairs: EncodedPairs,
        target_ids: NDArray[np.int64],
        *,
        pieces: int,
        links: list[NDArray[np.int16]] | None = None,
    ) -> None:
        self.pairs = pairs
        self.links = links
        self.place = np.zeros(pieces, dtype=np.int64)
        self.place[target_ids] = np.arange(len(target_ids))

    def batch(self, rows: NDArray[np.int64], device: str) -> Batch:
        """Pads the rows: sources end with END, prefixes begin with START, gold ends with END."""
        sources = [np.append(self.pairs.sources[row], END) for row in rows]
        targets = [self.place[self.pairs.targets[row]] for row in rows]
        first, last, padding = (self.place[piece] for piece in (START, END, PADDING))
        links = [self.row_links(row) for row in rows]
        parts = (
            pad(sources, PADDING),
            pad([np.insert(target, 0, first) for target in targets], padding),
            pad([np.append(target, last) for target in targets], padding),
            pad(links, -1),
        )
        moved = (torch.from_numpy(part).to(device) for part in parts)
        return Batch(**dict(zip(("sources", "prefixes", "gold", "links"), moved, strict=True)))

    def row_links(self, row: int) -> NDArray[np.int64]:
        """The source position behind every target piece and, for the end, the source's end."""
        if self.links is None:
            return np.full(len(self.pairs.targets[row]) + 1, -1)
        return np.append(self.links[row], len(self.pairs.sources[row])).astype(np.int64)

    @property
    def padding(self) -> int:
        """The output layer's row for padding."""
        return int(self.place[PADDING])


def pad(ids: list[NDArray[Any]], value: int) -> NDArray[np.int64]:
    """Stacks id arrays into (rows, longest)."""
    padded = np.full((len(ids), max(map(len, ids))), value, dtype=np.int64)
    for row, values in enumerate(ids):
        padded[row, : len(values)] = values
    return padded


def losses(
    model: Translator, batch: Batch, *, padding: int, guided: int, smoothing: float
) -> tuple[Tensor, Tensor, int]:
    """Returns the mean loss a target piece, the mean alignment loss, and the number of target pieces."""
    hidden, attentions = model(batch.sources, batch.prefixes)
    real = (batch.gold != padding).view(-1).nonzero()[:, 0]
    hidden = hidden.reshape(-1, hidden.shape[-1])[real]
    weight = model.embedding.weight[model.target_ids]
    total: Tensor = OutputLoss.apply(  # type: ignore[no-untyped-call]
        hidden, weight, model.bias, batch.gold.view(-1)[real], smoothing
    )
    links, count = link_loss(attentions[guided], batch.links)
    return total / len(real), links / max(count, 1), len(real)


def learn(state: State, batch: Batch, *, padding: int, guide: float, smoothing: float) -> tuple[float, float]:
    """Takes one step and returns the two losses."""
    words, links, count = losses(state.fast, batch, padding=padding, guided=0, smoothing=smoothing)
    torch.autograd.backward(words + guide * links)
    with torch.no_grad():
        for exact, fast in zip(state.exact.parameters(), state.fast.parameters(), strict=True):
            exact.grad = fast.grad.float() if fast.grad is not None else None
            fast.grad = None
        torch.nn.utils.clip_grad_norm_([p for group in state.optimisers[1].param_groups for p in group["params"]], 1.0)
    for optimiser in state.optimisers:
        optimiser.step()
    refresh(state)
    state.steps += 1
    state.tokens += count + int((batch.sources != PADDING).sum())
    return float(words), float(links)


@torch.no_grad()
def refresh(state: State) -> None:
    """Copies the exact weights into the fast ones and moves the average towards them."""
    move = max(1 / AVERAGE_STEPS, 1 / (state.steps + 1))
    parts = (state.exact.parameters(), state.fast.parameters(), state.average.parameters())
    for exact, fast, average in zip(*parts, strict=True):
        fast.copy_(exact)
        average.lerp_(exact, move)


def set_rate(state: State, plan: Plan, left: float) -> None:
    """Warms up, holds, then falls linearly to zero over the last ``plan.decay`` of the tokens."""
    factor = min(1.0, (state.steps + 1) / plan.warmup_steps) * min(1.0, left / plan.decay)
    for optimiser in state.optimisers:
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * factor


@torch.no_grad()
def evaluate(model: Translator, batcher: Batcher, device: str) -> dict[str, float]:
    """Mean loss a target piece on held-out pairs, by origin."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    everything = np.arange(len(batcher.pairs))
    for rows in batch_rows(batcher.pairs, everything, tokens=3000, random=np.random.default_rng(0)):
        batch = batcher.batch(rows, device)
        hidden, _ = model(batch.sources, batch.prefixes)
        logits = (hidden @ model.embedding.weight[model.target_ids].T).float() + model.bias
        loss = functional.cross_entropy(
            logits.flatten(0, 1), batch.gold.flatten(), ignore_index=batcher.padding, reduction="none"
        )
        for row, value in zip(rows, loss.view(batch.gold.shape).sum(dim=1).tolist(), strict=True):
            sums[batcher.pairs.origins[row]][0] += value
            sums[batcher.pairs.origins[row]][1] += len(batcher.pairs.targets[row]) + 1
    return {origin: round(total / count, 3) for origin, (total, count) in sorted(sums.items())}


def batches(batcher: Batcher, plan: Plan, epoch: int) -> Iterator[Batch]:
    """Yields the batches of one epoch; the order depends on seed and epoch alone."""
    random = np.random.default_rng((plan.seed, epoch))
    rows = sample_epoch(batcher.pairs, random)
    for chosen in batch_rows(batcher.pairs, rows, tokens=plan.tokens, random=random):
        yield batcher.batch(chosen, plan.device)


def train(state: State, batcher: Batcher, dev: Batcher | None, plan: Plan) -> None:
    """Trains until the deadline, saving a checkpoint and a point of the learning curve every few minutes."""
    clock = Clock(deadline=time.time() + plan.minutes * 60, tokens=state.tokens)
    left, saved, epoch = clock.left(), time.time(), state.steps
    recent: list[tuple[float, float]] = []
    while left > 0:
        for batch in batches(batcher, plan, epoch):
            set_rate(state, plan, left)
            recent.append(
                learn(
                    state,
                    batch,
                    padding=batcher.padding,
                    guide=plan.guide * guide_share(left),
                    smoothing=plan.smoothing,
                )
            )
            clock.tokens = state.tokens
            left = clock.left()
            if left <= 0 or time.time() - saved > plan.save_minutes * 60:
                report(state, dev, plan, recent, left)
                save(state, plan)
                saved, recent = time.time(), []
            if left <= 0:
                break
        epoch += 1_000_003


def guide_share(left: float) -> float:
    """The alignment loss counts fully at first and not at all in the last half."""
    return max(0.0, 2 * left - 1)


def report(state: State, dev: Batcher | None, plan: Plan, recent: list[tuple[float, float]], left: float) -> None:
    """Adds a point to the learning curve and prints it as one JSON object."""
    words, links = np.mean(recent, axis=0)
    point: dict[str, Any] = {
        "steps": state.steps,
        "tokens": state.tokens,
        "cpu_minutes": round(sum(os.times()[:2]) / 60, 1),
        "left": round(left, 3),
        "loss": round(float(words), 3),
        "link_loss": round(float(links), 3),
    }
    if dev is not None:
        point["dev"] = evaluate(state.fast, dev, plan.device)
        point["dev_average"] = evaluate(copy.deepcopy(state.average).bfloat16(), dev, plan.device)
    state.curve.append(point)
    print(json.dumps(point), flush=True)
