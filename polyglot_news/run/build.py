"""The whole job: inputs → articles, routed segments, memory, pairs, report; continues where it was stopped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice

from polyglot_news.errors import InputError, NoModelError
from polyglot_news.files import write_json, write_text
from polyglot_news.memory import Memory
from polyglot_news.records import Reject
from polyglot_news.report import Report, as_html, report
from polyglot_news.report.page import SAMPLES
from polyglot_news.run.corpus import opened
from polyglot_news.run.extraction import extraction
from polyglot_news.run.finished import Unfinished, check_inputs, due, unfinished
from polyglot_news.run.folder import REPORTS, Folder
from polyglot_news.run.job import Job
from polyglot_news.run.manifest import check_settings, noted, tell_kept, write_manifest
from polyglot_news.run.pairing import Pairing, pair_corpus
from polyglot_news.run.parts import extract_shard
from polyglot_news.run.planning import Plan, make_plan
from polyglot_news.run.survey import survey, survey_mark
from polyglot_news.run.translation import Translated, places, translate_corpus
from polyglot_news.score import DEFAULT
from polyglot_news.translate.chains import small_notice
from polyglot_news.translate.engine import Engine
from polyglot_news.translate.packages import remedy
from polyglot_news.write.units import is_extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A finished run: what it counted, the stages' seconds, and the language pairs that lack a model."""

    report: Report
    seconds: dict[str, float]
    engine: str
    translated: int
    known: int
    missing: tuple[tuple[str, str], ...]


def build(job: Job, *, engine: Engine) -> Outcome:
    """Runs the stages below ``job.config.out`` and writes ``manifest.json``, ``report.json`` and ``report.html``.

    Finished parts of an earlier run of the same settings, models and inputs are kept. Raises OutputError when they
    differ, NoModelError (after everything else is written) when nothing at all could be translated, Interrupted when
    the job was asked to stop.
    """
    config, folder = job.config, _folder(job)
    with folder.locked(memory=config.memory):
        plan = _extract(folder, job)
        if is_extraction(folder.root):
            folder.unreport()
        _tell_small_models(folder, engine=engine, job=job)
        thresholds = () if engine.name == "echo" else DEFAULT
        memory = Memory(config.memory or folder.root / "memory")
        with opened(folder, memory, job.glossary) as corpus:
            with job.stage("translate", total=None, unit="texts"):
                translated = translate_corpus(corpus, job, engine=engine, thresholds=thresholds)
            with job.stage("pair", total=None, unit="shards"):
                pairing = Pairing(
                    corpus=corpus,
                    translated=translated,
                    target=config.to,
                    glossary=job.glossary,
                    thresholds=thresholds,
                )
                pair_corpus(pairing, progress=job.progress, stop=job.stop)
        outcome = _conclude(folder, translated, job=job, plan=plan, engine=engine)
    if translated.missing and not translated.chains:
        raise NoModelError(_no_model(outcome, pivot=config.pivot))
    return outcome


def extract_only(job: Job) -> Report:
    """Runs the extract stage alone below ``job.config.out``; a build of the same settings goes on from there.

    Its report is written where no build has been: the report of one stays, and one without is still to be finished.
    """
    folder = _folder(job)
    with folder.locked():
        _extract(folder, job)
        result = report(folder.records("extract"))
        if not any(folder.names("pair")):
            _write_report(folder, result, title="What the extraction did")
        return result


def _extract(folder: Folder, job: Job) -> Plan:
    """Runs the extract stage: ``articles/``, ``segments/`` and its part of ``rejects/``."""
    plan = _begun(folder, job)
    left = unfinished(folder, plan, survey=survey_mark(job.config, plan), progress=job.progress, stop=job.stop)
    if left.shards or left.unsure:
        _extract_left(folder, job, plan=plan, left=left)
    folder.remove_strays("extract")
    folder.tidy(since=plan.began)
    tell_kept(folder, job, plan)
    return plan


def _extract_left(folder: Folder, job: Job, *, plan: Plan, left: Unfinished) -> None:
    """Extracts the shards that are not finished, or whose copies are others than before."""
    if not plan.readable:
        plan = make_plan(job, folder.state(), copies=True)
    folder.check_space()
    _tell_space(folder, job, size=left.size)
    _extract_shards(folder, job, plan, total=left.rows)


