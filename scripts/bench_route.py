"""Routing beside what one would use instead: langdetect, langdetect-rs, lingua, py3langid, eldc; in one run.

Accuracy counts the lines of mixed pages (an article with interface text of another language around it) that get the
language they are in, or none where there is none. Without ``--data`` the pages are put together from the sentences and
labels below, written for the project. With ``--data FILE.jsonl[.gz]`` each line of the file is a page:
``{"lines": [{"t": text, "lang": tag, "accept": [tag, …]}]}``.

Speed is by processor time first: other work on the machine makes wall time mislead; ``lines_per_second_ratio`` is of
processor time, too. Beside the table: how often lines of each probability are right, on their page and by themselves;
what langdetect's voice is worth (pieces of running text with it and without it); and what the whole command does,
started cold on one core, pages in, JSON lines out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any

from polyglot_news.languages import primary
from polyglot_news.records import Role, Segment
from polyglot_news.route import doubt, identify, identify_all, load, route

Page = list[tuple[str, frozenset[str]]]
Answer = tuple[str, float]
Router = Callable[[Sequence[str]], list[Answer]]

SAMPLES = Path(__file__).parents[1] / "tests" / "route" / "data" / "lines.json"
SLOW = {"lingua"}
"""It reads several hundred megabytes before its first answer."""
PIECE = doubt.RUNNING
"""Characters from which on a piece of running text is cut off at the next space."""
BINS = (0.0, 0.25, 0.5, 0.7, 0.9, 0.99, 0.999, 1.01)


def main() -> None:
    """Prints a table of routers and a reliability table of ours; ``--json`` adds one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="labelled pages, JSON lines, plain or .gz")
    parser.add_argument("--quick", action="store_true", help="a few pages, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    args = parser.parse_args()
    everything = _labelled(args.data) if args.data else _composed(100)
    pages = everything[:: 6 if args.quick else 1]
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {sum(map(len, pages))} lines on {len(pages)} pages"
    )
    figures: dict[str, float] = {}
    print(f"{'router':13} {'version':10} {'accuracy':>9} {'lines/CPU s':>11} {'lines/s':>9}")
    for name, package, make in ROUTERS:
        if args.quick and name in SLOW:
            print(f"{name:13} left out with --quick")
            continue
        try:
            found = version(package)
            router = make()
        except (ImportError, PackageNotFoundError):
            print(f"{name:13} not installed (uv sync --group bench)")
            continue
        answers, busy, seconds = _run(router, pages)
        right = [
            a[0] in accepted for page, got in zip(pages, answers, strict=True) for (_, accepted), a in _pairs(page, got)
        ]
        figures[f"accuracy_{name}"] = round(sum(right) / len(right), 4)
        figures[f"lines_per_cpu_second_{name}"] = round(len(right) / busy, 1)
        figures[f"lines_per_second_{name}"] = round(len(right) / seconds, 1)
        speeds = f"{len(right) / busy:11.0f} {len(right) / seconds:9.0f}"
        print(f"{name:13} {found:10} {100 * sum(right) / len(right):8.2f}% {speeds}", flush=True)
        if name == "ours":
            reliability = _reliability([a[1] for got in answers for a in got], right)
    figures["lines_per_second_ratio"] = round(
        figures["lines_per_cpu_second_ours"] / figures["lines_per_cpu_second_langdetect"], 2
    )
    _print_reliability("lines of pages", reliability)
    _print_reliability("lines by themselves", _alone(everything))
    figures |= _second_voice(pages)
    figures |= _whole_command(everything)
    if args.json:
        print(json.dumps(figures))


def _print_reliability(kind: str, rows: Sequence[tuple[float, float, int, float, float]]) -> None:
    print(f"\n{'probability':>14} {'lines':>6} {'said':>6} {'right':>6}   of ours, {kind}")
    for low, high, lines, said, share in rows:
        print(f"{low:6.3f}–{min(high, 1.0):.3f} {lines:7} {said:6.3f} {share:6.3f}")


def _alone(pages: Sequence[Page]) -> list[tuple[float, float, int, float, float]]:
    """Returns how often the probabilities of every different line are right when it has no page around it."""
    lines = sorted({line[0]: line for page in pages for line in page}.values(), key=lambda line: line[0])
    guesses = identify_all([text for text, _ in lines])
    right = [primary(guess.language) in accepted for guess, (_, accepted) in zip(guesses, lines, strict=True)]
    return _reliability([guess.probability for guess in guesses], right)


def _second_voice(pages: Sequence[Page]) -> dict[str, float]:
    """Identifies pieces of the pages' running text by themselves, with langdetect asked where they are in doubt."""
    pieces = [(piece, accepted) for page in pages for text, accepted in page for piece in _cut(text)]
    load()
    asked = [identify(piece) for piece, _ in pieces]
    usual, doubt.DOUBT = doubt.DOUBT, 0.0
    alone = [identify(piece) for piece, _ in pieces]
    doubt.DOUBT = usual
    right = [
        sum(primary(g.language) in ok for g, (_, ok) in zip(found, pieces, strict=True)) for found in (alone, asked)
    ]
    votes = sum(guess.reason.startswith("langdetect") for guess in asked)
    print(
        f"\n{len(pieces)} pieces of running text by themselves: {right[0]} right without langdetect; "
        f"asked about {votes}, {right[1]} right with it"
    )
    return {"pieces": len(pieces), "pieces_asked": votes, "right_alone": right[0], "right_with_langdetect": right[1]}


