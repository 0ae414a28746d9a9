"""Measures translation against Argos's own way of calling the same model, and against CTranslate2 alone.

Four ways over the same segments, each in a process of its own, start to end, in turns so that all see the same
machine: (a) ``argos``: one segment a call with the parameters of argostranslate's ``apply_packaged_translation``
(batches of 32 tokens, beam 4), its sentence splitting left out; (b) ``ours``; ``fast``: ours with beam 1; (c) ``raw``:
one ``ctranslate2.translate_batch`` over the distinct, sorted, tokenised list, its tokenising not counted. Raw takes
every text once and looks at no translation; so do ``ours`` and ``fast``. ``guarded`` also scores them and asks again
for what is refused, as a build does; only ``--ways`` adds it, because all that random weights say is refused. Argos is
measured on a sample and counted up; ``alone`` is ours with every text of that sample in a chunk of its own, and
``batch_dependent`` the share of the sample that comes out otherwise in its batch. Without ``--package`` the model is
one of Argos's usual shape with random weights (6+6 layers, 512 wide, 32,000 pieces) that copies its input.

Pages with an interface have 20 sentences and 100 lines of four words that stand on every page. So it is on real ones:
on 126 pages of the news sites with three pages and more among the development data, 101 lines (the median) of 23
characters stand on three quarters of a site's pages or more, and a body has 2,592 characters.

    bench_translate.py [--quick] [--json] [--package FILE] [--text FILE] [--segments 2000]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from build_random_package import build, shape_of

from polyglot_news.translate.packages import open_package

WAYS = ("argos", "alone", "ours", "guarded", "fast", "raw")
UNLESS_TOLD = ("argos", "alone", "ours", "fast", "raw")
ON_SAMPLE = ("argos", "alone")
RATIOS = {
    "speedup_vs_argos": ("argos", "ours"),
    "speedup_fast_vs_argos": ("argos", "fast"),
    "time_vs_raw": ("ours", "raw"),
    "guarded_time_vs_raw": ("guarded", "raw"),
}
LINES_A_PAGE, INTERFACE = 20, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Seconds of wall clock and of processor."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Clock:
        """The time of this process."""
        return cls(wall=time.perf_counter(), cpu=time.process_time())

    @classmethod
    def since(cls, start: Clock) -> Clock:
        """The time that passed."""
        now = cls.now()
        return cls(wall=now.wall - start.wall, cpu=now.cpu - start.cpu)


def made_up(count: int) -> list[str]:
    """Distinct sentences of made-up words, as long as those of news: 16 words in the middle, few very long ones."""
    chance = random.Random(1)
    syllables = [a + b for a in "бвгдклмнпрст" for b in "аеиоуы"]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(8_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    sentences: dict[str, None] = {}
    while len(sentences) < count:
        length = max(2, min(60, round(chance.lognormvariate(2.7, 0.55))))
        sentences[" ".join(chance.choices(words, weights, k=length)).capitalize() + "."] = None
    return list(sentences)


def with_interface(segments: Sequence[str]) -> list[str]:
    """Pages of twenty segments of their own and a hundred interface lines that all pages share."""
    interface = [" ".join(line.split()[:4]) for line in made_up(INTERFACE)]
    pages = [segments[i : i + LINES_A_PAGE] for i in range(0, len(segments), LINES_A_PAGE)]
    return [line for page in pages for line in [*page, *interface]]


def by_length(segments: Sequence[str]) -> list[str]:
    """The distinct segments as the run queues them."""
    return sorted(set(segments), key=lambda text: (len(text), text))


def run_argos(package: Path, segments: Sequence[str], *, beam: int) -> tuple[list[str], Clock]:
    """What ``argostranslate.translate`` does with each segment, without its sentence splitter."""
    import argostranslate.package
    import ctranslate2

    loaded = argostranslate.package.Package(package)
    translator = ctranslate2.Translator(
        str(package / "model"), device="cpu", inter_threads=1, intra_threads=0, compute_type="auto"
    )
    prefix, targets = loaded.target_prefix, []
    start = Clock.now()
    for segment in segments:
        tokenized = [loaded.tokenizer.encode(segment)]
        [result] = translator.translate_batch(
            tokenized, target_prefix=[[prefix]] * len(tokenized) if prefix else None, replace_unknowns=True,
            max_batch_size=32, batch_type="tokens", beam_size=beam, num_hypotheses=1, length_penalty=0.2,
            return_scores=True,
        )  # fmt: skip
        target = loaded.tokenizer.decode(result.hypotheses[0])
        targets.append(target.removeprefix(prefix).removeprefix(" "))
    return targets, Clock.since(start)


def run_guarded(package: Path, segments: Sequence[str], *, beam: int) -> tuple[list[str], Clock]:
    """What the translate stage does with the queue of a corpus."""
    return run_ours(package, segments, beam=beam, guarded=True)


def run_ours(package: Path, segments: Sequence[str], *, beam: int, guarded: bool = False) -> tuple[list[str], Clock]:
    """The same, without looking at the translations unless they are ``guarded``."""
    from polyglot_news.glossary import NO_TERMS
    from polyglot_news.run.improve import improve
    from polyglot_news.run.translation import CHUNK_TEXTS
    from polyglot_news.score import DEFAULT
    from polyglot_news.translate.engine import open_engine

    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    source, target = metadata["from_code"], metadata["to_code"]
    queue = by_length(segments)
    chunks = (queue[start : start + CHUNK_TEXTS] for start in range(0, len(queue), CHUNK_TEXTS))
    engine = open_engine("argos", models=package, beam=beam)
    better = partial(improve, engine=engine, terms=NO_TERMS, thresholds=DEFAULT if guarded else ())
    answers = map(better, engine.stream(chunks, source=source, target=target))
    targets = {translation.source: translation.target for chunk in answers for translation in chunk}
    return [targets[segment] for segment in segments], Clock(wall=0, cpu=0)


def run_alone(package: Path, segments: Sequence[str], *, beam: int) -> tuple[list[str], Clock]:
    """Ours, with every text in a chunk of its own."""
    from polyglot_news.translate.engine import open_engine

    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    chunks = ([segment] for segment in segments)
    answers = open_engine("argos", models=package, beam=beam).stream(
        chunks, source=metadata["from_code"], target=metadata["to_code"]
    )
    return [translation.target for chunk in answers for translation in chunk], Clock(wall=0, cpu=0)


def run_raw(package: Path, segments: Sequence[str], *, beam: int) -> tuple[list[str], Clock]:
    """CTranslate2 alone, at its best: as many translators as cores, large batches, everything in one call."""
    import argostranslate.package
    import ctranslate2

    from polyglot_news.cores import usable_cores
    from polyglot_news.translate.hardware import CORE_TOKENS

    start = Clock.now()
    tokenizer = argostranslate.package.Package(package).tokenizer
    tokenized = [tokenizer.encode(segment) for segment in by_length(segments)]
    tokenizing = Clock.since(start)
    translator = ctranslate2.Translator(
        str(package / "model"), device="cpu", inter_threads=usable_cores(), intra_threads=1, compute_type="auto"
    )
    translator.translate_batch(
        tokenized, replace_unknowns=True, max_batch_size=CORE_TOKENS, batch_type="tokens", beam_size=beam,
        length_penalty=0.2, return_scores=True,
    )  # fmt: skip
    return [], tokenizing


def child(way: str, package: Path, segments: Sequence[str], *, beam: int, out: Path) -> None:
    """One way in this process; writes its targets and the seconds of the part that is counted apart."""
    run = {"argos": run_argos, "alone": run_alone, "guarded": run_guarded, "raw": run_raw}.get(way, run_ours)
    targets, apart = run(package, segments, beam=1 if way == "fast" else beam)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer = {"targets": targets, "wall": apart.wall, "cpu": apart.cpu, "peak": peak}
    out.write_text(json.dumps(answer), encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a way took over all segments, its targets and the peak of its memory in MB."""

    clock: Clock
    targets: list[str]
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What is compared: a package, the ways and their beam, how much of Argos's part is run, and how often."""

    package: Path
    scratch: Path
    ways: Sequence[str]
    beam: int
    sample: int
    rounds: int

    def compare(self, segments: Sequence[str]) -> dict[str, object]:
        """Measures every way ``rounds`` times in turns and keeps the best time of each."""
        few = random.Random(3).sample(list(segments), min(self.sample, len(segments)))
        best: dict[str, Result] = {}
        for _ in range(self.rounds):
            for way in self.ways:
                asked = few if way in ON_SAMPLE else segments
                result = self._measure(way, asked, factor=len(segments) / len(asked))
                best[way] = min(best.get(way, result), result, key=lambda result: result.clock.wall)
        wall, cpu = ({way: getattr(best[way].clock, name) for way in best} for name in ("wall", "cpu"))
        return {
            "segments": len(segments),
            "distinct": len(set(segments)),
            "sample": len(few),
            "beam": self.beam,
            "seconds": wall,
            "cpu_seconds": cpu,
            **{name: wall[a] / wall[b] for name, (a, b) in RATIOS.items() if {a, b} <= best.keys()},
            **{f"cpu_{name}": cpu[a] / cpu[b] for name, (a, b) in RATIOS.items() if {a, b} <= best.keys()},
            **_differences(few, segments, best),
            "peak_mb": max(result.peak for way, result in best.items() if way in ("ours", "fast")),
        }

    def _measure(self, way: str, segments: Sequence[str], *, factor: float) -> Result:
        """Runs a way as a process; Argos's translating counts ``factor`` times, raw's tokenising not at all."""
        question, answer = self.scratch / "segments.json", self.scratch / "answer.json"
        question.write_text(json.dumps(list(segments)), encoding="utf-8")
        command = [sys.executable, __file__, "--child", way, str(self.package), str(question), str(answer)]
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([*command, "--beam", str(self.beam)], check=True)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told = json.loads(answer.read_text(encoding="utf-8"))
        more = factor - 1 if way == "argos" else -1 if way == "raw" else 0
        clock = Clock(wall=wall + more * told["wall"], cpu=cpu + more * told["cpu"])
        return Result(clock=clock, targets=told["targets"], peak=told["peak"])


