"""The whole job: inputs → articles, routed segments, memory, pairs, report; continues where it was stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import polyglot_news
from polyglot_news.config import Config
from polyglot_news.errors import NoModelError, OutputError
from polyglot_news.extract import Evidence
from polyglot_news.files import write_json, write_text
from polyglot_news.memory import Memory
from polyglot_news.records import Reject
from polyglot_news.report import Report, as_html, report
from polyglot_news.report.page import SAMPLES
from polyglot_news.run.extraction import Extraction, extract_shard
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.pairing import Pairing, pair_corpus
from polyglot_news.run.plan import Planned, plan
from polyglot_news.run.pool import Pool
from polyglot_news.run.progress import Progress
from polyglot_news.run.survey import load_evidence, save_evidence, survey
from polyglot_news.run.translation import Translated, translate_corpus
from polyglot_news.score import DEFAULT
from polyglot_news.translate.engine import Engine
from polyglot_news.translate.packages import install_command


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A finished run: what it counted, the stages' seconds, and the language pairs that lack a model."""

    report: Report
    seconds: dict[str, float]
    engine: str
    translated: int
    known: int
    missing: tuple[tuple[str, str], ...]


def build(inputs: Inputs, *, config: Config, engine: Engine, progress: Progress, restart: bool = False) -> Outcome:
    """Runs the three stages below ``config.out`` and writes ``manifest.json`` and ``report.json``.

    Finished parts of an earlier run of the same settings and inputs are kept, or with ``restart`` removed, all but the
    translation memory. Raises OutputError when the folder holds another
    run, NoModelError (after everything else is written) when nothing at all could be translated.
    """
    assert config.out is not None
    folder = Folder(config.out)
    clock = Clock(progress)
    with folder.locked():
        if restart:
            folder.clear()
        _claim(folder, inputs, config=config)
        extract_corpus(folder, inputs, config=config, clock=clock)
        memory = Memory(config.memory or folder.root / "memory")
        _tell_small_models(folder, engine=engine, config=config, progress=progress)
        with clock.stage("translate", total=None, unit="texts"):
            translated = translate_corpus(folder, memory=memory, engine=engine, target=config.to, progress=progress)
        with clock.stage("pair", total=None, unit="shards"):
            pairing = Pairing(
                folder=folder,
                memory=memory,
                translated=translated,
                target=config.to,
                thresholds=() if engine.name == "echo" else DEFAULT,
            )
            pair_corpus(pairing, progress=progress)
        outcome = _conclude(folder, translated, config=config, engine=engine, seconds=clock.seconds)
    if translated.missing and not translated.routes:
        raise NoModelError(_no_model(outcome))
    return outcome


def extract_only(inputs: Inputs, *, config: Config, progress: Progress) -> None:
    """Runs the extract stage alone below ``config.out``; a build of the same settings goes on from there."""
    assert config.out is not None
    folder = Folder(config.out)
    with folder.locked():
        _claim(folder, inputs, config=config)
        extract_corpus(folder, inputs, config=config, clock=Clock(progress))


def extract_corpus(folder: Folder, inputs: Inputs, *, config: Config, clock: Clock) -> None:
    """Runs the extract stage: ``articles/``, ``segments/`` and its part of ``rejects/``."""
    planned = _planned(folder, inputs)
    waiting = {shard.name: shard for shard in planned if folder.completed("extract", shard.name) is None}
    if not waiting:
        return
    pages = sum(shard.inputs for shard in waiting.values())
    settings = extraction(config, evidence=_evidence(folder, inputs, planned=planned, config=config, clock=clock))
    with clock.stage("extract", total=pages, unit="pages") as progress:
        work = partial(extract_shard, settings=settings, folder=folder)
        pool = Pool(work, workers=config.processes, page_timeout=config.page_timeout)
        for record in pool.map(shard for shard in inputs.shards() if shard.name in waiting):
            progress.advance(record["counts"]["pages"]["seen"])


def extraction(config: Config, *, evidence: Evidence | None) -> Extraction:
    """Returns what the extract stage is told."""
    return Extraction(
        target=config.to or None,
        sources=frozenset(config.from_) or None,
        residue=config.residue,
        langs_extra=config.langs_extra,
        evidence=evidence,
    )


def _planned(folder: Folder, inputs: Inputs) -> list[Planned]:
    """Returns the shards of the inputs; raises OutputError when finished ones were made from other inputs."""
    planned = plan(inputs.items())
    finished = {path.stem for path in folder.state("extract").glob("*.json")}
    fingerprints = {shard.name: shard.fingerprint for shard in planned}
    changed = [
        name
        for name in sorted(finished)
        if (done := folder.completed("extract", name)) and done["fingerprint"] != fingerprints.get(name)
    ]
    if changed:
        raise OutputError(
            f"The inputs have changed since {folder.root} was begun ({len(changed)} of {len(finished)} finished shards "
            "differ). Choose another --out, or start over with --restart; the translation memory is kept."
        )
    return planned


