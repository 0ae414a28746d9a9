"""The commands, in the order of a user's day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import polyglot_news
from polyglot_news.cli import options
from polyglot_news.cli.how import How
from polyglot_news.cli.models import models
from polyglot_news.cli.options import configured, one_of
from polyglot_news.config import Config
from polyglot_news.errors import UsageError
from polyglot_news.run.stop import Stop
from polyglot_news.wording import counted

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
@configured(
    "out", "to", "from_", "memory", "models", "engine", "beam", "fast", "threads", "pivot", "glossary", "residue",
    "site_evidence", "near_duplicates", "langs_extra", "workers", "page_timeout", "strict", "quiet",
    out=...,
)  # fmt: skip
def build(
    context: typer.Context,
    inputs: options.Inputs,
    config: Config,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and stop.")] = False,
    resume: options.Resume = False,
    restart: options.Restart = False,
    log: options.LogFile = None,
) -> None:
    """Build a corpus: pages in, aligned pairs out.

    Writes articles, segments, memory, pairs, rejects and a report below --out. Interrupted at any moment, the same
    command continues where it stopped.
    """
    from polyglot_news.cli.build import run_build

    if not config.to:
        raise UsageError("--to is empty: name the language to translate into, for example --to en.")
    run_build(inputs, config, How(stop=_stop(context), dry_run=dry_run, restart=restart, resume=resume, log=log))


@app.command()
@configured("out", "site_evidence", "workers", "page_timeout", "strict", "quiet")
def extract(
    context: typer.Context,
    inputs: options.Inputs,
    config: Config,
    *,
    format_: Annotated[str, typer.Option("--format", help="Form of standard output.", metavar="jsonl")] = "jsonl",
    resume: options.Resume = False,
    restart: options.Restart = False,
    log: options.LogFile = None,
) -> None:
    """Extract the articles of pages.

    Prints one JSON object a page, or writes Parquet with --out.
    """
    from polyglot_news.cli.stream import run_extract

    one_of("--format", format_, ("jsonl",))
    how = How(stop=_stop(context), resume=resume, restart=restart, log=log)
    run_extract(inputs, config, how, form="articles")


@app.command()
@configured(
    "out", "to", "from_", "residue", "site_evidence", "langs_extra", "workers", "page_timeout", "strict", "quiet",
    to="", residue="keep",
)  # fmt: skip
def route(
    context: typer.Context,
    inputs: options.Inputs,
    config: Config,
    *,
    format_: Annotated[str, typer.Option("--format", help="Form of standard output.", metavar="jsonl")] = "jsonl",
    resume: options.Resume = False,
    restart: options.Restart = False,
    log: options.LogFile = None,
) -> None:
    """Find the language of every segment of pages.

    Prints one JSON object a segment, or writes Parquet with --out.
    """
    from polyglot_news.cli.stream import run_extract

    one_of("--format", format_, ("jsonl",))
    how = How(stop=_stop(context), resume=resume, restart=restart, log=log)
    run_extract(inputs, config, how, form="segments")


@app.command()
@configured("from_", "to", "models", "engine", "beam", "fast", "threads", "pivot", "glossary", "quiet", from_=...)
def translate(
    config: Config,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="A file with one text a line, or -.")] = "-",
) -> None:
    """Translate lines, as many out as in, in their order."""
    from polyglot_news.cli.translate import run_translate

    run_translate(file, config)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a build.")],
    format_: Annotated[str, typer.Option("--format", help="tmx, moses, jsonl or csv.", metavar="FORMAT")],
    out: Annotated[Path, typer.Option("--out", help="File to write; moses adds the languages.", metavar="FILE")],
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, help="Leave out pairs less likely to be acceptable.", metavar="P"
        ),
    ] = 0.0,
) -> None:
    """Export the kept pairs as TMX, Moses, JSON lines or CSV."""
    from polyglot_news.write import EXPORTERS
    from polyglot_news.write import export as write

    one_of("--format", format_, tuple(EXPORTERS))
    count = write(folder, format=format_, out=out, min_confidence=min_confidence)
    typer.echo(f"{counted(count, 'pair')} written to {out}", err=True)


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

    one_of("--format", format_, ("text", "jsonl", "html"))
    run_inspect(page, format=format_, stdout=sys.stdout)


def _stop(context: typer.Context) -> Stop:
    """Returns the wish to stop that the signal handlers set."""
    return context.find_object(Stop) or Stop()
