"""``models``: the packages that translate."""

from __future__ import annotations

import typer

from polyglot_news.cli import options

models = typer.Typer(help="The Argos packages that translate.", no_args_is_help=True)


@models.command("list")
def list_models(models: options.Models = None) -> None:
    """Every package that would be used, in the order of the search."""
    from polyglot_news.translate.packages import all_packages

    for package in all_packages(models):
        typer.echo(f"{package.pair}\t{package.version}\t{package.path}")
