"""Measures how the translate stage grows with its queue: seconds and peak memory at several numbers of distinct texts.

    python scripts/bench_queue.py [--sizes 1000 10000 100000] [--million] [--package FILE] [--quick] [--json]

A process of its own runs the whole stage over segments that lie in Parquet: the distinct texts, the queue, every chunk,
the memory. The model is a tiny one with random weights that copies (1+1 layers, 64 wide), unless a package is given,
and searches with beam 1; ``--million`` adds a million texts with the echo engine, so that everything but the decoding
is a million long. ``exponent`` is of the seconds that come on top of the smallest size (1 is linear).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
from bench_translate import made_up
from build_random_package import build, shape_of

from polyglot_news.run.folder import Folder
from polyglot_news.write.parquet import encoded

SENTENCES, SHARD = 5_000, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a queue of so many texts took: seconds of clock and processor, and the most memory in MB."""

    engine: str
    texts: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


def segments(folder: Path, texts: int) -> None:
    """Writes the segments of an extract stage that found so many distinct texts."""
    sentences, written = made_up(SENTENCES), Folder(folder)
    for start in range(0, texts, SHARD):
        numbers = range(start, min(texts, start + SHARD))
        rows = [f"{sentences[number % SENTENCES][:-1]} {number}." for number in numbers]
        table = pl.DataFrame({"text": rows}).with_columns(action=pl.lit("translate"), language=pl.lit("ru"))
        name = f"{start // SHARD:06}"
        counts = {"segments": {"ru|paragraph|translate|": len(rows)}}
        files = {written.part("segments", name): encoded(table)}
        written.complete("extract", name, made={"fingerprint": name}, counts=counts, files=files)


def run_stage(folder: Path, engine_name: str, package: Path) -> None:
    """The translate stage in this process; prints its figures as JSON."""
    from polyglot_news.config import Config
    from polyglot_news.memory import Memory
    from polyglot_news.run.corpus import opened
    from polyglot_news.run.inputs import Inputs
    from polyglot_news.run.job import Job
    from polyglot_news.run.translation import translate_corpus
    from polyglot_news.translate.engine import open_engine

    began = time.perf_counter()
    job = Job(inputs=Inputs(names=()), config=Config(out=folder, to="en"))
    engine = open_engine(engine_name, models=package, beam=1)
    # Without thresholds, because a model that copies is refused every time.
    with opened(Folder(folder), Memory(folder / "memory")) as corpus:
        done = translate_corpus(corpus, job, engine=engine, thresholds=())
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figure = Figure(
        engine=engine_name,
        texts=done.translated["ru"],
        seconds=time.perf_counter() - began,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,
    )
    print(json.dumps(asdict(figure)))


def measure(texts: int, *, engine: str, package: Path, scratch: Path) -> Figure:
    """Runs the stage in a process of its own."""
    folder = scratch / f"{engine}-{texts}"
    folder.mkdir()
    segments(folder, texts)
    command = [sys.executable, __file__, "--child", str(folder), engine, str(package)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Figure(**json.loads(done.stdout.splitlines()[-1]))


def exponent(figures: Sequence[Figure]) -> float:
    """Returns the power of the size with which the cost beyond the smallest size grows, by processor time."""
    first, *_, middle, last = figures
    ratio = (last.cpu_seconds - first.cpu_seconds) / (middle.cpu_seconds - first.cpu_seconds)
    return math.log(ratio) / math.log((last.texts - first.texts) / (middle.texts - first.texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--package", type=Path)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 texts, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        folder, engine, package = options.child
        run_stage(Path(folder), engine, Path(package))
        return
    if options.quick:
        options.sizes = [500, 2_000, 10_000]
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"{'engine':8}{'texts':>12}{'seconds':>10}{'CPU s':>10}{'texts/s':>10}{'peak MB':>10}")
    with tempfile.TemporaryDirectory() as scratch:
        figures = list(bench(options, Path(scratch)))
    grown = [figure for figure in figures if figure.engine == "argos"]
    result: dict[str, object] = {"figures": [asdict(figure) for figure in figures]}
    if len(grown) > 2:
        result |= {"exponent": round(exponent(grown), 3), "rss_growth": round(grown[-1].peak_mb / grown[-2].peak_mb, 3)}
        print(f"exponent {result['exponent']}, memory of the largest beside the second {result['rss_growth']}")
    if options.json:
        print(json.dumps(result))


def bench(options: argparse.Namespace, scratch: Path) -> Iterator[Figure]:
    """Yields the figure of every size, printed as it comes."""
    package = options.package
    if package is None:
        text = scratch / "text.txt"
        text.write_text("\n".join(made_up(SENTENCES)), encoding="utf-8")
        metadata: dict[str, Any] = {"from_code": "ru", "to_code": "en"}
        package = build(
            scratch / "translate-ru_en-1_0", text=text, shape=shape_of(layers=1, width=64), vocabulary=8_000, **metadata
        )
    for engine, texts in [*(("argos", size) for size in options.sizes), *([("echo", 10**6)] * options.million)]:
        figure = measure(texts, engine=engine, package=package, scratch=scratch)
        row = f"{figure.seconds:10.1f}{figure.cpu_seconds:10.1f}{texts / figure.seconds:10.0f}{figure.peak_mb:10.0f}"
        print(f"{engine:8}{texts:12,}{row}", flush=True)
        yield figure


if __name__ == "__main__":
    main()
