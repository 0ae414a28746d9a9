"""Shows what the guard finds in the outputs of models that really fail.

    python scripts/eval_guard.py DEV.tsv.gz PACKAGE... [--pairs 150] [--all-sound] [--unfinished PACKAGE...]

Every package is damaged by noise on the scales of its weights (``--noise``, standard deviations relative to the
weights), and its texts are damaged, too: letters swapped, words dropped. ``--unfinished`` adds packages of the same
languages whose training was stopped early. An output is bad when its chrF against the reference is below 20, good from
45 on; what lies between counts for neither. For each reason: how many outputs it refuses, how many of these are bad
(precision; those in between left out), and which share of the bad it refuses (recall). For all reasons together: the
share of bad outputs refused, by the length of the source, because chrF says little of a short text, and of good ones.
"""

from __future__ import annotations

import argparse
import random
import shutil
import struct
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import sacrebleu
from training.corpus import TextPair, read_pairs

from polyglot_news.glossary import NO_TERMS
from polyglot_news.run.improve import faults_of
from polyglot_news.translate.engine import open_engine
from polyglot_news.translate.packages import Package, open_package

BAD, GOOD = 20.0, 45.0
LENGTHS = (0, 20, 40, 80, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a model made of a text: the reasons to refuse it, and chrF against its reference."""

    source: str
    target: str
    score: float | None
    reasons: list[str]
    chrf: float


def damaged(package: Package, folder: Path, *, noise: float) -> Path:
    """Copies a package and multiplies every scale of its weights by 1 + noise."""
    copy = shutil.copytree(package.folder(), folder)
    model = copy / "model" / "model.bin"
    model.write_bytes(_noisy(model.read_bytes(), noise))
    return copy


def _noisy(content: bytes, noise: float) -> bytes:
    """Returns a CTranslate2 model of binary version 6 with noise on every ``weight_scale``."""
    chance, changed = np.random.default_rng(1), bytearray(content)
    for name, start, size in _variables(content):
        if name.endswith("weight_scale"):
            scales = np.frombuffer(content, np.float32, size // 4, start)
            factors = 1 + noise * chance.standard_normal(len(scales))
            changed[start : start + size] = (scales * factors).astype(np.float32).tobytes()
    return bytes(changed)


def _variables(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Yields name, offset and size of every variable, as ``ctranslate2.specs.model_spec`` writes them."""
    place = 4

    def read(form: str) -> int:
        nonlocal place
        value: int = struct.unpack_from(form, content, place)[0]
        place += struct.calcsize(form)
        return value

    def text() -> str:
        nonlocal place
        length = read("<H")
        place += length
        return content[place - length : place - 1].decode()

    text(), read("<I")
    for _ in range(read("<I")):
        name = text()
        for _ in range(read("<B")):
            read("<I")
        read("<B")
        size = read("<I")
        yield name, place, size
        place += size


def swapped(text: str, chance: random.Random) -> str:
    """Swaps a third of the neighbouring letters."""
    letters = list(text)
    for place in range(0, len(letters) - 1, 2):
        if chance.random() < 0.33:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def dropped(text: str, chance: random.Random) -> str:
    """Leaves out half of the words."""
    return " ".join(word for word in text.split() if chance.random() < 0.5) or text


def outputs(package: Path, pairs: Sequence[TextPair], damage: Callable[[str, random.Random], str]) -> list[Output]:
    """Translates damaged texts and judges what came, as translations of the texts that were meant."""
    told, chance = open_package(package), random.Random(1)
    texts = [damage(pair.source, chance) for pair in pairs]
    engine = open_engine("argos", models=package)
    answers = engine.translate(texts, source=told.source, target=told.target)
    return [
        Output(
            source=answer.source,
            target=answer.target,
            score=answer.score,
            reasons=faults_of(answer, terms=NO_TERMS),
            chrf=float(sacrebleu.sentence_chrf(answer.target, [pair.target]).score),
        )
        for answer, pair in zip(answers, pairs, strict=True)
    ]


def table(found: Sequence[Output]) -> list[str]:
    """Returns the lines of the report."""
    bad, good = ([o for o in found if o.chrf < BAD], [o for o in found if o.chrf >= GOOD])
    by_reason: dict[str, Counter[str]] = defaultdict(Counter)
    for output in found:
        kind = "bad" if output.chrf < BAD else "good" if output.chrf >= GOOD else "between"
        for reason in output.reasons:
            by_reason[reason][kind] += 1
    lines = [f"{len(found):,} outputs, {len(bad):,} bad, {len(good):,} good"]
    lines += ["| reason | refused | bad | good | precision | recall |", "|---|---|---|---|---|---|"]
    for reason, kinds in sorted(by_reason.items()):
        precision = kinds["bad"] / max(1, kinds["bad"] + kinds["good"])
        recall = kinds["bad"] / max(1, len(bad))
        row = f"{kinds.total()} | {kinds['bad']} | {kinds['good']} | {precision:.2f} | {recall:.2f}"
        lines.append(f"| `{reason}` | {row} |")
    return [
        *lines,
        f"of the good {_refused(good)} refused, of the bad {_refused(bad)}; by length of the source:",
        *_by_length(bad),
    ]


def _refused(found: Sequence[Output]) -> str:
    return f"{sum(bool(output.reasons) for output in found) / max(1, len(found)):.1%}"


def _by_length(bad: Sequence[Output]) -> Iterator[str]:
    for low, high in pairwise(LENGTHS):
        own = [output for output in bad if low <= len(output.source) < high]
        yield f"  {low}–{high - 1} characters: {len(own)} bad, {_refused(own)} refused"


def runs(package: Package, scratch: Path, options: argparse.Namespace) -> Iterator[tuple[str, list[Output]]]:
    """Yields what every damage made of a package's side of the pairs."""
    pairs = list(read_pairs(options.dev, source=package.source, target=package.target))
    few = random.Random(3).sample(pairs, min(options.pairs, len(pairs)))
    yield "sound", outputs(package.folder(), pairs if options.all_sound else few, _sound)
    yield "letters swapped", outputs(package.folder(), few, swapped)
    yield "words dropped", outputs(package.folder(), few, dropped)
    for path in options.unfinished:
        if open_package(path).pair == package.pair:
            yield f"unfinished {path.name}", outputs(path, few, _sound)
    for noise in options.noise:
        yield f"noise {noise}", outputs(damaged(package, scratch / package.pair / str(noise), noise=noise), few, _sound)


def _sound(text: str, _chance: random.Random) -> str:
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path, help="TAB-separated en, ru, origin; .gz is unpacked")
    parser.add_argument("packages", type=Path, nargs="+", help="package folders or .argosmodel files")
    parser.add_argument("--pairs", type=int, default=150)
    parser.add_argument("--all-sound", action="store_true", help="all pairs for the packages that are not damaged")
    parser.add_argument("--noise", type=float, nargs="*", default=[0.1, 0.2, 0.25, 0.3, 0.4])
    parser.add_argument("--unfinished", type=Path, nargs="*", default=[], help="packages that were trained too little")
    parser.add_argument("--save", type=Path, help="write source, target, score, chrF of every output as TSV")
    options = parser.parse_args()
    everything: list[Output] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in map(open_package, options.packages):
            for name, found in runs(package, Path(scratch), options):
                everything += found
                print(f"\n{package.pair}, {name}: chrF {np.mean([o.chrf for o in found]):.1f}")
                print("\n".join(table(found)), flush=True)
    print("\nall\n" + "\n".join(table(everything)))
    if options.save:
        rows = ("\t".join((o.source, o.target, f"{o.score or 0:.3f}", f"{o.chrf:.1f}")) for o in everything)
        options.save.write_text("".join(row + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