def _differences(few: Sequence[str], segments: Sequence[str], best: Mapping[str, Result]) -> dict[str, object]:
    """Returns in how much of the sample ours differs from Argos's outputs, and from itself without a batch."""
    if "ours" not in best:
        return {}
    ours = dict(zip(segments, best["ours"].targets, strict=True))
    figures: dict[str, object] = {}
    if "argos" in best:
        beside = [(text, theirs, ours[text]) for text, theirs in zip(few, best["argos"].targets, strict=True)]
        different = [row for row in beside if row[1] != row[2]]
        figures |= {"equal_to_argos": 1 - len(different) / len(few), "different": different}
    if "alone" in best:
        dependent = sum(ours[text] != target for text, target in zip(few, best["alone"].targets, strict=True))
        figures |= {"batch_dependent": dependent / len(few)}
    return figures


def table(title: str, figures: Mapping[str, object], *, shown: int) -> None:
    """Prints one comparison for people."""
    seconds, processor = figures["seconds"], figures["cpu_seconds"]
    assert isinstance(seconds, dict) and isinstance(processor, dict)
    print(f"\n{title}: {figures['segments']:,} segments, {figures['distinct']:,} distinct, beam {figures['beam']}")
    print(f"{'':8}{'seconds':>10}{'segments/s':>12}{'CPU s':>10}{'faster than Argos':>19}{'by CPU':>8}")
    for way in (way for way in seconds if way != "alone"):
        rate = float(str(figures["segments"])) / seconds[way]
        faster = [f"{clock['argos'] / clock[way]:.1f}" if "argos" in clock else "" for clock in (seconds, processor)]
        print(f"{way:8}{seconds[way]:10.1f}{rate:12.1f}{processor[way]:10.1f}{faster[0]:>19}{faster[1]:>8}")
    for name, value in figures.items():
        if isinstance(value, float):
            print(f"{name}: {value:.4f}")
    different = figures.get("different") or ()
    for source, theirs, ours in list(different)[:shown]:  # type: ignore[call-overload]
        print(f"  differs: {source}\n    Argos: {theirs}\n    ours:  {ours}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small model and few segments, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--package", type=Path, help="package to measure instead of a random one")
    parser.add_argument("--text", type=Path, help="file of segments, one a line, instead of made-up ones")
    parser.add_argument("--segments", type=int, default=2_000)
    parser.add_argument("--argos-sample", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--beam", type=int, default=4, help="of all but fast")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=UNLESS_TOLD, help="leave some out, to go faster")
    parser.add_argument("--only", choices=("distinct", "pages"), help="one of the two comparisons")
    parser.add_argument("--shown", type=int, default=10, help="how many different outputs to print")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        way, package, question, answer = options.child
        segments = json.loads(Path(question).read_text(encoding="utf-8"))
        child(way, Path(package), segments, beam=options.beam, out=Path(answer))
        return
    if options.quick:
        options.segments, options.argos_sample, options.rounds = 400, 60, 1
    with tempfile.TemporaryDirectory() as scratch:
        figures = bench(options, Path(scratch))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))


