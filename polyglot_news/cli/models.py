"""``models``: the packages that translate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from polyglot_news.cli.options import Models

models = typer.Typer(
    help="List, install, verify and remove Argos packages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@models.command("list")
def list_models(models: Models = None) -> None:
    """Every package that can be found, those that would be used marked with *."""
    from polyglot_news.translate.packages import all_packages, find_packages

    used = {package.path for package in find_packages(models)}
    rows = [
        (
            "*" if package.path in used else "",
            package.pair,
            package.version,
            "small" if package.small else "",
            package.place.value,
            str(package.path),
        )
        for package in all_packages(models)
    ]
    _print(("", "pair", "version", "", "place", "path"), rows)


@models.command()
def install(
    packages: Annotated[list[str], typer.Argument(metavar="FILE...", help="Package files (.argosmodel).")],
    models: Models = None,
) -> None:
    """Install packages, whole or not at all, into --models or where argos-translate keeps its own."""
    from polyglot_news.translate.install import install_file

    for name in packages:
        package = install_file(Path(name), models=models)
        typer.echo(f"{package.pair} {package.version} installed into {package.path}", err=True)


@models.command()
def remove(
    pairs: Annotated[list[str], typer.Argument(metavar="PAIR...", help="Language pairs, for example ru-en.")],
    models: Models = None,
) -> None:
    """Remove the packages of language pairs."""
    from polyglot_news.translate.install import remove as remove_pair

    for pair in pairs:
        for package in remove_pair(pair, models=models):
            typer.echo(f"{package.pair} {package.version} removed from {package.path}", err=True)


@models.command()
def verify(models: Models = None) -> None:
    """Check that every package is whole, unchanged since it was installed, and answers; exit 1 if one is not."""
    from polyglot_news.translate.install import verify as verify_all

    verdicts = verify_all(models)
    _print(("", "pair", "path"), [(each.fault or "ok", each.pair, str(each.path)) for each in verdicts])
    if any(verdict.fault for verdict in verdicts):
        raise typer.Exit(1)


def _print(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints columns as wide as they must be; data, so on standard output."""
    table = [header, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
