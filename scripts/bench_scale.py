"""Measures how a build grows with its input: seconds and memory at several sizes, and the cost of a finished rerun.

Pages are made up, with realistic repetition (the same interface lines on every page, every sentence on three pages)
and translated by the echo engine, so what is measured is everything but translation. ``--json`` puts one object on the
last line: ``exponent`` (1 is linear), ``rss_growth`` (largest against second largest size, of all processes, of the
parent and of the largest worker), ``resume_share`` (the same command again), ``fsync_share`` (what all processes
together wait for the disk, in seconds, to the seconds of the build: more than what it costs, for they wait at once).
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
from collections.abc import Sequence
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


TIMED = """import os, time
sync, spent = os.fsync, [0.0]
def fsync(descriptor):
    began = time.perf_counter()
    sync(descriptor)
    spent[0] += time.perf_counter() - began
    with open(os.environ["SYNCED"] + str(os.getpid()), "w") as file:
        file.write(str(spent[0]))
os.fsync = fsync
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One build: seconds, and peak megabytes of all its processes together, of the first one, and of any other."""

    seconds: float
    all_mb: float
    parent_mb: float
    worker_mb: float
    synced: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One size: the build of so many pages, and the seconds of the same command again."""

    pages: int
    run: Run
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


def run(source: Path, out: Path) -> Run:
    """Builds, and watches the memory of every process and the time that they wait for the disk."""
    command = [sys.executable, "-m", "polyglot_news", "build", str(source), "--engine", "echo", "--quiet", "--out"]
    with tempfile.TemporaryDirectory() as hook:
        Path(hook, "sitecustomize.py").write_text(TIMED)
        paths = [hook, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SYNCED": f"{hook}/synced"}
        began = time.perf_counter()
        process = subprocess.Popen([*command, str(out)], start_new_session=True, env=environment)
        peaks = {"all": 0.0, "parent": 0.0, "worker": 0.0}
        watcher = threading.Thread(target=watch, args=(process, peaks))
        watcher.start()
        if process.wait():
            sys.exit(f"the build of {source} failed")
        seconds = time.perf_counter() - began
        watcher.join()
        synced = sum(float(path.read_text()) for path in Path(hook).glob("synced*"))
    return Run(
        seconds=seconds, all_mb=peaks["all"], parent_mb=peaks["parent"], worker_mb=peaks["worker"], synced=synced
    )


def watch(process: subprocess.Popen[bytes], peaks: dict[str, float]) -> None:
    """Keeps the largest memory until the process ends."""
    while process.poll() is None:
        held = {each: proportional(each) for each in group(process.pid)}
        others = [mb for each, mb in held.items() if each != process.pid]
        now = {"all": sum(held.values()), "parent": held.get(process.pid, 0.0), "worker": max(others, default=0.0)}
        peaks.update({name: max(peaks[name], mb) for name, mb in now.items()})
        time.sleep(0.2)


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
    return Figure(pages=count, run=run(source, out), again=run(source, out).seconds)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--dir", help="folder for the pages and the builds (the system's temporary one)")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of pages")
    options = parser.parse_args()
    sizes = options.sizes or ([500, 1_000, 2_000] if options.quick else [1_000, 10_000, 100_000])
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    names = ("pages", "seconds", "pages/s", "all MB", "parent MB", "worker MB", "again s", "fsync s")
    print("".join(f"{name:>11}" for name in names))
    figures = []
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        for size in sizes:
            figures.append(figure := measure(size, Path(folder)))
            done = figure.run
            memory = (done.all_mb, done.parent_mb, done.worker_mb)
            cells = (done.seconds, size / done.seconds, *memory, figure.again, done.synced)
            print(f"{size:>11,}" + "".join(f"{cell:>11.1f}" for cell in cells), flush=True)
    result = compare(figures)
    print(", ".join(f"{name} {value}" for name, value in result.items()))
    if options.json:
        print(json.dumps(result))


def compare(figures: Sequence[Figure]) -> dict[str, float]:
    """Returns how the largest size compares with the smallest, and its memory with that of the size before it."""
    first, before, last = figures[0], figures[-2], figures[-1]
    growth = math.log(last.run.seconds / first.run.seconds) / math.log(last.pages / first.pages)
    return {
        "exponent": round(growth, 3),
        "rss_growth": round(last.run.all_mb / before.run.all_mb - 1, 3),
        "parent_growth": round(last.run.parent_mb / before.run.parent_mb - 1, 3),
        "worker_growth": round(last.run.worker_mb / before.run.worker_mb - 1, 3),
        "resume_share": round(last.again / last.run.seconds, 4),
        "fsync_share": round(last.run.synced / last.run.seconds, 4),
    }


if __name__ == "__main__":
    main()
