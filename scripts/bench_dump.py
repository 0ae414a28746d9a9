"""Measures how well and how fast articles are found in plain-text dumps, beside simpler ways of doing it.

    bench_dump.py DATA [--shape dump_b] [--quick] [--json]

DATA holds one folder a set (see ``label_dump.py``). Printed for each set and each way: the F1 of 4-grams of tokens
(precision and recall averaged over pages), and pages a second on one core. Ours are counted in processes that have read
one half of the pages, over the other half, so that what is done once a process is left out and nothing is remembered of
the pages; that ``start`` is printed, too, in seconds, and pages a second of the whole command, start, survey and output
included, over a folder of 3,000 pages, which are these several times. The last line of ``--json`` is one object:
``f1_ours``, ``f1_run_of_lines``, ``f1_long_lines``, ``f1_all_lines``, ``f1_trafilatura``, ``pages_per_second``,
``start_seconds``, ``pages_per_second_command``.
The model that ships was trained on the same pages: figures for unseen sites come from ``train_dump_model.py --folds``.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import trafilatura
from scoring import f1, score

from polyglot_news.extract import extract_dumps
from polyglot_news.extract.dates import read_slowly
from polyglot_news.extract.evidence import Evidence, LineCounts, visible_lines
from polyglot_news.records import Article, Kind, Page
from polyglot_news.route import identify_all

Way = Callable[[Sequence[Page], Evidence], list[str]]
Set = tuple[Sequence[Page], Evidence]
PAGES = 3000
"""Pages in the folder that the whole command takes."""
ROUNDS = 3
"""Processes that are timed one after the other, for the best of them."""
_END = re.compile(r"[.!?…。！？؟]['\"”»)]*$")


def ours(pages: Sequence[Page], evidence: Evidence) -> list[str]:
    """What this package answers."""
    found = extract_dumps(pages, identify=identify_all, evidence=evidence)
    return [article.text if isinstance(article, Article) else "" for article in found]


def each(answer: Callable[[Page], str]) -> Way:
    """A way that takes one page after the other."""
    return lambda pages, _evidence: list(map(answer, pages))


def all_lines(page: Page) -> str:
    """Everything."""
    return page.text


def long_lines(page: Page) -> str:
    """Lines of 80 characters and more."""
    return "\n".join(line for line in visible_lines(page) if len(line) >= 80)


def run_of_lines(page: Page) -> str:
    """The contiguous run of lines that scores best: length, capped, weighted by end punctuation."""
    lines = visible_lines(page)
    scores = [min(len(line), 400) * (1.0 if _END.search(line) else 0.5) - 45 for line in lines]
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    lows = np.minimum.accumulate(sums)
    end = int((sums - lows).argmax())
    start = int(sums[: end + 1].argmin())
    return "\n".join(lines[start:end])


def wrapped(page: Page) -> str:
    """Trafilatura, each line made a paragraph."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in visible_lines(page))
    return trafilatura.extract(f"<html><body>{body}</body></html>") or ""


WAYS: dict[str, Way] = {
    "ours": ours,
    "run_of_lines": each(run_of_lines),
    "long_lines": each(long_lines),
    "all_lines": each(all_lines),
    "trafilatura": each(wrapped),
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


def steady_speed(data: Sequence[Set]) -> tuple[float, float]:
    """Returns how many pages a second of CPU time are read once a process has started, and what the start takes."""
    halves = [[(pages[part::2], evidence) for pages, evidence in data] for part in (0, 1)]
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as fresh:
        runs = [[fresh.submit(read_after, *order) for _ in range(ROUNDS)] for order in (halves, halves[::-1])]
        times = [[run.result() for run in each] for each in runs]
    seconds = sum(min(later for _, later in each) for each in times)
    return sum(len(pages) for pages, _ in data) / seconds, min(first for each in times for first, _ in each)


def read_after(seen: Sequence[Set], new: Sequence[Set]) -> tuple[float, float]:
    """Returns the CPU seconds of the very first page, and of pages that come after others."""
    marks = [time.process_time()]
    ours(seen[0][0][:1], seen[0][1])
    marks.append(time.process_time())
    for pages, evidence in seen:
        ours(pages, evidence)
    read_slowly("31 December 1999", language="en")  # loads what one page in hundreds needs
    marks.append(time.process_time())
    for pages, evidence in new:
        ours(pages, evidence)
    return marks[1] - marks[0], time.process_time() - marks[2]


def whole_command(texts: Sequence[str], count: int) -> float:
    """Returns how many pages a second of CPU time ``polyglot-news extract`` takes, over ``count`` pages in a folder."""
    with TemporaryDirectory() as folder:
        for number, text in enumerate(islice(cycle(texts), count)):
            (Path(folder) / f"{number:05}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "polyglot_news", "extract", folder, "--format", "jsonl", "--workers", "1"]
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = getrusage(RUSAGE_CHILDREN)
    return count / (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--shape", default="dump_b", choices=["dump_a", "dump_b"])
    parser.add_argument("--quick", action="store_true", help="every fifth page")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    scores: dict[str, list[float]] = {way: [] for way in WAYS}
    count, texts, data = 0, list[str](), list[Set]()
    seconds = dict.fromkeys(WAYS, 0.0)
    print(f"{platform.machine()}, Python {platform.python_version()}, trafilatura {trafilatura.__version__}")
    print(f"{'set':<10}", *(f"{way:>14}" for way in WAYS))
    for name, pages, truths in sets(options.data, options.shape, options.quick):
        counts = LineCounts()
        counts.add(*pages)
        evidence = counts.finish()
        for way, answer in WAYS.items():
            answer(pages[:1], evidence)
            began = time.process_time()
            answers = answer(pages, evidence)
            seconds[way] += time.process_time() - began
            scores[way].append(f1([score(truth["body"], text, truth.get("optional") or ())
                                   for truth, text in zip(truths, answers, strict=True)]))  # fmt: skip
        data.append((pages, evidence))
        count += len(pages)
        texts += [page.text for page in pages]
        print(f"{name:<10}", *(f"{scores[way][-1]:>14.3f}" for way in WAYS), flush=True)
    print(f"{'mean':<10}", *(f"{mean(scores[way]):>14.3f}" for way in WAYS))
    speeds = {way: count / max(seconds[way], 1e-9) for way in WAYS}
    speeds["ours"], start = steady_speed(data)
    print(f"{'pages/s':<10}", *(f"{speeds[way]:>14.0f}" for way in WAYS))
    print(f"{'start, s':<10}{start:>15.2f}")
    command = whole_command(texts, len(texts) if options.quick else PAGES)
    print(f"{'command':<10}{command:>15.0f}")
    if options.json:
        figures = {f"f1_{way}": round(mean(scores[way]), 4) for way in WAYS}
        speed = {"pages_per_second": round(speeds["ours"]), "start_seconds": round(start, 2)}
        print(json.dumps(figures | speed | {"pages_per_second_command": round(command)}))


if __name__ == "__main__":
    main()
