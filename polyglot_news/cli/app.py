"""The commands, in the order of a user's day."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import polyglot_news
from polyglot_news.cli import options
from polyglot_news.cli.how import How
from polyglot_news.cli.models import models
from polyglot_news.cli.options import DEFAULT
from polyglot_news.config import Config
from polyglot_news.errors import ConfigError, UsageError
from polyglot_news.languages import bcp47
from polyglot_news.run.stop import Stop

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

app = typer.Typer(
    help="Turns scraped pages in many languages into clean articles and a translation memory, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(models, name="models")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"polyglot-news {polyglot_news.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns scraped pages in many languages into clean articles and a translation memory, offline."""


@app.command()
def build(
    context: typer.Context,
    inputs: options.Inputs,
    out: options.Out,
    to: options.To = DEFAULT.to,
    from_: options.From = "",
    memory: options.MemoryFolder = None,
    models: options.Models = None,
    engine: options.EngineName = DEFAULT.engine,
    beam: options.Beam = DEFAULT.beam,
    pivot: options.Pivot = DEFAULT.pivot,
    residue: options.Residue = DEFAULT.residue,
    site_evidence: options.SiteEvidence = DEFAULT.site_evidence,
    near_duplicates: options.NearDuplicates = DEFAULT.near_duplicates,
    langs_extra: options.LangsExtra = [],  # noqa: B006 - typer reads it as the default and never changes it
    workers: options.Workers = DEFAULT.workers,
    page_timeout: options.PageTimeout = DEFAULT.page_timeout,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and stop.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on although settings or inputs have changed.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Start over; the translation memory is kept.")] = False,
    log: options.LogFile = None,
    strict: options.Strict = DEFAULT.strict,
    quiet: options.Quiet = DEFAULT.quiet,
    config: options.ConfigFile = None,  # noqa: ARG001 - its callback has used it
) -> None:
    """Build a corpus: pages in, aligned pairs out.

    Writes articles, segments, memory, pairs, rejects and a report below --out. Interrupted at any moment, the same
    command continues where it stopped.
    """
    settings = _checked(
        Config(
            to=to,
            from_=options.languages(from_),
            out=out,
            memory=memory,
            models=models,
            engine=engine,
            beam=beam,
            pivot=pivot,
            residue=residue,
            site_evidence=site_evidence,
            near_duplicates=near_duplicates,
            langs_extra=tuple(langs_extra),
            workers=workers,
            page_timeout=page_timeout,
            strict=strict,
            quiet=quiet,
        )
    )
    from polyglot_news.cli.build import run_build

    how = How(stop=asked_to_stop(context), dry_run=dry_run, restart=restart, resume=resume, log=log)
    run_build(inputs, settings, how)


@app.command()
def extract(
    context: typer.Context,
    inputs: options.Inputs,
    out: options.MaybeOut = None,
    format_: Annotated[str, typer.Option("--format", help="Form of standard output.", metavar="jsonl")] = "jsonl",
    site_evidence: options.SiteEvidence = DEFAULT.site_evidence,
    workers: options.Workers = DEFAULT.workers,
    page_timeout: options.PageTimeout = DEFAULT.page_timeout,
    strict: options.Strict = DEFAULT.strict,
    quiet: options.Quiet = DEFAULT.quiet,
    config: options.ConfigFile = None,  # noqa: ARG001 - its callback has used it
) -> None:
    """Extract the articles of pages.

    Prints one JSON object a page, or writes Parquet with --out.
    """
    settings = Config(
        to="",
        out=out,
        site_evidence=site_evidence,
        workers=workers,
        page_timeout=page_timeout,
        strict=strict,
        quiet=quiet,
    )
    from polyglot_news.cli.stream import run_extract

    _one_of("--format", format_, ("jsonl",))
    run_extract(inputs, settings, How(stop=asked_to_stop(context)), form="articles")


