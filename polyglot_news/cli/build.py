"""What ``build`` and ``report`` do and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from polyglot_news.cli.how import How
from polyglot_news.cli.opening import engine_of, glossary_of
from polyglot_news.cli.summary import UNBALANCED, summary, wrapped
from polyglot_news.cli.watch import watcher
from polyglot_news.config import Config
from polyglot_news.errors import InputError
from polyglot_news.files import printable
from polyglot_news.run.build import Outcome, build, extract_only
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import gather
from polyglot_news.run.job import Job
from polyglot_news.run.log import Log
from polyglot_news.run.planning import make_plan
from polyglot_news.run.sources import check_sources
from polyglot_news.translate.packages import remedy
from polyglot_news.wording import counted


def run_build(names: Sequence[str], config: Config, how: How) -> None:
    """Builds and prints the summary; ends with 1 under ``--strict`` when an input was rejected or got lost."""
    job = _job(names, config, how)
    engine = engine_of(config, job.glossary, say=job.progress.note)
    if how.dry_run:
        with TemporaryDirectory(prefix="polyglot-news-") as scratch:
            job = replace(job, inputs=replace(job.inputs, spool=Path(scratch, "stdin")))
            job.inputs.fetch()
            plan = make_plan(job, Path(scratch))
        told = f"inputs: {plan.rows:,}, shards: {plan.count:,}, engine: {engine.name}, result: {config.out}"
        typer.echo(printable(told))
        return
    outcome = build(job, engine=engine)
    if not config.quiet:
        _summarise(outcome, config=config)
    if config.strict and not outcome.report.flawless:
        raise typer.Exit(1)


def run_extract_only(names: Sequence[str], config: Config, how: How) -> bool:
    """Writes Parquet; returns False when an input was rejected or got lost."""
    told = extract_only(_job(names, config, how))
    if not told.balanced and not config.quiet:
        sys.stderr.write(f"{UNBALANCED}\n")
    return told.flawless


def _job(names: Sequence[str], config: Config, how: How) -> Job:
    assert config.out is not None
    check_sources(config)
    return Job(
        inputs=gather(
            names,
            stdin=sys.stdin.buffer,
            spool=Folder(config.out).state("stdin"),
            without=[config.out, config.memory, how.log],
        ),
        config=config,
        glossary=glossary_of(config),
        restart=how.restart,
        resume=how.resume,
        progress=watcher(quiet=config.quiet),
        stop=how.stop.heed(),
        log=Log(None if how.dry_run else how.log),
    )


def run_report(path: Path) -> None:
    """Prints what ``report.json`` holds."""
    try:
        found = json.loads((path / "report.json").read_text(encoding="utf-8"))
        lines = list(summary(found))
    except OSError as error:
        if Folder(path).settings() is not None:
            raise InputError(f"The run in {path} is not finished. Run its command again: it continues.") from error
        raise InputError(
            f"There is no report in {path}: {error.strerror}. Is it the --out of a finished run?"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path / 'report.json'} is no report of a build.") from error
    sys.stdout.writelines(printable(line) + "\n" for line in lines)


def _summarise(outcome: Outcome, *, config: Config) -> None:
    for line in _told(outcome, config=config):
        sys.stderr.write(printable(line) + "\n")


def _told(outcome: Outcome, *, config: Config) -> Iterator[str]:
    yield from summary(outcome.report.as_json())
    known = f", {outcome.known:,} known to the memory" if outcome.known else ""
    yield f"engine {outcome.engine}: {counted(outcome.translated, 'text')} translated{known}"
    yield from wrapped("seconds", [f"{name} {value:.1f}" for name, value in outcome.seconds.items()])
    for source, target in outcome.missing:
        yield f"skip: no_model {source}→{target}; {remedy(source, target, pivot=config.pivot)}"
    yield f"result: {config.out}"
