"""Measures how well and how fast articles are found in plain-text dumps, beside simpler ways of doing it.

    bench_dump.py DATA [--shape dump_b] [--quick] [--json]

DATA holds one folder a set (see ``label_dump.py``). Printed for each set and each way: the F1 of 4-grams of tokens
(precision and recall averaged over pages), and pages a second on one core. The last line of ``--json`` is one object:
``f1_ours``, ``f1_run_of_lines``, ``f1_long_lines``, ``f1_all_lines``, ``f1_trafilatura``, ``pages_per_second``.
The model that ships was trained on the same pages: figures for unseen sites come from ``train_dump_model.py --folds``.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import trafilatura
from scoring import f1, score

from polyglot_news.extract.dump import extract_dump
from polyglot_news.extract.evidence import Evidence, LineCounts, visible_lines
from polyglot_news.records import Article, Kind, Page
from polyglot_news.route import identify

Way = Callable[[Page, Evidence], str]
_END = re.compile(r"[.!?…。！？؟]['\"”»)]*$")


def ours(page: Page, evidence: Evidence) -> str:
    """What this package answers."""
    article = extract_dump(page, identify=identify, evidence=evidence)
    return article.text if isinstance(article, Article) else ""


def all_lines(page: Page, _evidence: Evidence) -> str:
    """Everything."""
    return page.text


def long_lines(page: Page, _evidence: Evidence) -> str:
    """Lines of 80 characters and more."""
    return "\n".join(line for line in visible_lines(page) if len(line) >= 80)


def run_of_lines(page: Page, _evidence: Evidence) -> str:
    """The contiguous run of lines that scores best: length, capped, weighted by end punctuation."""
    lines = visible_lines(page)
    scores = [min(len(line), 400) * (1.0 if _END.search(line) else 0.5) - 45 for line in lines]
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    lows = np.minimum.accumulate(sums)
    end = int((sums - lows).argmax())
    start = int(sums[: end + 1].argmin())
    return "\n".join(lines[start:end])


def wrapped(page: Page, _evidence: Evidence) -> str:
    """Trafilatura, each line made a paragraph."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in visible_lines(page))
    return trafilatura.extract(f"<html><body>{body}</body></html>") or ""


WAYS: dict[str, Way] = {
    "ours": ours,
    "run_of_lines": run_of_lines,
    "long_lines": long_lines,
    "all_lines": all_lines,
    "trafilatura": wrapped,
}


def sets(data: Path, shape: str, quick: bool) -> Iterator[tuple[str, list[Page], list[dict[str, Any]]]]:
    """Yields each set's name, pages and truths; of a quick run every fifth page."""
    for truths in sorted(data.glob("*/truth.json.gz")):
        truth = json.loads(gzip.decompress(truths.read_bytes()))
        paths = {path.name.split(".txt")[0]: path for path in sorted((truths.parent / shape).iterdir())}
        names = [name for name in paths if truth.get(name, {}).get("body")][:: 5 if quick else 1]
        texts = [gzip.decompress(paths[name].read_bytes()).decode() for name in names]
        pages = [Page(id=n, source=n, text=text, kind=Kind.DUMP) for n, text in zip(names, texts, strict=True)]
        if pages:
            yield truths.parent.name, pages, [truth[name] for name in names]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--shape", default="dump_b", choices=["dump_a", "dump_b"])
    parser.add_argument("--quick", action="store_true", help="every fifth page")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    scores: dict[str, list[float]] = {way: [] for way in WAYS}
    seconds, count = Counter[str](), 0
    print(f"{platform.machine()}, Python {platform.python_version()}, trafilatura {trafilatura.__version__}")
    print(f"{'set':<10}", *(f"{way:>14}" for way in WAYS))
    for name, pages, truths in sets(options.data, options.shape, options.quick):
        counts = LineCounts()
        for page in pages:
            counts.add(page)
        evidence = counts.finish()
        for way, answer in WAYS.items():
            answer(pages[0], evidence)
            began = time.process_time()
            answers = [answer(page, evidence) for page in pages]
            seconds[way] += time.process_time() - began
            scores[way].append(f1([score(truth["body"], text, truth.get("optional") or ())
                                   for truth, text in zip(truths, answers, strict=True)]))  # fmt: skip
        count += len(pages)
        print(f"{name:<10}", *(f"{scores[way][-1]:>14.3f}" for way in WAYS), flush=True)
    print(f"{'mean':<10}", *(f"{mean(scores[way]):>14.3f}" for way in WAYS))
    print(f"{'pages/s':<10}", *(f"{count / max(seconds[way], 1e-9):>14.0f}" for way in WAYS))
    if options.json:
        figures = {f"f1_{way}": round(mean(scores[way]), 4) for way in WAYS}
        print(json.dumps(figures | {"pages_per_second": round(count / seconds["ours"])}))


if __name__ == "__main__":
    main()
