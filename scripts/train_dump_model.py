"""Trains the line model of plain-text dumps and writes polyglot_news/extract/dump_model.npz.

    uv run --group train python scripts/train_dump_model.py DATA [--folds 5] [--epochs 12]

DATA is a folder of labelled sets (see ``label_dump.py``). Two small networks over the lines of a page are trained, on
these pages and on variants of them (see ``vary_dump.py``): one says which lines are the body, the other which line is
the title, the date and the byline, and whether there is an article at all. ``--folds`` first prints the scores by set
(see ``scoring.py``) of articles on sites the model has not seen, from that many folds over sites, the whole extraction
run with a model trained on the other sites' pages, and how many pages it rejects. Seeded; one thread, so that the same
machine gives the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from label_dump import Floats, Labelled, Sample, read_labelled
from scoring import Table
from torch import Tensor, nn
from torch.nn import functional
from vary_dump import pages_without_article, samples

from polyglot_news.extract.dump import extract_dump
from polyglot_news.extract.features import Matrix, columns_of
from polyglot_news.extract.linemodel import FARTHEST, LineModel
from polyglot_news.records import Article, Reject
from polyglot_news.route import identify

TARGET = Path(__file__).parents[1] / "polyglot_news" / "extract" / "dump_model.npz"
WIDTH = 32
DILATIONS = (1, 2, 4, 8)
BATCH_LINES, BATCH_PAGES = 6000, 24
LEARNING_RATE = 3e-3
DROPOUT = 0.1
SMOOTH = 1e-2
VARIANTS = 2
"""How many variants of each page are made."""
MOSTLY = 0.5
HIDDEN_CHANCE = {"evidence": 0.4, "gaps": 0.15, "hints": 0.15}
"""How often a group of features is blanked in training, so that the model works without it."""

Batch = tuple[Tensor, ...]
Loss = Callable[[Tensor, Batch], Tensor]


class Network(nn.Module):
    """The network of :mod:`polyglot_news.extract.linemodel`, with the same names, for pages padded to one length."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.input = nn.Linear(inputs, WIDTH)
        self.steps = nn.ModuleList([nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS])
        self.page, self.mix = nn.Linear(WIDTH, WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.output, self.drop = nn.Linear(WIDTH, outputs), nn.Dropout(DROPOUT)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Maps (pages, lines, features) to (pages, lines, outputs)."""
        real = mask.unsqueeze(2).float()
        hidden = torch.relu(self.input(self.drop(rows))) * real
        for layer, step in zip(self.steps, DILATIONS, strict=True):
            padded = functional.pad(hidden, (0, 0, step, step))
            around = torch.cat([padded[:, : -2 * step], hidden, padded[:, 2 * step :]], 2)
            hidden = (hidden + torch.relu(layer(around))) * real
        page = (torch.relu(self.page(hidden)) * real).sum(1) / real.sum(1)
        both = torch.cat([hidden, page.unsqueeze(1).expand_as(hidden)], 2)
        answer: Tensor = self.output(self.drop(torch.relu(self.mix(self.drop(both)))))
        return answer


def body_loss(answer: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the lines plus one minus the soft F1 of each page in tokens."""
    _, targets, weight, mask, mass = batch
    wanted, logits = targets[:, :, 0], answer[:, :, 0]
    loss = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    weight, mass = weight * mask, mass * mask
    likely = torch.sigmoid(logits)
    hit = (likely * wanted * mass).sum(1)
    overlap = (2 * hit + 1) / ((likely * mass).sum(1) + (wanted * mass).sum(1) + 1)
    return (loss * weight).sum() / weight.sum() + 0.5 * (1 - overlap).mean()


def metadata_loss(answer: Tensor, batch: Batch) -> Tensor:
    """For each of title, date and byline: cross-entropy over the page's lines, and over each line by itself.

    The last output says whether a line belongs to an article and, where it is largest, whether the page holds one.
    """
    _, targets, _, mask, _ = batch
    total = article_loss(answer[:, :, 3], batch)
    for column in range(3):
        wanted, logits = targets[:, :, column + 1], answer[:, :, column]
        given = (wanted.sum(1) > 0).float()
        shares = torch.log_softmax(logits.masked_fill(~mask, -1e4), 1)
        chosen = -(wanted / (wanted.sum(1, keepdim=True) + 1e-6) * shares).sum(1)
        each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        alone = (each * mask).sum(1) / mask.sum(1)
        total = total + ((chosen + 5 * alone) * given).sum() / (given.sum() + 1e-6)
    return total


def article_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the lines, and of the likeliest line of each page."""
    _, targets, weight, mask, _ = batch
    wanted, weight = targets[:, :, 0], weight * mask
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    known, holds = (weight.sum(1) > 0).float(), (wanted.amax(1) >= MOSTLY).float()
    best = logits.masked_fill(~mask, -1e4).amax(1)
    page = functional.binary_cross_entropy_with_logits(best, holds, reduction="none")
    return (each * weight).sum() / (weight.sum() + 1e-6) + (page * known).sum() / (known.sum() + 1e-6)


class Trained:
    """A network with the mean and spread of its inputs."""

    def __init__(self, network: Network, mean: Floats, spread: Floats) -> None:
        self.network, self.mean, self.spread = network.eval(), mean, spread

    def weights(self, name: str) -> dict[str, Floats]:
        """Returns the arrays that numpy needs, matrices the way they are multiplied, half precision."""
        layers = {"input": self.network.input, "page": self.network.page, "mix": self.network.mix}
        layers |= {f"step{i}": layer for i, layer in enumerate(self.network.steps)} | {"output": self.network.output}
        arrays = {f"{key}.weight": layer.weight.detach().numpy().T for key, layer in layers.items()}
        arrays |= {f"{key}.bias": layer.bias.detach().numpy() for key, layer in layers.items()}
        halves = {f"{name}.{key}": value.astype(np.float16) for key, value in arrays.items()}
        return halves | {f"{name}.mean": self.mean, f"{name}.spread": self.spread}


def train(pages: Sequence[Sample], outputs: int, loss: Loss, *, epochs: int, seed: int = 0) -> Trained:
    """Fits a network to these pages."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    rows = np.concatenate([page.features for page in pages])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + SMOOTH
    network = Network(rows.shape[1], outputs)
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=1e-3)
    steps = epochs * sum(1 for _ in batches(pages, random.Random(seed))) + 3 * epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps)
    for _ in range(epochs):
        for group in batches(pages, chance):
            batch = collate(group, mean, spread, chance)
            optimiser.zero_grad()
            loss(network(batch[0], batch[3]), batch).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return Trained(network, mean, spread)


