"""Measures how a build grows with its input: seconds and memory at several sizes, and the cost of a finished rerun.

Pages are made up, with realistic repetition (the same interface lines on every page, every sentence on three pages)
and translated by the echo engine, so what is measured is everything but translation. ``--json`` puts one object on the
last line: ``exponent`` (1 is linear), ``rss_growth`` (largest against second largest size), ``resume_share``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

INTERFACE = [
    "Главная",
    "Новости",
    "Поделиться",
    "Ссылка скопирована",
    "Подписаться на рассылку",
    "Link copied",
    "Share",
]
SUBJECTS = "Городской совет,Новый музей,Речной порт,Местная школа,Старый завод,Молодой учёный,Сборная района".split(",")
VERBS = "объявил о решении,открыл двери для,получил поддержку от,закончил ремонт вместе с,обсудил планы".split(",")
OBJECTS = "жителей соседних улиц,крупного банка,областного министерства,двух университетов,группы волонтёров".split(",")
ENDS = "после долгих переговоров,в начале этой недели,несмотря на плохую погоду,за два месяца до срока".split(",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One size: pages, seconds of the build, peak memory of all its processes, seconds of the same command again."""

    pages: int
    seconds: float
    rss_mb: float
    again: float


def sentence(number: int) -> str:
    """Returns one of very many sentences."""
    dice = random.Random(number)
    words = [dice.choice(part) for part in (SUBJECTS, VERBS, OBJECTS, ENDS)]
    return f"{' '.join(words)}, сообщил корреспондент номер {number} в субботнем выпуске."


def page(number: int) -> str:
    """Returns a dump: interface, title, date, fifteen sentences that two other pages share, interface."""
    first = number // 3 * 15
    body = [sentence(first + place) for place in range(15)]
    paragraphs = [" ".join(body[start : start + 3]) for start in range(0, 15, 3)]
    head = [*INTERFACE[:3], f"Заметка номер {number} о делах города", f"{number % 28 + 1} марта 2025"]
    return "\n".join([*head, *paragraphs, *INTERFACE[3:]]) + "\n"


def write_pages(path: Path, count: int) -> None:
    """Writes the pages as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"id": str(number), "text": page(number)}, ensure_ascii=False) + "\n")


def run(source: Path, out: Path) -> tuple[float, float]:
    """Builds; returns seconds and the peak of the memory of the whole process tree in megabytes."""
    command = [sys.executable, "-m", "polyglot_news", "build", str(source), "--engine", "echo", "--quiet", "--out"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, str(out)], start_new_session=True)
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    if process.wait():
        sys.exit(f"the build of {source} failed")
    seconds = time.perf_counter() - began
    watcher.join()
    return seconds, peak[0]


def watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Keeps the largest proportional memory of the process group until the process ends."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(proportional, group(process.pid))))
        time.sleep(0.1)


def group(leader: int) -> list[int]:
    """Returns the processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def proportional(process: int) -> float:
    """Returns a process's memory in megabytes, shared pages divided among those that share them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure(count: int, folder: Path) -> Figure:
    """Builds a corpus of ``count`` pages twice."""
    source, out = folder / f"{count}.jsonl", folder / f"out{count}"
    write_pages(source, count)
    seconds, rss = run(source, out)
    again, _ = run(source, out)
    return Figure(pages=count, seconds=seconds, rss_mb=rss, again=again)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of pages")
    options = parser.parse_args()
    sizes = options.sizes or ([500, 1_000, 2_000] if options.quick else [1_000, 10_000, 100_000])
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{'pages':>8} {'seconds':>9} {'pages/s':>9} {'peak MB':>9} {'again s':>9}")
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            figure = measure(size, Path(folder))
            figures.append(figure)
            rate = size / figure.seconds
            print(
                f"{size:>8} {figure.seconds:>9.1f} {rate:>9.0f} {figure.rss_mb:>9.0f} {figure.again:>9.1f}", flush=True
            )
    first, before, last = figures[0], figures[-2], figures[-1]
    result = {
        "exponent": round(math.log(last.seconds / first.seconds) / math.log(last.pages / first.pages), 3),
        "rss_growth": round(last.rss_mb / before.rss_mb - 1, 3),
        "resume_share": round(last.again / last.seconds, 4),
    }
    print(", ".join(f"{name} {value}" for name, value in result.items()))
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
