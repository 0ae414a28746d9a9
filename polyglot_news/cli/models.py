"""``models``: the packages that translate."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot_news.cli.options import Models
from polyglot_news.files import printable

if TYPE_CHECKING:
    from polyglot_news.translate.download import Progress

models = typer.Typer(
    help="Find, install, update, remove and verify Argos packages.", no_args_is_help=True, rich_markup_mode=None
)
Index = Annotated[
    str | None,
    typer.Option(
        "--index",
        help="Index of packages. [ARGOS_PACKAGE_INDEX, else Argos's own]",
        metavar="URL|FILE",
        show_default=False,
    ),
]


@models.command("list")
def list_models(models: Models = None) -> None:
    """List the packages that can be found; those in use have a *.

    ``models verify`` says what is wrong with a faulty one.
    """
    from polyglot_news.translate.packages import whole_and_broken

    packages, broken = whole_and_broken(models)
    used = {package.path for package in {each.pair: each for each in reversed(packages)}.values()}
    rows = [
        (
            "*" if package.path in used else "",
            package.pair,
            package.version,
            "small" if package.small else "",
            package.place.value,
            str(package.path),
        )
        for package in packages
    ]
    faulty = [("", each.pair, "", "faulty", each.place.value, str(each.path)) for each in broken]
    _print(("", "pair", "version", "", "place", "path"), [*rows, *faulty])


@models.command()
def available(models: Models = None, index: Index = None) -> None:
    """List the packages of an index; those installed have a *."""
    from polyglot_news.translate.index import available as all_available
    from polyglot_news.translate.index import versions, with_sizes
    from polyglot_news.translate.packages import whole_and_broken

    here, _ = whole_and_broken(models if models and models.exists() else None)
    installed = {(package.pair, version) for package in here for version in versions(package)}
    rows = [
        ("*" if (entry.pair, entry.version) in installed else "", entry.pair, entry.version, _megabytes(entry.size))
        for entry in with_sizes(all_available(index))
    ]
    _print(("", "pair", "version", "size"), rows)


@models.command()
def install(
    packages: Annotated[
        list[str],
        typer.Argument(metavar="PAIR|FILE|URL...", help="For example ru-en, or an .argosmodel file."),
    ],
    models: Models = None,
    index: Index = None,
) -> None:
    """Install packages, each whole or not at all.

    They go into --models, else where argos-translate keeps its own.
    """
    from polyglot_news.errors import PackageError
    from polyglot_news.translate.install import install as install_one

    faults: list[str] = []
    for name in packages:
        try:
            package = install_one(name, models=models, index=index, progress=_meter(name))
        except PackageError as error:
            faults.append(str(error))
        else:
            _tell(f"{package.pair} {package.version} installed into {package.path}")
    if faults:
        raise PackageError("\n".join(dict.fromkeys(faults)))


@models.command()
def update(models: Models = None, index: Index = None) -> None:
    """Install every newer package of the pairs that are installed."""
    from polyglot_news.translate.index import versions
    from polyglot_news.translate.install import installed
    from polyglot_news.translate.install import update as update_all

    changed = update_all(models=models, index=index, progress=_meter("update"))
    for old, new in changed:
        called, promised = versions(new)
        other = f", which calls itself {called}" if promised not in ("", called) else ""
        _tell(f"{new.pair} {old.version} → {promised or called}{other}")
    _, broken = installed(models)
    for each in broken:
        again = f" Install it again: polyglot-news models install {each.pair}" if each.pair else ""
        _tell(f"passed by: {each.fault}{again}")
    if not changed:
        _tell(f"Every {'other ' if broken else ''}package is the newest.")


@models.command()
def remove(
    pairs: Annotated[list[str], typer.Argument(metavar="PAIR...", help="Language pairs, for example ru-en.")],
    models: Models = None,
) -> None:
    """Remove the packages of language pairs, faulty ones too."""
    from polyglot_news.translate.install import remove as remove_pair
    from polyglot_news.translate.packages import Package

    for pair in pairs:
        for package in remove_pair(pair, models=models):
            version = package.version if isinstance(package, Package) else "(faulty)"
            _tell(f"{package.pair} {version} removed from {package.path}")


@models.command()
def verify(models: Models = None) -> None:
    """Check that every package is whole, unchanged and answers.

    Exits with 1 if one is not.
    """
    from polyglot_news.translate.verify import verify as verify_all

    verdicts = verify_all(models)
    rows = [("faulty" if each.fault else "ok", each.pair, str(each.path), each.fault) for each in verdicts]
    _print(("", "pair", "path", ""), rows)
    if any(verdict.fault for verdict in verdicts):
        raise typer.Exit(1)


@models.command()
def info(
    pairs: Annotated[list[str], typer.Argument(metavar="PAIR...", help="Language pairs, for example ru-en.")],
    models: Models = None,
) -> None:
    """Tell what is known of the packages of language pairs."""
    from polyglot_news.errors import PackageError
    from polyglot_news.translate.packages import whole_and_broken
    from polyglot_news.translate.verify import info as info_of

    packages, broken = whole_and_broken(models)
    for pair in pairs:
        found = [package for package in packages if package.pair == pair.replace("_", "-")]
        faults = [each.fault for each in broken if each.pair == pair.replace("_", "-")]
        if not found:
            unknown = f"There is no package {pair}. `polyglot-news models list` shows those there are."
            raise PackageError("\n".join(faults) or unknown)
        for package in found:
            _print(("", ""), [(name, str(value)) for name, value in info_of(package).items()])


def _tell(message: str) -> None:
    typer.echo(printable(message), err=True)


def _meter(name: str) -> Progress | None:
    """Returns what shows a download's progress on a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(have: int, total: int | None) -> None:
        share = f"{have / total:4.0%} of {total / 1e6:,.1f} MB" if total else f"{have / 1e6:,.1f} MB"
        sys.stderr.write(f"\r{name}: {share} " + ("\n" if have == total else ""))

    return show


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{size / 1e6:,.0f} MB"


def _print(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints columns as wide as they must be; data, so on standard output."""
    table = [[printable(cell) for cell in row] for row in (header, *rows) if any(row)]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