def bench(options: argparse.Namespace, scratch: Path) -> dict[str, object]:
    """Both comparisons: distinct segments, and pages on which interface lines recur."""
    lines = options.text.read_text(encoding="utf-8").splitlines() if options.text else made_up(options.segments)
    segments = random.Random(4).sample(sorted({line for line in lines if line.strip()}), options.segments)
    if options.package:
        package = open_package(options.package).folder()
    else:
        text = scratch / "text.txt"
        text.write_text("\n".join(made_up(5_000)), encoding="utf-8")
        shape = shape_of(layers=2, width=256) if options.quick else shape_of(layers=6, width=512)
        metadata: dict[str, Any] = {"from_code": "ru", "to_code": "en"}
        package = build(scratch / "translate-ru_en-1_0", text=text, shape=shape, vocabulary=32_000, **metadata)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, ctranslate2 {version('ctranslate2')}, argostranslate {version('argostranslate')}")
    ways = [way for way in WAYS if way in options.ways]
    compared = Bench(
        package=package,
        scratch=scratch,
        ways=ways,
        beam=options.beam,
        sample=options.argos_sample,
        rounds=options.rounds,
    )
    figures: dict[str, object] = {"machine": machine}
    if options.only != "pages":
        distinct = compared.compare(segments)
        table("Distinct segments", distinct, shown=options.shown)
        figures |= {name: value for name, value in distinct.items() if name != "different"}
    if options.only != "distinct":
        pages = compared.compare(with_interface(segments))
        table("Pages with interface lines", pages, shown=0)
        figures |= {name.replace("vs_argos", "repeated_vs_argos"): pages[name] for name in pages if "vs_argos" in name}
    return figures


if __name__ == "__main__":
    main()
