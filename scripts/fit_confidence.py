"""Fits the confidence of translations on held-out pairs, and shows how far it can be trusted.

    python scripts/fit_confidence.py DEV.tsv.gz PACKAGE... [--write] [--json]

Every package translates its side of the pairs as the translate stage does, second tries included. Confidence is the
isotonic regression of the mean log-probability on whether chrF against the reference is 50 or more: one curve for
each language pair, and one of all together for the pairs that were not measured. The reliability table, the Brier
score and the area under the ROC curve are of curves fitted without the origin of the pairs they judge. No corner of a
curve and no row of the table rests on fewer than 30 pairs. ``--write``
puts the curves into ``polyglot_news/score/confidence.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import sacrebleu
from numpy.typing import NDArray
from training.corpus import read_pairs

import polyglot_news.score
from polyglot_news.glossary import NO_TERMS
from polyglot_news.run.improve import faults_of, improve
from polyglot_news.translate.engine import open_engine
from polyglot_news.translate.packages import open_package

ACCEPTABLE = 50.0
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
BINS = 24
FEWEST = 30
Array = NDArray[np.float64]
Curve = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """What a package made of its side of the pairs: log-probabilities, chrF, and the origin of each pair.

    ``refused`` are those whose first try was refused: chrF before and after, and whether the second is kept.
    """

    pair: str
    scores: Array
    chrf: Array
    origins: NDArray[np.str_]
    refused: list[tuple[float, float, bool]]


def tries(package_path: Path, dev: Path) -> Tries:
    """Translates the pairs; those without a score are left out."""
    package = open_package(package_path)
    source, target = package.source, package.target
    pairs = [pair for pair in read_pairs(dev, source=source, target=target) if pair.source.strip()]
    engine = open_engine("argos", models=package_path)
    first = engine.translate([pair.source for pair in pairs], source=source, target=target)
    last = improve(first, engine=engine, terms=NO_TERMS)
    before, after = ([_chrf(t.target, p.target) for t, p in zip(side, pairs, strict=True)] for side in (first, last))
    refused = [
        (old, new, not faults_of(b, terms=NO_TERMS))
        for a, b, old, new in zip(first, last, before, after, strict=True)
        if faults_of(a, terms=NO_TERMS)
    ]
    known = [index for index, translation in enumerate(last) if translation.score is not None]
    return Tries(
        pair=package.pair,
        scores=np.array([last[index].score for index in known], dtype=np.float64),
        chrf=np.array([after[index] for index in known]),
        origins=np.array([pairs[index].origin for index in known]),
        refused=refused,
    )


def _chrf(target: str, reference: str) -> float:
    return float(sacrebleu.sentence_chrf(target, [reference]).score)


def fitted(scores: Array, good: Array) -> Curve:
    """Returns the isotonic regression of ``good`` on ``scores`` as the corners of a line that never falls.

    Scores are first put into bins of equally many, then neighbours that fall are pooled (Ayer et al. 1955, "An
    empirical distribution function for sampling with incomplete information").
    """
    order = np.argsort(scores)
    blocks: list[tuple[float, float, float]] = []
    for part in np.array_split(order, max(1, min(BINS, len(order) // FEWEST))):
        blocks.append((float(scores[part].mean()), float(good[part].mean()), float(len(part))))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            (x0, y0, n0), (x1, y1, n1) = blocks[-2:]
            blocks[-2:] = [((x0 * n0 + x1 * n1) / (n0 + n1), (y0 * n0 + y1 * n1) / (n0 + n1), n0 + n1)]
    return [(round(x, 3), round(y, 3)) for x, y, _ in blocks]


def held_out(found: Tries) -> Array:
    """Returns the prediction for every translation by the curve of the other origins."""
    good, predicted = (found.chrf >= ACCEPTABLE).astype(float), np.zeros(len(found.scores))
    for origin in np.unique(found.origins):
        own = found.origins == origin
        corners = np.array(fitted(found.scores[~own], good[~own]))
        predicted[own] = np.interp(found.scores[own], corners[:, 0], corners[:, 1])
    return predicted


def reliability(found: Tries) -> dict[str, object]:
    """Returns the table, the Brier score beside that of always saying the mean, and the area under the ROC curve."""
    good, predicted = (found.chrf >= ACCEPTABLE).astype(float), held_out(found)
    return {
        "translations": len(good),
        "acceptable": round(float(good.mean()), 3),
        "table": list(_rows(good, predicted)),
        "brier": round(float(np.mean((predicted - good) ** 2)), 3),
        "brier_of_mean": round(float(np.mean((good.mean() - good) ** 2)), 3),
        "auc": round(_area(good, found.scores), 3),
        "refused": len(found.refused),
        "saved": sum(kept for _, _, kept in found.refused),
        "chrf_of_saved": [round(float(np.mean([row[i] for row in found.refused if row[2]] or [0])), 1) for i in (0, 1)],
    }


def _rows(good: Array, predicted: Array) -> Iterator[tuple[str, int, float, float]]:
    for low, high in pairwise(_edges(predicted)):
        own = (predicted >= low) & ((predicted < high) | (high == EDGES[-1]))
        name = f"{low:.1f}–{high:.1f}"
        yield name, int(own.sum()), round(float(predicted[own].mean()), 2), round(float(good[own].mean()), 2)


def _edges(predicted: Array) -> list[float]:
    """Returns the edges between which there are enough predictions; a row with too few joins the one below it."""
    found = [EDGES[0]]
    for edge in EDGES[1:-1]:
        if min(((predicted >= found[-1]) & (predicted < edge)).sum(), (predicted >= edge).sum()) >= FEWEST:
            found.append(edge)
    return [*found, EDGES[-1]]


def _area(good: Array, scores: Array) -> float:
    """The share of pairs of an acceptable and another translation in which the acceptable one has the higher score."""
    ranks = np.argsort(np.argsort(scores)) + 1.0
    positive, n = good.sum(), len(good)
    return float((ranks[good == 1].sum() - positive * (positive + 1) / 2) / (positive * (n - positive)))


def show(pair: str, figures: dict[str, Any]) -> None:
    """Prints what was found of a language pair."""
    print(
        f"\n{pair}: {figures['translations']:,} translations, {figures['acceptable']:.1%} with chrF ≥ {ACCEPTABLE:.0f}"
    )
    print("| predicted | translations | mean prediction | share with chrF ≥ 50 |\n|---|---|---|---|")
    for row in figures["table"]:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(
        f"Brier {figures['brier']} (of the mean {figures['brier_of_mean']}), area under the ROC curve {figures['auc']}"
    )
    before, after = figures["chrf_of_saved"]
    print(f"first tries refused {figures['refused']}, saved by the second {figures['saved']}: chrF {before} → {after}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Translates, fits, prints, and writes when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path, help="TAB-separated en, ru, origin; .gz is unpacked")
    parser.add_argument("packages", type=Path, nargs="+", help="package folders or .argosmodel files")
    parser.add_argument("--write", action="store_true", help="put the curves into the package")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args(arguments)
    found = [tries(package, options.dev) for package in options.packages]
    figures = {each.pair: reliability(each) for each in found}
    for pair, row in figures.items():
        show(pair, row)
    if options.write:
        path = Path(polyglot_news.score.__file__).with_name("confidence.json")
        path.write_text(_as_json(curves(found)), encoding="utf-8")
        print(f"\nwritten: {path}")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))


def curves(found: Sequence[Tries]) -> dict[str, Curve]:
    """Returns a curve for each language pair and one of all together, named ``other``."""
    own = {each.pair: fitted(each.scores, (each.chrf >= ACCEPTABLE).astype(float)) for each in found}
    scores, chrf = (np.concatenate([getattr(each, name) for each in found]) for name in ("scores", "chrf"))
    return {**own, "other": fitted(scores, (chrf >= ACCEPTABLE).astype(float))}


def _as_json(curves: dict[str, Curve]) -> str:
    """One curve a line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(curve)}" for name, curve in curves.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
