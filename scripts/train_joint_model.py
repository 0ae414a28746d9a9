"""Trains the joint model of plain-text dumps and writes polyglot_news/extract/joint_model.npz.

    uv run --group train python scripts/train_joint_model.py DATA [--folds 4] [--epochs 24]

DATA is a folder of labelled sets (see ``label_dump.py``). A line of ``dump_a`` goes on with the one above where both
lie in one line of ``dump_b``; no line of ``dump_b`` does. Cells of one row of a table are left out. There are few pages
in scripts without case: paragraphs of these and others are broken by chance, capitals hidden (``made``), and in a third
of the other examples capitals are hidden, sometimes spaces and stops, too. ``--folds`` first prints, by kind of script,
what comes out on sites the model has not seen: how many paragraphs that ``dump_a`` broke are one block again, how many
joints are right, how many whole paragraphs stay alone, how many lines of ``dump_b`` are joined. Seeded; one thread, so
that the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from courlan import extract_domain
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from polyglot_news.extract.body import choose_body
from polyglot_news.extract.characters import Sort
from polyglot_news.extract.clues import Clues, gather
from polyglot_news.extract.edges import CASE, describe_edges, edges
from polyglot_news.extract.features import describe
from polyglot_news.extract.joints import REACH, JointModel
from polyglot_news.extract.linemodel import line_model
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.paragraphs import around, below_another, put_together

TARGET = Path(__file__).parents[1] / "polyglot_news" / "extract" / "joint_model.npz"
LINES, PAGE, MIXED = 24, 8, 16
DROPOUT, DECAY, LEARNING_RATE = 0.15, 1e-2, 5e-3
BATCH = 16
HIDDEN_CASE, HIDDEN_SPACES = 0.35, 0.3
COPIES, OFTEN, BROKEN = 3, 0.4, 0.5
"""How often a page without case is broken by chance, one with case, and which share of its paragraphs."""
AROUND = 0.15
"""How much a line beside the article counts in training."""
PARAGRAPH = 60
_FARTHEST, _FARTHEST_SHORT, _SHORT = 4000, 400, 30

MOVED = {"first_caseless": "first_spaceless", "last_caseless": "last_spaceless"}
COLUMNS = list(edges(gather(split_lines(["."]), None), np.zeros(1, np.intp)))

Ints = NDArray[np.intp]
Floats = NDArray[np.float32]
Tally = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A dump with, for each line, the line of ``dump_b`` that holds it (-1 where none does) and what goes on.

    ``goes_on`` is 1 for a line that goes on with the one above, 0 for one that does not, -1 where nobody knows; ``at``
    are the lines that are looked at, ``rows`` and ``hidden`` the numbers of these, with case and without, ``weight``
    what each counts.
    """

    shape: str
    site: str
    script: str
    clues: Clues
    body: NDArray[np.bool_]
    owners: Ints
    goes_on: Ints
    at: Ints
    rows: Floats
    hidden: Floats
    weight: Floats


