"""Measures translation against Argos's own way of calling the same model, and against CTranslate2 alone.

Four ways over the same segments, each in a process of its own, start to end, in turns so that all see the same
machine: (a) ``argos``: one segment a call with the parameters of argostranslate's ``apply_packaged_translation``
(batches of 32 tokens, beam 4), its sentence splitting left out; (b) ``ours``; ``fast``: ours with beam 1; (c) ``raw``:
one ``ctranslate2.translate_batch`` over the distinct, sorted, tokenised list, its tokenising not counted. Argos is
measured on a sample and counted up. Without ``--package`` the model is one of Argos's usual shape with random weights
(6+6 layers, 512 wide, 32,000 pieces) that copies its input.

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
from importlib.metadata import version
from pathlib import Path

from build_random_package import build, shape_of

WAYS = ("argos", "ours", "fast", "raw")
LINES_A_PAGE, INTERFACE_LINES_A_PAGE, INTERFACE = 10, 20, 40


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
    """Pages of ten segments of their own and twenty interface lines out of forty that all pages share."""
    chance = random.Random(2)
    interface = [" ".join(line.split()[:4]) for line in made_up(INTERFACE)]
    pages = [segments[i : i + LINES_A_PAGE] for i in range(0, len(segments), LINES_A_PAGE)]
    return [line for page in pages for line in [*page, *chance.sample(interface, INTERFACE_LINES_A_PAGE)]]


def by_length(segments: Sequence[str]) -> list[str]:
    """The distinct segments as the run queues them."""
    return sorted(set(segments), key=lambda text: (len(text), text))


def run_argos(package: Path, segments: Sequence[str]) -> tuple[list[str], Clock]:
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
            max_batch_size=32, batch_type="tokens", beam_size=4, num_hypotheses=1, length_penalty=0.2,
            return_scores=True,
        )  # fmt: skip
        target = loaded.tokenizer.decode(result.hypotheses[0])
        targets.append(target.removeprefix(prefix).removeprefix(" "))
    return targets, Clock.since(start)


def run_ours(package: Path, segments: Sequence[str], *, beam: int) -> tuple[list[str], Clock]:
    """What the translate stage does with the queue of a corpus."""
    from polyglot_news.run.translation import CHUNK_TEXTS
    from polyglot_news.translate.engine import open_engine

    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    source, target = metadata["from_code"], metadata["to_code"]
    queue = by_length(segments)
    chunks = (queue[start : start + CHUNK_TEXTS] for start in range(0, len(queue), CHUNK_TEXTS))
    engine = open_engine("argos", models=package, beam=beam)
    targets = {t.source: t.target for chunk in engine.stream(chunks, source=source, target=target) for t in chunk}
    return [targets[segment] for segment in segments], Clock(wall=0, cpu=0)


def run_raw(package: Path, segments: Sequence[str]) -> tuple[list[str], Clock]:
    """CTranslate2 alone, at its best: as many translators as cores, large batches, everything in one call."""
    import argostranslate.package
    import ctranslate2

    from polyglot_news.config import usable_cores
    from polyglot_news.translate.model import BATCH_TOKENS

    start = Clock.now()
    tokenizer = argostranslate.package.Package(package).tokenizer
    tokenized = [tokenizer.encode(segment) for segment in by_length(segments)]
    tokenizing = Clock.since(start)
    translator = ctranslate2.Translator(
        str(package / "model"), device="cpu", inter_threads=usable_cores(), intra_threads=1, compute_type="auto"
    )
    translator.translate_batch(
        tokenized, replace_unknowns=True, max_batch_size=BATCH_TOKENS, batch_type="tokens", beam_size=4,
        length_penalty=0.2, return_scores=True,
    )  # fmt: skip
    return [], tokenizing


def child(way: str, package: Path, segments: Sequence[str], out: Path) -> None:
    """One way in this process; writes its targets and the seconds of the part that is counted apart."""
    if way == "argos":
        targets, apart = run_argos(package, segments)
    elif way == "raw":
        targets, apart = run_raw(package, segments)
    else:
        targets, apart = run_ours(package, segments, beam=1 if way == "fast" else 4)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer = {"targets": targets, "wall": apart.wall, "cpu": apart.cpu, "peak": peak}
    out.write_text(json.dumps(answer), encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a way took over all segments, its targets and the peak of its memory in MB."""

    clock: Clock
    targets: list[str]
    peak: float


