"""The command line as a person meets it: help, output, errors, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from polyglot_news import __version__
from polyglot_news.cli import app


def run(*arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "polyglot_news", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        timeout=300,
    )


def commands() -> list[tuple[str, typer.core.TyperCommand]]:
    """Returns every command with its full name."""
    root = get_command(app)
    found = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", {})
        found += [(f"{name} {child}", sub) for child, sub in children.items()] or [(name, command)]
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_and_option_has_help(name: str, command: typer.core.TyperCommand) -> None:
    """Nobody has to guess."""
    assert command.help, name
    for parameter in command.params:
        assert getattr(parameter, "help", None) or parameter.name == "help", f"{name} {parameter.name}"


def test_help_fits_a_screen() -> None:
    """The first help has every command in at most 30 lines of 80 columns."""
    result = run("--help", env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert len(lines) <= 30
    for word in ("build", "extract", "route", "translate", "models", "export", "report", "inspect"):
        assert any(f" {word} " in line for line in lines)


def test_version() -> None:
    """The version of the package."""
    assert run("--version").stdout == f"polyglot-news {__version__}\n"


def test_extract_prints_one_object_a_page(pages: Path) -> None:
    """Articles on standard output in input order, rejects on standard error, exit 1 only when strict."""
    result = run("extract", pages)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [Path(row["source"]).name for row in rows] == ["bridge.html", "bridge.txt", "lighthouse.txt"]
    assert list(rows[0])[:10] == "id source url title author date section site language text".split()
    assert "rejected" in result.stderr
    assert "2 inputs rejected: read: binary 1, read: empty 1" in result.stderr
    assert result.returncode == 0
    assert run("extract", pages, "--strict", "--quiet").returncode == 1


def test_route_reads_standard_input() -> None:
    """A page on standard input, its segments on standard output with language and offsets."""
    text = "Fishermen have asked for the light since a storm broke the old one.\nСсылка скопирована\n"
    result = run("route", "-", "--quiet", stdin=text)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["text"], row["language"]) for row in rows] == [
        ("Fishermen have asked for the light since a storm broke the old one.", "en"),
        ("Ссылка скопирована", "ru"),
    ]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_translate_keeps_lines() -> None:
    """As many lines out as in, blank ones blank."""
    result = run("translate", "--from", "ru", "--to", "en", "--engine", "echo", stdin="Привет\n\nМир\n")
    assert result.stdout == "[en] Привет\n\n[en] Мир\n"


def test_translate_takes_every_line_as_it_comes() -> None:
    """Blank, with other line ends, with controls, of broken bytes, very long, without an end: one line out for each."""
    long = "Вчера в порту прошли учения. " * 2_000
    lines = ["Привет\r", "", " \t ", "\x00\x1b[31mМир\x07", "\ufeffДа", long, "конец"]
    result = run("translate", "--from", "ru", "--to", "en", "--engine", "echo", stdin="\n".join(lines))
    targets = result.stdout.split("\n")
    assert (len(targets), targets[0], targets[1:3], targets[-2:]) == (8, "[en] Привет", ["", ""], ["[en] конец", ""])
    assert len(targets[5]) == len(long.strip()) + len("[en] ")


def test_a_glossary_fixes_terms(tmp_path: Path) -> None:
    """Its path is a flag, a variable or a key; what it asks for is in every line out."""
    path = tmp_path / "terms.csv"
    path.write_text("порт|порту,harbour\n", encoding="utf-8")
    command = ("translate", "--from", "ru", "--to", "en", "--engine", "echo")
    flagged = run(*command, "--glossary", path, stdin="Учения в порту\n")
    assert flagged.stdout == "[en] Учения в harbour\n"
    env = {"POLYGLOT_NEWS_GLOSSARY": str(path)}
    assert run(*command, stdin="Учения в порту\n", env=env).stdout == flagged.stdout


def test_a_translation_that_is_not_to_be_trusted_is_counted() -> None:
    """The shipped model cannot translate noise, and that is said on standard error, unless it is to be quiet."""
    command = ("translate", "--from", "ru", "--to", "en", "--fast", "--threads", "1")
    result = run(*command, stdin="ыфвщзл жэъхпр цукгнэ 17 фывапрол ждлорп ячсмит\nСсылка скопирована\n")
    assert result.returncode == 0 and result.stdout.count("\n") == 2
    assert "A build would not keep 1 of these translations" in result.stderr
    assert run(*command, "--quiet", stdin="ыфвщзл жэъхпр цукгнэ 17 фывапрол\n").stderr == ""


def test_build_ends_with_a_summary_and_report_repeats_it(pages: Path, tmp_path: Path) -> None:
    """The summary is on standard error, standard output stays empty; ``report`` prints the same tables."""
    out = tmp_path / "out"
    result = run("build", pages, "--to", "en", "--engine", "echo", "--out", out)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    assert "engine echo" in result.stderr
    assert "read: binary 1" in result.stderr
    report = run("report", out).stdout
    assert "pages" in report
    assert "ru-en" in report


def test_settings_come_from_flag_environment_file_default(pages: Path, tmp_path: Path) -> None:
    """In that order."""
    file = tmp_path / "run.toml"
    file.write_text('to = "de"\nengine = "echo"\n')
    out = tmp_path / "out"

    def target(*flags: str, env: dict[str, str] | None = None) -> str:
        result = run("build", pages, "--out", out, "--config", file, "--restart", "--quiet", *flags, env=env)
        assert result.returncode == 0, result.stderr
        return str(json.loads((out / "manifest.json").read_text())["settings"]["to"])

    assert target() == "de"
    assert target(env={"POLYGLOT_NEWS_TO": "fr"}) == "fr"
    assert target("--to", "tr", env={"POLYGLOT_NEWS_TO": "fr"}) == "tr"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "no/such/folder"], "no/such/folder"),
        (["build", ".", "--out", "x", "--to", "english"], "'english' is no language tag"),
        (["build", ".", "--out", "x", "--engine", "bing"], "Choose one of: argos, echo"),
        (["build", ".", "--out", "x", "--fast", "--beam", "4"], "--fast is --beam 1, but --beam 4 was asked for"),
        (["translate", "--from", "ru", "--fast", "--beam", "2"], "--fast is --beam 1, but --beam 2 was asked for"),
        (["translate", "--from", "ru", "--threads", "0"], "--threads is '0'. It must be a number, as 4, or two"),
        (["translate", "--from", "ru", "--glossary", "no.csv"], "Cannot read the glossary no.csv"),
        (["translate", "--from", "ru,de"], "--from takes one language here"),
        (["translate", "--from", "en-GB", "--to", "en"], "is no translation"),
        (["report", "no/such/folder"], "There is no report in no/such/folder"),
        (["export", ".", "--format", "pdf", "--out", "x"], "--format is 'pdf'"),
        (["extract", ".", "--config", "no.toml"], "Cannot read the configuration file no.toml"),
    ],
)
def test_a_usage_error_is_one_line_and_exit_2(arguments: list[str], message: str) -> None:
    """What happened, and no traceback."""
    result = run(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_inspect_explains_every_line(pages: Path) -> None:
    """As text, JSON lines and one safe HTML file."""
    text = run("inspect", pages / "lighthouse.txt").stdout
    assert "Ссылка скопирована" in text
    assert "residue" in text
    rows = [
        json.loads(line) for line in run("inspect", pages / "lighthouse.txt", "--format", "jsonl").stdout.splitlines()
    ]
    assert {"index", "role", "reason", "language", "text"} <= set(rows[0])
    evil = pages / "evil.txt"
    evil.write_text((pages / "lighthouse.txt").read_text(encoding="utf-8") + "<script>alert(1)</script>\x1b[31m\n")
    html = run("inspect", evil, "--format", "html").stdout
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "\x1b" not in html