class Network(nn.Module):
    """The network of :class:`polyglot_news.extract.joints.JointModel`, with the same names, for pages in one row."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.input = nn.Linear((2 * REACH + 1) * inputs, LINES + PAGE)
        self.mix = nn.Linear(3 * LINES + PAGE, MIXED)
        self.output, self.drop = nn.Linear(MIXED, 1), nn.Dropout(DROPOUT)

    def forward(self, windows: Tensor, page: Tensor) -> Tensor:
        """Maps windows of rows to log-odds; ``page`` numbers the page of each."""
        seen = torch.relu(self.input(self.drop(windows)))
        lines, context = seen.split([LINES, PAGE], dim=1)
        pages = int(page[-1]) + 1
        means = torch.zeros(pages, PAGE).index_add(0, page, context) / page.bincount(minlength=pages)[:, None]
        above, below = torch.zeros_like(lines), torch.zeros_like(lines)
        same = (page[1:] == page[:-1])[:, None]
        above[1:], below[:-1] = lines[:-1] * same, lines[1:] * same
        mixed = torch.cat([above, lines, below, means[page]], 1)
        answer: Tensor = self.output(torch.relu(self.mix(self.drop(mixed))))[:, 0]
        return answer

    def weights(self) -> dict[str, NDArray[np.float16]]:
        """Returns the arrays that numpy needs, matrices the way they are multiplied, half precision."""
        layers = {"input": self.input, "mix": self.mix, "output": self.output}
        arrays = {f"{name}.weight": layer.weight.detach().numpy().T for name, layer in layers.items()}
        arrays |= {f"{name}.bias": layer.bias.detach().numpy() for name, layer in layers.items()}
        return {name: value.astype(np.float16) for name, value in arrays.items()}


def read_examples(data: Path) -> Iterator[Example]:
    """Yields the dumps of a folder in both shapes, sets and files in order."""
    for truths in sorted(data.glob("*/truth.json.gz")):
        for name, truth in sorted(json.loads(gzip.decompress(truths.read_bytes())).items()):
            files = [next((truths.parent / shape).glob(f"{name}.*"), None) for shape in ("dump_a", "dump_b")]
            broken, whole = (gzip.decompress(file.read_bytes()).decode() if file else "" for file in files)
            if broken.strip() and whole.strip():
                chance = random.Random(name)
                site = extract_domain(truth.get("url") or "") or str(truth.get("site") or name).lower()
                yield _example("dump_a", site, broken, whole)
                yield (unbroken := _example("dump_b", site, whole, whole))
                for _ in range(COPIES if unbroken.script != "cased" else int(chance.random() < OFTEN)):
                    yield _example("made", site, break_paragraphs(whole, chance), whole)


def _example(shape: str, site: str, text: str, whole: str) -> Example:
    clues = gather(split_lines([text]), None)
    lines = clues.lines
    body = choose_body(line_model().score(describe(clues), lines.pages).likely, clues.shapes.width)
    kept = [line for line in whole.splitlines() if _bare(line)]
    owners, goes_on = align([_bare(text) for text in lines.texts], [_bare(line) for line in kept])
    at = around(body, lines.pages)
    cells = np.array(["\t" in kept[owner] for owner in owners], dtype=np.bool_) & (owners >= 0)
    counts = np.where(body | np.append(False, body[:-1]), 1, AROUND) * (goes_on >= 0) * ~((goes_on == 1) & cells)
    rows = describe_edges(clues, at).astype(np.float32)
    hidden = _moved(rows, CASE)
    return Example(
        shape=shape,
        site=site,
        script=_script_of(clues, body),
        clues=clues,
        body=body,
        owners=np.where(cells, -1, owners),
        goes_on=goes_on,
        at=at,
        rows=hidden if shape == "made" else rows,
        hidden=hidden,
        weight=(counts[at] * below_another(at, lines.gaps, lines.pages)).astype(np.float32),
    )


def break_paragraphs(page: str, chance: random.Random) -> str:
    """Returns a page with some of its paragraphs broken before and after a few words, as at links."""
    lines = [_broken(line, chance) if len(line) > PARAGRAPH and chance.random() < BROKEN else line
             for line in page.splitlines()]  # fmt: skip
    return "\n".join(lines)


def _broken(line: str, chance: random.Random) -> str:
    spaced = line.count(" ") > len(line) / 20
    places = list(range(1, len(line)))
    if spaced:
        places = [found.end() for found in re.finditer(r"\s+|(?=[,.،])", line)]
    for _ in range(chance.choice((1, 1, 2, 3))):
        first, size = chance.randrange(len(places)), chance.randint(1, 3) if spaced else chance.randint(2, 8)
        for place in sorted(places[first : first + size + 1 : size], reverse=True):
            line = line[:place] + "\n" * (line[place - 1 : place] != "\n") + line[place:]
    return line


def align(lines: Sequence[str], others: Sequence[str]) -> tuple[Ints, Ints]:
    """Returns for each line the one of the others that it is part of, read once from the top, and whether it goes on.

    Texts come without white space; -1 stands for what is not known.
    """
    starts = np.cumsum([0, *map(len, lines)]).tolist()
    number = {start: line for line, start in enumerate(starts)}
    text = "".join(lines)
    owners, goes_on = np.full(len(lines), -1), np.full(len(lines), -1)
    end = 0
    for owner, other in enumerate(others):
        farthest = end + (_FARTHEST if len(other) > _SHORT else _FARTHEST_SHORT)
        start = text.find(other, end)
        while 0 <= start <= farthest and start not in number:
            start = text.find(other, start + 1)
        if not 0 <= start <= farthest:
            continue
        end = start + len(other)
        first, last = number[start], int(np.searchsorted(starts, end))
        owners[first:last], goes_on[first], goes_on[first + 1 : last] = owner, 0, 1
        if end in number and last < len(lines):
            goes_on[last] = 0
    return owners, goes_on


def _bare(text: str) -> str:
    return "".join(text.split())


def _script_of(clues: Clues, body: NDArray[np.bool_]) -> str:
    counts = clues.shapes.counts[body].sum(axis=0)
    kinds = {"cased": counts[[Sort.UPPER, Sort.LOWER]].sum(), "caseless": counts[Sort.CASELESS],
             "spaceless": counts[Sort.SPACELESS]}  # fmt: skip
    return max(kinds, key=lambda kind: float(kinds[kind]))


def _moved(rows: Floats, moves: Mapping[str, str]) -> Floats:
    """Returns numbers in which some columns are zero, and what they held stands in the columns they map to."""
    rows = rows.copy()
    for source, target in moves.items():
        if target:
            both = rows[:, [COLUMNS.index(source), COLUMNS.index(target)]]
            rows[:, COLUMNS.index(target)] = both.max(axis=1)
        rows[:, COLUMNS.index(source)] = 0
    return rows


def _windows(rows: Floats) -> Floats:
    padded = np.pad(rows, ((REACH, REACH), (0, 0)))
    return np.concatenate([padded[step : step + len(rows)] for step in range(2 * REACH + 1)], axis=1)


def train(examples: Sequence[Example], *, epochs: int) -> dict[str, NDArray[np.float16]]:
    """Returns the weights of a network fitted to these dumps."""
    torch.manual_seed(0)
    chance = random.Random(0)
    network = Network(examples[0].rows.shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps)
    for _ in range(epochs):
        order = chance.sample(examples, len(examples))
        for start in range(0, len(order), BATCH):
            windows, wanted, weight, page = _batch(order[start : start + BATCH], chance)
            loss = functional.binary_cross_entropy_with_logits(network(windows, page), wanted, reduction="none")
            optimiser.zero_grad()
            ((loss * weight).sum() / weight.sum()).backward()
            optimiser.step()
            schedule.step()
    return network.weights()


def _batch(examples: Sequence[Example], chance: random.Random) -> tuple[Tensor, ...]:
    """Returns windows, labels, weights and page numbers; long pages count less a line than short ones."""
    rows = [_some_hidden(each, chance) for each in examples]
    columns = (
        [_windows(each) for each in rows],
        [(each.goes_on[each.at] == 1).astype(np.float32) for each in examples],
        [each.weight / max(1.0, float(each.weight.sum())) ** 0.5 for each in examples],
        [np.full(len(each.at), number) for number, each in enumerate(examples)],
    )
    return tuple(torch.from_numpy(np.concatenate(column)) for column in columns)


def _some_hidden(example: Example, chance: random.Random) -> Floats:
    """Returns the numbers of an example, at times as if its script had no case, no spaces, no stops."""
    if chance.random() >= HIDDEN_CASE:
        return example.rows
    if example.script != "cased" or chance.random() >= HIDDEN_SPACES:
        return example.hidden
    moved = MOVED if chance.random() < 0.5 else {**MOVED, "last_stop": "last_spaceless"}
    return _moved(example.hidden, moved)


def tally(example: Example, model: JointModel, into: Tally) -> None:
    """Counts what comes out of one dump with a model."""
    joints, body = put_together(example.clues, example.body, model=model)
    count = into[f"{example.shape} {example.script}"]
    count["body"] += int(body.sum())
    count["joints"] += int((joints & (example.goes_on >= 0)).sum())
    if example.shape != "dump_b":
        count["right"] += int((joints & (example.goes_on == 1)).sum())
        _tally_paragraphs(example, joints, count)


def _tally_paragraphs(example: Example, joints: NDArray[np.bool_], count: Counter[str]) -> None:
    width, ends = example.clues.shapes.width, np.flatnonzero(np.diff(example.owners, append=-2)) + 1
    for first, last in pairwise([0, *ends.tolist()]):
        inside = example.body[first:last]
        mostly = width[first:last][inside].sum() >= width[first:last].sum() / 2
        if example.owners[first] < 0 or width[first:last].sum() <= PARAGRAPH or not mostly:
            continue
        whole = not joints[first] and joints[first + 1 : last].all() and not joints[last : last + 1].any()
        kind = "broken" if last - first > 1 else "unbroken"
        count[kind] += 1
        count[f"{kind} whole"] += bool(whole)


def cross_validate(examples: Sequence[Example], *, folds: int, epochs: int) -> Tally:
    """Returns the counts of dumps of sites that the model was not trained on."""
    counts: Tally = defaultdict(Counter)
    for fold in range(folds):
        model = JointModel(train([each for each in examples if fold_of(each, folds) != fold], epochs=epochs))
        for each in examples:
            if fold_of(each, folds) == fold:
                tally(each, model, counts)
        print(f"fold {fold + 1} of {folds}", flush=True)
    return counts


def fold_of(example: Example, folds: int) -> int:
    """Returns the fold of the dump's site."""
    return int(hashlib.md5(example.site.encode()).hexdigest(), 16) % folds


def table(counts: Mapping[str, Counter[str]]) -> str:
    """Returns the counts as lines to read."""
    lines = []
    for name, count in sorted(counts.items()):
        line = f"{name:<18} {count['joints']} joints of {count['body']} body lines"
        if count["broken"]:
            line += f", {count['right'] / max(count['joints'], 1):.3f} right"
            line += f"; of {count['broken']} broken paragraphs {count['broken whole'] / count['broken']:.3f} whole"
            line += f", of {count['unbroken']} others {count['unbroken whole'] / max(count['unbroken'], 1):.3f}"
        lines.append(line)
    return "\n".join(lines)


def main() -> None:
    """Reads the arguments, trains, prints the figures of unseen sites, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="first print the figures on unseen sites")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    torch.set_num_threads(1)
    examples = list(read_examples(options.data))
    if options.folds:
        print(table(cross_validate(examples, folds=options.folds, epochs=options.epochs)))
    np.savez_compressed(options.out, allow_pickle=False, **train(examples, epochs=options.epochs))
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
