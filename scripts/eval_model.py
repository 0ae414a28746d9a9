"""Scores a package on held-out pairs: chrF and BLEU by the origin of the pairs.

    python scripts/eval_model.py translate-ru_en-1.0.argosmodel dev.en-ru.tsv.gz

The test file has the columns en, ru and (optionally) origin; the package says which of the two it reads. ``--json``
adds one JSON object as the last line: pairs, chrF and BLEU by origin, "all" among them.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import sacrebleu
from training.corpus import TextPair, read_pairs

from polyglot_news.translate.engine import Threads
from polyglot_news.translate.hardware import Hardware
from polyglot_news.translate.model import Model
from polyglot_news.translate.packages import open_package

EVERYTHING = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How close translations come to their references; chrF and BLEU from 0 to 100."""

    pairs: int
    chrf: float
    bleu: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a table, and translations with ``--show``."""
    options = parser().parse_args(arguments)
    package = open_package(options.package)
    pairs = list(read_pairs(options.test, source=package.source, target=package.target))
    model = Model(package.folder(), hardware=Hardware(Threads(batches=options.threads)), beam=options.beam)
    outputs = [output.text for output in model.translate([pair.source for pair in pairs])]
    scores = by_origin(pairs, outputs)
    print(table(scores))
    for pair, output in list(zip(pairs, outputs, strict=True))[: options.show]:
        print(f"\n{pair.source}\n= {pair.target}\n> {output}")
    if options.json:
        print(json.dumps({origin: asdict(score) for origin, score in scores.items()}))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("package", type=Path, help="a package folder or an .argosmodel file")
    result.add_argument("test", type=Path, help="TAB-separated en, ru, origin; .gz is unpacked")
    result.add_argument("--beam", type=int, default=4, help="4 is what Argos uses")
    result.add_argument("--threads", type=int, default=2)
    result.add_argument(
        "--show", type=int, default=0, metavar="N", help="print the first N pairs with their translation"
    )
    result.add_argument("--json", action="store_true")
    return result


def by_origin(pairs: Sequence[TextPair], outputs: Sequence[str]) -> dict[str, Score]:
    """Scores every origin apart, then everything together."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair, output in zip(pairs, outputs, strict=True):
        groups[pair.origin].append((output, pair.target))
    scores = {origin: score(groups[origin]) for origin in sorted(groups)}
    return {**scores, EVERYTHING: score([row for rows in groups.values() for row in rows])}


def score(rows: Sequence[tuple[str, str]]) -> Score:
    """Scores (output, reference) rows with sacrebleu's defaults."""
    outputs, references = [output for output, _ in rows], [[reference for _, reference in rows]]
    return Score(
        pairs=len(rows),
        chrf=round(sacrebleu.corpus_chrf(outputs, references).score, 1),
        bleu=round(sacrebleu.corpus_bleu(outputs, references).score, 1),
    )


def table(scores: dict[str, Score]) -> str:
    """A line an origin."""
    lines = [f"{'origin':26}{'pairs':>6}{'chrF':>7}{'BLEU':>7}"]
    lines += [f"{name:26}{row.pairs:6}{row.chrf:7.1f}{row.bleu:7.1f}" for name, row in scores.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