def _cut(text: str) -> list[str]:
    pieces = [""]
    for word in text.split():
        pieces[-1] = f"{pieces[-1]} {word}".strip()
        if len(pieces[-1]) >= PIECE:
            pieces.append("")
    return pieces[:-1]


def _whole_command(pages: Sequence[Page]) -> dict[str, float]:
    """Runs ``polyglot-news route`` over the pages as files, on one core, and over one of them for the start alone."""
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            text = "\n".join(line for line, _ in page)
            (Path(folder) / f"{number:05}.txt").write_text(text, encoding="utf-8")
        wall, busy = _timed(folder)
        start, _ = _timed(f"{folder}/00000.txt")
    lines = sum(map(len, pages))
    print(
        f"the whole command, cold, on one core: {lines / busy:.0f} lines a second of processor time; "
        f"{lines} lines in {wall:.2f} s, of which {start:.2f} s for the start ({lines / wall:.0f} lines/s)"
    )
    return {
        "lines_per_second_command": round(lines / wall, 1),
        "lines_per_cpu_second_command": round(lines / busy, 1),
        "start_seconds_command": round(start, 3),
    }


def _timed(pages: str) -> tuple[float, float]:
    """Returns the seconds a new process takes and those it computes, the best of three; one before them compiles."""
    command = [sys.executable, "-m", "polyglot_news", "route", pages, "--quiet"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    pin = partial(os.sched_setaffinity, 0, {min(os.sched_getaffinity(0))}) if hasattr(os, "sched_setaffinity") else None
    taken = []
    for _ in range(4):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, preexec_fn=pin)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return min(wall for wall, _ in taken[1:]), min(busy for _, busy in taken[1:])


def _pairs(page: Page, answers: list[Answer]) -> list[tuple[tuple[str, frozenset[str]], Answer]]:
    return list(zip(page, answers, strict=True))


def _run(router: Router, pages: Sequence[Page]) -> tuple[list[list[Answer]], float, float]:
    """Returns the answers, the seconds of processor time they took and those that passed."""
    router(["Once, so that nothing is read for the first time below."])
    busy, start = time.process_time(), time.perf_counter()
    answers = [router([text for text, _ in page]) for page in pages]
    return answers, time.process_time() - busy, time.perf_counter() - start


def _reliability(said: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int, float, float]]:
    rows = []
    for low, high in pairwise(BINS):
        inside = [(p, r) for p, r in zip(said, right, strict=True) if low <= p < high]
        if inside:
            mean, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            rows.append((low, high, len(inside), mean, share))
    return rows


def _labelled(path: Path) -> list[Page]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    pages = [json.loads(line)["lines"] for line in content.decode("utf-8").splitlines()]
    return [[(x["t"], frozenset(map(primary, x.get("accept", [x["lang"]])))) for x in page] for page in pages]


def _composed(count: int) -> list[Page]:
    """Puts articles and interface text of two languages together, the same pages every time."""
    samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
    draw = random.Random(0)
    pages = []
    for _ in range(count):
        body, label = draw.sample(sorted(samples["body"]), 1)[0], draw.sample(sorted(samples["label"]), 1)[0]
        lines = [(text, body) for text in samples["body"][body]]
        for text, tag in [(text, label) for text in samples["label"][label]] + [(t, "und") for t in samples["und"]]:
            lines.insert(draw.choice([0, 1, len(lines) - 1, len(lines)]), (text, tag))
        pages.append([(text, frozenset({tag})) for text, tag in lines])
    return pages


def _ours() -> Router:
    load()

    def router(texts: Sequence[str]) -> list[Answer]:
        lines = [Segment(page_id="", block=i, index=0, role=Role.PARAGRAPH, text=text) for i, text in enumerate(texts)]
        return [(primary(r.language), r.probability) for r in route(lines, target=None)]

    return router


def _langdetect(name: str = "langdetect") -> Router:
    library = import_module(name)
    library.DetectorFactory.seed = 0

    def one(text: str) -> Answer:
        try:
            best = library.detect_langs(text)[0]
        except library.LangDetectException:
            return "und", 1.0
        return primary(best.lang), best.prob

    return lambda texts: [one(text) for text in texts]


def _lingua() -> Router:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().build()

    def one(text: str) -> Answer:
        best: Any = detector.detect_language_of(text)
        return (primary(best.iso_code_639_1.name.lower()) if best else "und"), 1.0

    return lambda texts: [one(text) for text in texts]


def _py3langid() -> Router:
    import py3langid

    return lambda texts: [(primary(py3langid.classify(text)[0]), 1.0) for text in texts]


def _eldc() -> Router:
    import eldc

    eldc.init()
    return lambda texts: [(primary(str(eldc.detect(text) or "und")), 1.0) for text in texts]


ROUTERS: tuple[tuple[str, str, Callable[[], Router]], ...] = (
    ("ours", "polyglot-news", _ours),
    ("langdetect", "langdetect", _langdetect),
    ("langdetect_rs", "langdetect-rs", partial(_langdetect, "langdetect_rs")),
    ("lingua", "lingua-language-detector", _lingua),
    ("py3langid", "py3langid", _py3langid),
    ("eldc", "eldc", _eldc),
)

if __name__ == "__main__":
    main()
