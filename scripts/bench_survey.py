"""Measures what the plan and the survey of very many tiny pages hold in memory, at 10, 50 and 100 % of each.

Pages are rows of one JSONL file, or files of their own in nested folders (``--files``); every twentieth repeats an
earlier one, and as many repeat an id. What a user would compare is the same line at 10 % and at 100 %: ``--json`` puts
``growth`` (megabytes of the first process at the end of the survey beside 10 %, the lines that recur being counted in
bounded memory by then) and ``join_mb`` (the most that joining the pages with their copies took) on the last line.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from pathlib import Path

from bench_scale import group, proportional

from polyglot_news.config import Config
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.planning import make_plan
from polyglot_news.run.progress import Silence
from polyglot_news.run.survey import survey

MARKS = (10, 50, 100)


class Marks(Silence):
    """Prints and keeps the memory of all processes when a stage is 10, 50 and 100 % done."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, int], float] = {}
        self._name, self._total, self._done, self._began = "", 0, 0, time.monotonic()

    def stage(self, name: str, *, total: int | None, unit: str) -> None:
        """Begins anew."""
        del unit
        self._name, self._total, self._done = name, total or 1, 0

    def advance(self, amount: int) -> None:
        """Measures at the marks."""
        before, self._done = self._done, self._done + amount
        for mark in MARKS:
            if before * 100 < mark * self._total <= self._done * 100:
                self.measure(self._name, mark)

    def measure(self, name: str, mark: int) -> None:
        """Prints the megabytes of this process and of the others."""
        others = [proportional(each) for each in group(os.getsid(0)) if each != os.getpid()]
        self.held[name, mark] = own = proportional(os.getpid())
        seconds = time.monotonic() - self._began
        print(
            f"{name:<8} {mark:>3} % {own:>7.0f} MB, others {max(others, default=0):>5.0f} MB {seconds:>7.1f} s",
            flush=True,
        )


def page(number: int) -> str:
    """Returns a page of a few words; every twentieth is an earlier one again."""
    return f"Page {number if number % 20 else number // 2} tells of the town and of its harbour"


def write_rows(path: Path, count: int) -> None:
    """Writes the pages as JSON lines, every twentieth with the id of an earlier one."""
    with path.open("w", encoding="ascii") as file:
        for number in range(count):
            identity = number if number % 20 != 1 else number // 2
            file.write(json.dumps({"id": str(identity), "text": page(number)}) + "\n")


def write_files(folder: Path, count: int) -> None:
    """Writes the pages as files, a thousand in a folder."""
    for number in range(count):
        path = folder / f"{number // 100_000}" / f"{number // 1_000}" / f"{number}.txt"
        if not number % 1_000:
            path.parent.mkdir(parents=True)
        path.write_text(page(number))


def measure(source: Path, state: Path, *, near: bool) -> dict[str, float]:
    """Plans and surveys; returns the figures."""
    marks, peak, done = Marks(), [0.0], threading.Event()
    config = Config(to="en", workers=2, near_duplicates=near)
    job = Job(inputs=Inputs(names=(str(source),)), config=config, progress=marks)
    plan = make_plan(job, state)
    marks.measure("planned", 100)

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], proportional(os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    found = survey(job, plan, state)
    done.set()
    watcher.join()
    copies = sum(len(shard.duplicates) for shard in found.linked(plan.shards()))
    marks.measure("linked", 100)
    print(f"{plan.rows:,} pages in {plan.count:,} shards, {copies:,} copies; at most {peak[0]:.0f} MB")
    last = marks.held["survey", 100]
    return {"growth": round(last / marks.held["survey", 10] - 1, 3), "join_mb": round(max(0.0, peak[0] - last), 1)}


def main() -> None:
    """Writes the pages, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000_000, help="pages as rows of one file")
    parser.add_argument("--files", type=int, help="pages as files instead, so many")
    parser.add_argument("--near", action="store_true", help="with an index of near copies, which grows")
    parser.add_argument("--dir", help="folder for the pages (the system's temporary one)")
    parser.add_argument("--quick", action="store_true", help="100,000 rows")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.dir) as name:
        folder = Path(name, "pages")
        folder.mkdir()
        if options.files:
            write_files(folder, options.files)
        else:
            write_rows(folder / "pages.jsonl", 100_000 if options.quick else options.rows)
        result = measure(folder, Path(name, "state"), near=options.near)
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