def batches(pages: Sequence[Sample], chance: random.Random) -> Iterator[list[Sample]]:
    """Yields pages of like length together, in random order."""
    order = sorted(pages, key=lambda page: len(page.features) + 60 * chance.random())
    groups: list[list[Sample]] = [[]]
    for page in order:
        if len(groups[-1]) == BATCH_PAGES or len(page.features) * len(groups[-1]) >= BATCH_LINES:
            groups.append([])
        groups[-1].append(page)
    chance.shuffle(groups)
    yield from groups


def collate(pages: Sequence[Sample], mean: Floats, spread: Floats, chance: random.Random) -> Batch:
    """Returns features, targets, weights, mask and token counts, padded, some features blanked."""
    shape = (len(pages), max(len(page.features) for page in pages))
    features = np.zeros((*shape, len(mean)), np.float32)
    targets, weight = np.zeros((*shape, 4), np.float32), np.zeros(shape, np.float32)
    mass, mask = np.zeros(shape, np.float32), np.zeros(shape, bool)
    for i, page in enumerate(pages):
        n = len(page.features)
        features[i, :n] = np.clip((blank(page.features, chance) - mean) / spread, -FARTHEST, FARTHEST)
        targets[i, :n], weight[i, :n], mass[i, :n], mask[i, :n] = page.targets, page.weight, page.mass, True
    return tuple(map(torch.from_numpy, (features, targets, weight, mask, mass)))


def blank(features: Matrix, chance: random.Random) -> Matrix:
    """Returns the features with some groups set to zero, as on a page that does not have them."""
    features = features.copy()
    for group, often in HIDDEN_CHANCE.items():
        if chance.random() < often:
            features[:, columns_of(group)] = 0
    return features


def fold_of(page: Labelled, folds: int) -> int:
    """Returns the fold of the page's site."""
    return int(hashlib.md5(page.site.encode()).hexdigest(), 16) % folds


def fit(pages: Sequence[Labelled], *, epochs: int) -> dict[str, np.ndarray]:
    """Returns the weights of both networks, as :class:`polyglot_news.extract.linemodel.LineModel` reads them."""
    some = list(samples(pages, times=VARIANTS, seed=0))
    body = train([page for page in some if page.has_article], 1, body_loss, epochs=epochs)
    metadata = train(some, 4, metadata_loss, epochs=epochs)
    return {"dilations": np.array(DILATIONS), **body.weights("body"), **metadata.weights("metadata")}


def cross_validate(pages: Sequence[Labelled], *, folds: int, epochs: int) -> str:
    """Returns the scores of articles on sites that the model was not trained on, and what it rejects of them."""
    table, rejected = Table(), {"labelled pages": [0, 0], "pages made without article": [0, 0]}
    for fold in range(folds):
        model = LineModel(fit([page for page in pages if fold_of(page, folds) != fold], epochs=epochs))
        unseen = [page for page in pages if fold_of(page, folds) == fold]
        for page in unseen:
            found = extract_dump(page.page, identify=identify, evidence=page.evidence, model=model)
            table.add(page.folder, page.truth, found if isinstance(found, Article) else None)
            if page.truth.get("body"):
                _count(rejected["labelled pages"], found)
        for bare in pages_without_article(unseen, seed=fold):
            _count(rejected["pages made without article"], extract_dump(bare, identify=identify, model=model))
        print(f"fold {fold + 1} of {folds}", flush=True)
    shares = [f"{name}: {some / total:.2%} of {total} rejected" for name, (some, total) in rejected.items()]
    return "\n".join([str(table), *shares])


def _count(tally: list[int], found: Article | Reject) -> None:
    tally[0] += isinstance(found, Reject)
    tally[1] += 1


def main() -> None:
    """Reads the arguments, trains, prints the figures of unseen sites, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="first print the scores on unseen sites")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    torch.set_num_threads(1)
    pages = list(read_labelled(options.data))
    if options.folds:
        print(cross_validate(pages, folds=options.folds, epochs=options.epochs))
    np.savez_compressed(options.out, allow_pickle=False, **fit(pages, epochs=options.epochs))
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