def _evidence(
    folder: Folder, inputs: Inputs, *, planned: Sequence[Planned], config: Config, clock: Clock
) -> Evidence | None:
    """Returns the evidence of the survey, which an interrupted run need not repeat."""
    if not config.site_evidence:
        return None
    path = folder.state("survey.npz")
    if (found := load_evidence(path)) is not None:
        return found
    with clock.stage("survey", total=sum(shard.inputs for shard in planned), unit="pages") as progress:
        evidence = survey(
            inputs.shards(),
            workers=config.processes,
            page_timeout=config.page_timeout,
            advance=progress.advance,
        )
    save_evidence(path, evidence)
    return evidence


class Clock:
    """Times the stages and tells the progress when they begin and end."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str, *, total: int | None, unit: str) -> Iterator[Progress]:
        """Runs the block as a named stage."""
        began = time.monotonic()
        self._progress.stage(name, total=total, unit=unit)
        yield self._progress
        self.seconds[name] = time.monotonic() - began
        self._progress.end(seconds=self.seconds[name])


def settings_of(inputs: Inputs, config: Config) -> dict[str, Any]:
    """Returns what decides a run's content, for its manifest: not the workers, and nothing of the machine."""
    return {
        "version": polyglot_news.__version__,
        "inputs": list(inputs.names),
        "to": config.to,
        "from": sorted(config.from_),
        "residue": config.residue,
        "site_evidence": config.site_evidence,
        "langs_extra": [str(path) for path in config.langs_extra],
        "engine": config.engine,
        "beam": config.beam,
        "pivot": config.pivot,
    }


def _claim(folder: Folder, inputs: Inputs, *, config: Config) -> None:
    """Makes the folder this run's, or finds that it is; another run's folder is left alone."""
    path = folder.root / "manifest.json"
    settings = settings_of(inputs, config)
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))["settings"]
        changed = sorted(key for key in settings if found.get(key) != settings[key])
        if changed:
            raise OutputError(
                f"{folder.root} holds a run with another {', '.join(changed)}. "
                "Give the same settings to continue it, choose another --out, or start over with --restart."
            )
    write_json(path, {"settings": settings})


def _tell_small_models(folder: Folder, *, engine: Engine, config: Config, progress: Progress) -> None:
    """Says once that a demonstration model is in use, and how to install the full one."""
    report_so_far = report(folder.records("extract"), ())
    wanted = [language for language, counts in report_so_far.segments.items() if counts.get("translate")]
    routes = [route for language in wanted if (route := engine.route(language, config.to))]
    small = [route for route in routes if route.small]
    if small:
        pairs = ", ".join(f"{route.source}→{route.target}" for route in small)
        commands = "; ".join(dict.fromkeys(install_command(route.source, route.target) for route in small))
        progress.note(f"A small demonstration model translates {pairs}. For the full one: {commands}")


def _conclude(
    folder: Folder, translated: Translated, *, config: Config, engine: Engine, seconds: dict[str, float]
) -> Outcome:
    """Writes the report and adds the packages to the manifest."""
    result = report(folder.records("extract"), folder.records("pair"))
    write_json(folder.root / "report.json", result.as_json())
    write_text(folder.root / "report.html", as_html(result, title="What the build did", rejects=_samples(folder)))
    manifest = json.loads((folder.root / "manifest.json").read_text(encoding="utf-8"))
    manifest["models"] = {
        f"{route.source}-{route.target}": {"model": route.model, "version": route.model_version}
        for route in translated.routes.values()
    }
    write_json(folder.root / "manifest.json", manifest)
    return Outcome(
        report=result,
        seconds=seconds,
        engine=engine.name,
        translated=sum(translated.translated.values()),
        known=sum(translated.known.values()),
        missing=tuple((language, config.to) for language in translated.missing),
    )


def _samples(folder: Folder) -> list[Reject]:
    """Returns the first rejected inputs."""
    import polars as pl

    frame = pl.scan_parquet(sorted((folder.root / "rejects").glob("*.parquet"))).head(SAMPLES).collect()
    return [Reject(**row) for row in frame.iter_rows(named=True)]


def _no_model(outcome: Outcome) -> str:
    pairs = ", ".join(f"{source}→{target}" for source, target in outcome.missing)
    commands = "\n".join(f"  {install_command(source, target)}" for source, target in outcome.missing)
    return f"Nothing could be translated: no model for {pairs}. Install one and run the same command again:\n{commands}"