@app.command()
def route(
    context: typer.Context,
    inputs: options.Inputs,
    to: options.To = "",
    from_: options.From = "",
    out: options.MaybeOut = None,
    format_: Annotated[str, typer.Option("--format", help="Form of standard output.", metavar="jsonl")] = "jsonl",
    residue: options.Residue = "keep",
    site_evidence: options.SiteEvidence = DEFAULT.site_evidence,
    langs_extra: options.LangsExtra = [],  # noqa: B006 - typer reads it as the default and never changes it
    workers: options.Workers = DEFAULT.workers,
    page_timeout: options.PageTimeout = DEFAULT.page_timeout,
    strict: options.Strict = DEFAULT.strict,
    quiet: options.Quiet = DEFAULT.quiet,
    config: options.ConfigFile = None,  # noqa: ARG001 - its callback has used it
) -> None:
    """Find the language of every segment of pages.

    Prints one JSON object a segment, or writes Parquet with --out.
    """
    settings = _checked(
        Config(
            to=to,
            from_=options.languages(from_),
            out=out,
            residue=residue,
            site_evidence=site_evidence,
            langs_extra=tuple(langs_extra),
            workers=workers,
            page_timeout=page_timeout,
            strict=strict,
            quiet=quiet,
        )
    )
    from polyglot_news.cli.stream import run_extract

    _one_of("--format", format_, ("jsonl",))
    run_extract(inputs, settings, How(stop=asked_to_stop(context)), form="segments")


@app.command()
def translate(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="A file with one text a line, or -.")] = "-",
    from_: Annotated[str, typer.Option("--from", help="Language of the lines.", metavar="LANG")] = ...,  # type: ignore[assignment]
    to: options.To = DEFAULT.to,
    models: options.Models = None,
    engine: options.EngineName = DEFAULT.engine,
    beam: options.Beam = DEFAULT.beam,
    pivot: options.Pivot = DEFAULT.pivot,
    quiet: options.Quiet = DEFAULT.quiet,
    config: options.ConfigFile = None,  # noqa: ARG001 - its callback has used it
) -> None:
    """Translate lines, as many out as in, in their order."""
    from polyglot_news.cli.translate import run_translate

    settings = _checked(
        Config(to=to, from_=(from_,), models=models, engine=engine, beam=beam, pivot=pivot, quiet=quiet)
    )
    run_translate(file, settings)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a build.")],
    format_: Annotated[str, typer.Option("--format", help="tmx, moses, jsonl or csv.", metavar="FORMAT")],
    out: Annotated[Path, typer.Option("--out", help="File to write; moses adds the languages.", metavar="FILE")],
) -> None:
    """Export the kept pairs as TMX, Moses, JSON lines or CSV."""
    from polyglot_news.write import EXPORTERS
    from polyglot_news.write import export as write

    _one_of("--format", format_, tuple(EXPORTERS))
    count = write(folder, format=format_, out=out)
    typer.echo(f"{count:,} pairs written to {out}", err=True)


@app.command()
def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a build.")]) -> None:
    """Show what a build did and where everything went."""
    from polyglot_news.cli.build import run_report

    run_report(folder)


@app.command()
def inspect(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="One page: a file, or - for standard input.")],
    format_: Annotated[str, typer.Option("--format", help="text, jsonl or html.", metavar="FORMAT")] = "text",
) -> None:
    """Show every line of a page with role, language and why."""
    from polyglot_news.cli.inspect import run_inspect

    _one_of("--format", format_, ("text", "jsonl", "html"))
    run_inspect(page, format=format_, stdout=sys.stdout)


def asked_to_stop(context: typer.Context) -> Stop:
    """Returns the wish to stop that the signal handlers set."""
    return context.find_object(Stop) or Stop()


def _checked(config: Config) -> Config:
    """Returns the settings with their language tags as BCP-47 writes them; raises for a value no stage understands."""
    _one_of("--residue", config.residue, ("keep", "drop"))
    _one_of("--engine", config.engine, ("argos", "echo"))
    return replace(config, to=_tag(config.to), from_=tuple(_tag(language) for language in config.from_))


def _tag(language: str) -> str:
    if language and not _TAG.fullmatch(language):
        raise ConfigError(f"{language!r} is no language tag. Use BCP-47, for example en, pt-BR or zh-Hant.")
    return bcp47(language) if language else ""


def _one_of(flag: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"{flag} is {value!r}. Choose one of: {', '.join(choices)}.")