def _begun(folder: Folder, job: Job) -> Plan:
    """Returns the plan of the run, once the folder is its own and says so."""
    check_settings(folder, job)
    job.inputs.fetch()
    plan = make_plan(job, folder.state())
    if not plan.count:
        raise InputError(f"There are no pages in {', '.join(job.inputs.names)}: the folder or file is empty.")
    if job.restart:
        folder.clear()
        job.stop.anew = True
    check_inputs(folder, plan, resume=job.resume)
    write_manifest(folder, job, plan)
    return plan


def _extract_shards(folder: Folder, job: Job, plan: Plan, *, total: int) -> None:
    """Looks at all pages, then does the shards that are not done yet, or not with these copies linked."""
    found, mark = survey(job, plan, folder.state()), survey_mark(job.config, plan)
    settings = extraction(job.config, evidence=found.evidence)
    made = {"survey": mark, "settings": noted(job, plan)}
    work = partial(extract_shard, settings=settings, folder=folder, noted=made, log=job.log)
    with job.stage("extract", total=total, unit="pages") as progress:
        for done in job.pool(work).map(due(folder, found.linked(plan.shards()), survey=mark)):
            progress.advance(done)


def _folder(job: Job) -> Folder:
    assert job.config.out is not None
    return Folder(job.config.out)


def _tell_space(folder: Folder, job: Job, *, size: int) -> None:
    """Warns when the result may not fit: it takes about as much as the text of the inputs, half of what they take."""
    if (free := folder.free()) < size / 2:
        job.progress.note(
            f"Warning: {free / 1e6:,.0f} MB are free for {folder.root}; the result of {size / 1e6:,.0f} MB of inputs "
            f"may take {size / 2e6:,.0f} MB. A full disk stops the run, and the same command continues it."
        )


def _tell_small_models(folder: Folder, *, engine: Engine, job: Job) -> None:
    """Says once that a demonstration model is in use, and how to install the full one."""
    report_so_far = report(folder.records("extract"))
    wanted = [language for language, counts in report_so_far.segments.items() if counts.get("translate")]
    chains = [chain for language in wanted if (chain := engine.chain(language, job.config.to))]
    if notice := small_notice(chains):
        job.progress.note(notice)


def _conclude(folder: Folder, translated: Translated, *, job: Job, plan: Plan, engine: Engine) -> Outcome:
    """Adds the packages to the manifest and writes the report, which says that the build is finished."""
    models = {
        f"{chain.source}-{chain.target}": {
            "model": chain.model,
            "version": chain.model_version,
            "places": places(folder, chain),
        }
        for chain in translated.chains.values()
    }
    write_manifest(folder, job, plan, models=models)
    result = report(folder.records("extract"), folder.records("pair"))
    _write_report(folder, result, title="What the build did")
    return Outcome(
        report=result,
        seconds=job.seconds,
        engine=engine.name,
        translated=sum(translated.translated.values()),
        known=sum(translated.known.values()),
        missing=tuple((language, job.config.to) for language in translated.missing),
    )


def _write_report(folder: Folder, result: Report, *, title: str) -> None:
    page, told = (folder.root / name for name in REPORTS)
    write_text(page, as_html(result, title=title, rejects=_samples(folder)))
    write_json(told, result.as_json())


def _samples(folder: Folder) -> list[Reject]:
    """Returns the first rejected inputs."""
    import polars as pl

    parts = (folder.part("rejects", f"{stage}-{name}") for stage in ("extract", "pair") for name in folder.names(stage))
    rows = (row for part in parts for row in pl.read_parquet(part).iter_rows(named=True))
    return [Reject(**row) for row in islice(rows, SAMPLES)]


def _no_model(outcome: Outcome, *, pivot: bool) -> str:
    pairs = ", ".join(f"{source}→{target}" for source, target in outcome.missing)
    commands = "\n".join(f"  {remedy(source, target, pivot=pivot)}" for source, target in outcome.missing)
    return f"Nothing could be translated: no model for {pairs}. Install one and run the same command again:\n{commands}"