def measure(way: str, package: Path, segments: Sequence[str], *, factor: float, scratch: Path) -> Result:
    """Runs a way as a process; Argos's translating counts ``factor`` times, raw's tokenising not at all."""
    question, answer = scratch / "segments.json", scratch / "answer.json"
    question.write_text(json.dumps(list(segments)), encoding="utf-8")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, __file__, "--child", way, str(package), str(question), str(answer)], check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(answer.read_text(encoding="utf-8"))
    more = factor - 1 if way == "argos" else -1 if way == "raw" else 0
    clock = Clock(wall=wall + more * told["wall"], cpu=cpu + more * told["cpu"])
    return Result(clock=clock, targets=told["targets"], peak=told["peak"])


def compare(package: Path, segments: Sequence[str], *, sample: int, rounds: int, scratch: Path) -> dict[str, object]:
    """Measures every way ``rounds`` times in turns and keeps the best time of each."""
    few = random.Random(3).sample(list(segments), min(sample, len(segments)))
    factor = len(segments) / len(few)
    best: dict[str, Result] = {}
    for _ in range(rounds):
        for way in WAYS:
            asked = few if way == "argos" else segments
            result = measure(way, package, asked, factor=factor, scratch=scratch)
            best[way] = min(best.get(way, result), result, key=lambda result: result.clock.wall)
    ours = dict(zip(segments, best["ours"].targets, strict=True))
    beside = [(text, theirs, ours[text]) for text, theirs in zip(few, best["argos"].targets, strict=True)]
    different = [row for row in beside if row[1] != row[2]]
    wall = {way: best[way].clock.wall for way in WAYS}
    cpu = {way: best[way].clock.cpu for way in WAYS}
    return {
        "segments": len(segments),
        "distinct": len(set(segments)),
        "argos_sample": len(few),
        "seconds": wall,
        "cpu_seconds": cpu,
        "speedup_vs_argos": wall["argos"] / wall["ours"],
        "speedup_fast_vs_argos": wall["argos"] / wall["fast"],
        "time_vs_raw": wall["ours"] / wall["raw"],
        "cpu_speedup_vs_argos": cpu["argos"] / cpu["ours"],
        "cpu_speedup_fast_vs_argos": cpu["argos"] / cpu["fast"],
        "cpu_vs_raw": cpu["ours"] / cpu["raw"],
        "equal_to_argos": 1 - len(different) / len(few),
        "different": different[:10],
        "peak_mb": best["ours"].peak,
    }


def table(title: str, figures: Mapping[str, object]) -> None:
    """Prints one comparison for people."""
    seconds, processor = figures["seconds"], figures["cpu_seconds"]
    assert isinstance(seconds, dict) and isinstance(processor, dict)
    print(f"\n{title}: {figures['segments']:,} segments, {figures['distinct']:,} distinct")
    print(f"{'':8}{'seconds':>10}{'segments/s':>12}{'CPU s':>10}{'faster than Argos':>19}")
    for way in WAYS:
        rate = float(str(figures["segments"])) / seconds[way]
        print(f"{way:8}{seconds[way]:10.1f}{rate:12.1f}{processor[way]:10.1f}{seconds['argos'] / seconds[way]:19.1f}")
    print(f"ours / raw: {figures['time_vs_raw']:.3f}; outputs equal to Argos's: {figures['equal_to_argos']:.1%}")
    print(f"peak memory of ours: {figures['peak_mb']:.0f} MB")
    for source, theirs, ours in figures["different"]:  # type: ignore[attr-defined]
        print(f"  differs: {source}\n    Argos: {theirs}\n    ours:  {ours}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small model and few segments, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--package", type=Path, help="package folder to measure instead of a random one")
    parser.add_argument("--text", type=Path, help="file of segments, one a line, instead of made-up ones")
    parser.add_argument("--segments", type=int, default=2_000)
    parser.add_argument("--argos-sample", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        way, package, question, answer = options.child
        child(way, Path(package), json.loads(Path(question).read_text(encoding="utf-8")), Path(answer))
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
    package = options.package
    if package is None:
        text = scratch / "text.txt"
        text.write_text("\n".join(made_up(5_000)), encoding="utf-8")
        shape = shape_of(layers=2, width=256) if options.quick else shape_of(layers=6, width=512)
        metadata = {"from_code": "ru", "to_code": "en"}
        package = build(scratch / "translate-ru_en-1_0", text=text, shape=shape, vocabulary=32_000, **metadata)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, ctranslate2 {version('ctranslate2')}, argostranslate {version('argostranslate')}")
    turns = {"sample": options.argos_sample, "rounds": options.rounds, "scratch": scratch}
    distinct = compare(package, segments, **turns)
    table("Distinct segments", distinct)
    pages = with_interface(segments[: max(100, options.segments // 4)])
    repeated = compare(package, pages, **turns)
    table("Pages with interface lines", repeated)
    return {
        **{name: value for name, value in distinct.items() if name != "different"},
        "speedup_repeated_vs_argos": repeated["speedup_vs_argos"],
        "machine": machine,
    }


if __name__ == "__main__":
    main()
