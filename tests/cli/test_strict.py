"""What ``--strict`` does not let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from polyglot_news.cli import app
from polyglot_news.cli.summary import UNBALANCED
from polyglot_news.run import extraction, pages
from polyglot_news.run.documents import documents
from polyglot_news.run.plan import Shard
from polyglot_news.run.pool import Pool
from polyglot_news.run.stop import Stop
from tests.conftest import ENGLISH, RUSSIAN


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    """Runs the program over two pages, with what is given behind the command."""
    (tmp_path / "pages").mkdir()
    for name, text in (("bridge", RUSSIAN), ("lighthouse", ENGLISH)):
        (tmp_path / f"pages/{name}.txt").write_text(text, encoding="utf-8")

    def run(name: str, *options: str) -> Result:
        told = [option.replace("OUT", str(tmp_path / name)) for option in options]
        return CliRunner().invoke(app, [name, str(tmp_path / "pages"), *told], obj=Stop())

    return run


GERMAN = """Die Brücke über den Fluss wird im Frühjahr für den Verkehr freigegeben, teilte die Stadtverwaltung mit.

Nach Angaben der Ingenieurin stehen alle Pfeiler, und die Arbeiter legen die Fahrbahn auf das letzte Feld der Brücke.
"""
COMMANDS = [
    ("build", "--to", "en", "--engine", "echo", "--out", "OUT"),
    ("extract", "--out", "OUT"),
    ("route", "--out", "OUT"),
    ("extract",),
    ("route",),
]


def in_process(pool: Pool, shards: Iterable[Shard]) -> Iterator[Any]:
    """Works where what was replaced for a test is replaced."""
    return (pool._work(shard, {}, lambda _: None) for shard in shards)


def lossy(*arguments: Any, **options: Any) -> Iterator[Any]:
    """Reads documents, and forgets the second."""
    found = documents(*arguments, **options)
    return (each for place, each in enumerate(found) if place != 1)


@pytest.mark.parametrize("told", COMMANDS, ids=" ".join)
def test_an_account_that_does_not_add_up(
    told: Sequence[str], command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that gets lost ends every command with 1 under ``--strict``, though none was rejected; and it is said."""
    assert command(*told, "--strict").exit_code == 0
    monkeypatch.setattr(Pool, "map", in_process)
    monkeypatch.setattr(pages, "documents", lossy)
    anew = [option.replace("OUT", "OUT2") for option in told]
    strict = command(*anew, "--strict")
    assert strict.exit_code == 1
    assert UNBALANCED in strict.stderr
    assert command(*anew).exit_code == 0


def test_a_segment_that_gets_lost(command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends ``route`` with 1 under ``--strict``."""
    route_all = extraction.route_all
    monkeypatch.setattr(
        extraction, "route_all", lambda *given, **told: (each[1:] for each in route_all(*given, **told))
    )
    monkeypatch.setattr(Pool, "map", in_process)
    assert command("route", "--strict").exit_code == 1
    assert command("route").exit_code == 0
    assert command("extract", "--strict").exit_code == 0


def test_a_language_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be translated was rejected, too."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "none"))
    for language, text in (("ru", RUSSIAN), ("de", GERMAN)):
        (tmp_path / f"{language}.txt").write_text(text, encoding="utf-8")
    command = ["build", *map(str, sorted(tmp_path.glob("*.txt"))), "--to", "en", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, command, obj=Stop()).exit_code == 0
    assert CliRunner().invoke(app, [*command, "--strict"], obj=Stop()).exit_code == 1
