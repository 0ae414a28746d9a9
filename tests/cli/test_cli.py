"""The command line as a person meets it: help, output, errors, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from click.testing import Result
from typer.main import get_command
from typer.testing import CliRunner

from polyglot_news import __version__
from polyglot_news.__main__ import _quoted
from polyglot_news.cli import app
from polyglot_news.errors import OutputError
from polyglot_news.run.stop import Stop
from tests.conftest import ENGLISH, RUSSIAN


def run(*arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
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
    """The first help has every command in 24 lines of 80 columns."""
    result = run("--help", env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert len(lines) <= 24
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
    assert targets[3] == "[en] [31mМир"
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


def test_a_glossary_without_a_term_for_the_pair_is_told_of(tmp_path: Path) -> None:
    """An empty one, or one whose first row was taken for languages; nothing is said of one that serves."""
    path = tmp_path / "terms.csv"
    command = ("translate", "--from", "ru", "--to", "en", "--engine", "echo", "--glossary", path)
    for content, said in {
        "": f"The glossary {path} has no term from ru to en.\n",
        "no,is\nпорт,port\n": f"The glossary {path} has no term from ru to en. Its columns are languages: no, is.\n",
        "порт,port\n": "",
    }.items():
        path.write_text(content, encoding="utf-8")
        result = run(*command, stdin="порт\n")
        assert (result.returncode, result.stderr) == (0, said)
    path.write_text("", encoding="utf-8")
    assert run(*command, "--quiet", stdin="порт\n").stderr == ""


def test_a_translation_that_is_not_to_be_trusted_is_counted() -> None:
    """The shipped model cannot translate noise, and that is said on standard error, unless it is to be quiet."""
    command = ("translate", "--from", "ru", "--to", "en", "--fast", "--threads", "1")
    result = run(*command, stdin="ыфвщзл жэъхпр цукгнэ 17 фывапрол ждлорп ячсмит\nСсылка скопирована\n")
    assert result.returncode == 0 and result.stdout.count("\n") == 2
    assert "A build would not keep 1 of these translations" in result.stderr
    assert result.stderr.count("A small demonstration model translates ru→en.") == 1
    assert "polyglot-news models install ru-en" in result.stderr
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
    assert set(report.splitlines()) <= set(result.stderr.splitlines())
    assert "pages" in report
    assert any(line.split()[0] == "ru" for line in report.splitlines() if line)


def test_report_says_what_a_folder_is_not(tmp_path: Path) -> None:
    """A build that is not finished, a folder without one, and files that are no report, however deep."""
    assert "There is no report in" in run("report", tmp_path).stderr
    (tmp_path / "manifest.json").write_text('{"settings": {}}')
    assert "is not finished. Run its command again" in run("report", tmp_path).stderr
    for content in ("", "[" * 100_000, "null", '{"account": {"pages": {}}}'):
        (tmp_path / "report.json").write_text(content)
        done = run("report", tmp_path)
        assert (done.returncode, done.stderr) == (2, f"{tmp_path / 'report.json'} is no report of a build.\n")


@pytest.mark.parametrize("command", ["extract", "route"])
def test_an_extraction_has_its_account_until_a_build_goes_on_from_it(
    command: str, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is finished, holds no pairs yet, and its report gives way to the build's."""
    out, flags = tmp_path / "out", ("--to", "de", "--out", tmp_path / "out", "--quiet")
    told = (command, pages, *flags[2 * (command == "extract") :])

    def stopped(*_: object, **__: object) -> None:
        raise OutputError("The disk is full.")

    build = [str(arg) for arg in ("build", pages, *flags, "--engine", "echo", "--workers", 1)]
    assert run(*told).returncode == 0
    report = run("report", out)
    assert (report.returncode, report.stderr) == (0, "")
    assert "pages               5  kept 3, rejected 2" in report.stdout
    assert "picture.html" in (out / "report.html").read_text()
    refused = run("export", out, "--format", "jsonl", "--out", tmp_path / "out.jsonl")
    assert (refused.returncode, "There are no pairs in" in refused.stderr) == (2, True)
    with monkeypatch.context() as patch:
        patch.setattr("polyglot_news.run.build.translate_corpus", stopped)
        assert invoke(*build, "--resume").exit_code != 0
    assert "is not finished" in run("report", out).stderr
    assert invoke(*build).exit_code == 0
    assert "translate" in json.loads((out / "report.json").read_text())["account"]


def test_report_says_when_something_was_lost(pages: Path, tmp_path: Path) -> None:
    """What is missing from the account shows."""
    run("build", pages, "--to", "de", "--engine", "echo", "--out", tmp_path / "out", "--quiet")
    path = tmp_path / "out" / "report.json"
    assert "add up" not in run("report", path.parent).stdout
    path.write_text(path.read_text().replace('"balanced": true', '"balanced": false'))
    assert "The account does not add up" in run("report", path.parent).stdout


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
        (
            ["route", ".", "--from", "ruu,az"],
            "--from ruu: no text is ever found to be in that language. Did you mean 'ru'?",
        ),
        (["build", ".", "--out", "x", "--from", "xx"], "--from xx: no text is ever found"),
        (["route", ".", "--langs-extra", "no.json"], "no.json is not a language profile"),
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


def test_inspect_shows_a_page_without_an_article(tmp_path: Path) -> None:
    """Every line is residue with its reason and language; what has no line at all is an error."""
    page = tmp_path / "page.txt"
    page.write_text("Поделиться\nAccept all cookies\n© 2024 Site\n", encoding="utf-8")
    result = run("inspect", page, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["text"] for row in rows] == page.read_text(encoding="utf-8").splitlines()
    assert {row["role"] for row in rows} == {"residue"}
    assert all(row["reason"] for row in rows)
    assert rows[0]["language"] == "ru"
    assert result.returncode == 0
    assert "no article: only_residue" in result.stderr
    page.write_text("")
    assert run("inspect", page).returncode == 2


def test_an_unknown_variable_stops_runs_and_not_help(pages: Path, tmp_path: Path) -> None:
    """A typing error in the environment is told before anything is done, and help still helps."""
    wrong = {"POLYGLOT_NEWS_WORKERZ": "2"}
    for question in (["--help"], ["--version"], ["build", "--help"], ["report", "--help"]):
        assert run(*question, env=wrong).returncode == 0
    result = run("build", pages, "--out", tmp_path / "out", env=wrong)
    assert result.returncode == 2
    assert "Did you mean 'workers'?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_csv_comes_on_standard_input() -> None:
    """A table in a pipe is told by its header."""
    text = "The town council agreed on Tuesday to build a new lighthouse at the end of the eastern pier."
    result = run("route", "-", "--quiet", stdin=f'id,text\n7,"{text}"\n')
    assert [(row["page_id"], row["source"], row["text"]) for row in map(json.loads, result.stdout.splitlines())] == [
        ("7", "-#1", text)
    ]


def test_a_reader_who_leaves_ends_the_command_quietly(tmp_path: Path) -> None:
    """``extract | head -1``: no traceback, no complaint."""
    from tests.conftest import ENGLISH

    page = json.dumps({"text": ENGLISH}) + "\n"
    (tmp_path / "pages.jsonl").write_text(page * 600)
    command = [sys.executable, "-m", "polyglot_news", "route", str(tmp_path / "pages.jsonl"), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_file_name_forges_no_line(tmp_path: Path) -> None:
    """What a line end in a name would begin stays part of its line, and the result still has the true name."""
    name = "a\nrejected b.txt: forged.txt"
    (tmp_path / name).write_text("")
    done = run("extract", tmp_path)
    assert done.stderr.splitlines()[0] == f"rejected {tmp_path}/a rejected b.txt: forged.txt: read: empty"
    assert len(done.stderr.splitlines()) == 2
    assert run("inspect", tmp_path / name).stderr.count("\n") == 1


def test_no_scraped_text_is_told_on_standard_error(tmp_path: Path) -> None:
    """A table without a header, and rows without a page, are said without what stands in them."""
    (tmp_path / "a.csv").write_text("Секретный текст,и ещё\nвторая,строка\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"Секретный текст": 1}\n{"text": Секретный}\n', encoding="utf-8")
    pq.write_table(pa.table({"Секретный": [1]}), tmp_path / "c.parquet")
    told = run("extract", tmp_path).stderr
    assert told.count("no column html or text)") == 3
    assert "екретн" not in told
    run("extract", tmp_path, "--out", tmp_path / "out")
    details = pl.read_parquet(tmp_path / "out/rejects/*.parquet").get_column("detail")
    assert details.str.contains("only Секретный").sum() == 3


def test_the_command_that_continues_is_one_line_that_a_shell_reads() -> None:
    """An argument with line ends or bytes that are no text comes back from the shell as it was."""
    for argument in (b"a b", b"it's", b"new\nline\x1b[31m", b"caf\xe9'\\", "мост\n".encode()):
        quoted = _quoted(os.fsdecode(argument))
        assert quoted.isprintable()
        assert subprocess.run(["bash", "-c", f"printf %s {quoted}"], capture_output=True).stdout == argument


def test_a_full_disk_behind_standard_output_is_said_plainly(pages: Path) -> None:
    """The message says where and what to do."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "polyglot_news", "extract", str(pages), "--quiet"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("Cannot go on with standard output: the disk is full: free some space")


def test_inspect_wraps_no_line_in_a_pipe(tmp_path: Path) -> None:
    """However narrow the terminal, a line of the page is a line of the output, for grep."""
    page = tmp_path / "page.txt"
    text = "The town council agreed on Tuesday to build a new lighthouse at the end of the eastern pier, " * 3
    page.write_text(f"Harbour gets a new lighthouse\n\n{text}\n")
    assert text.strip() in run("inspect", page, env={"COLUMNS": "40"}).stdout


def test_the_summary_fits_80_columns_with_any_number_of_languages() -> None:
    """The largest languages have a line each, the others share one; every count is there."""
    from polyglot_news.cli.summary import LANGUAGES, summary

    names = [f"{first}{second}" for first in "abcde" for second in "vwxyz"]
    languages = {name: {"translate": n + 1, "skip": 5} for n, name in enumerate(names)}
    report = {
        "account": {"pages": {"seen": 10**9, "kept": 10**9 - 7, "rejected": 7}},
        "segments": {"by_language": languages, "by_role": {"paragraph": {"aa": 10**9}}, "skipped": {"residue": 5}},
        "pairs": {"ez-en": {"kept": 3, "length_ratio": 1}},
        "rejects": {f"read: reason_{n}": n for n in range(30)},
    }
    lines = list(summary(report))
    assert max(map(len, lines)) <= 80
    assert (
        sum(line.endswith(" 0") or line.startswith("jt") for line in lines) == LANGUAGES or len(languages) <= LANGUAGES
    )
    assert "not kept: length_ratio 1" in lines
    assert any("read: reason_29 29" in line for line in lines)


def test_the_cursor_is_shown_again_after_ctrl_c(tmp_path: Path) -> None:
    """Bars hide the cursor of a terminal; a run stopped twice by Ctrl-C gives it back."""
    import os
    import pty
    import signal
    import time

    from tests.conftest import RUSSIAN

    lines = (json.dumps({"text": f"{RUSSIAN}\n{n}"}) + "\n" for n in range(3_000))
    (tmp_path / "pages.jsonl").write_text("".join(lines))
    arguments = ["build", str(tmp_path / "pages.jsonl"), "--engine", "echo", "--out", str(tmp_path / "out")]
    process, terminal = pty.fork()
    if not process:
        os.execv(sys.executable, [sys.executable, "-m", "polyglot_news", *arguments])
    output, struck, deadline = b"", 0, time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            output += os.read(terminal, 65_536)
        except OSError:  # how Linux says that the other end is closed
            break
        if struck < 2 and b"\x1b[?25l" in output:
            os.kill(process, signal.SIGINT)
            struck += 1
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 130
    assert output.rindex(b"\x1b[?25h") > output.rindex(b"\x1b[?25l")
    assert b"This command continues" in output


def invoke(*command: str) -> Result:
    """Runs the program in this process."""
    return CliRunner().invoke(app, list(command), obj=Stop(), catch_exceptions=True)


@pytest.mark.parametrize("command", ["extract", "route"])
def test_a_folder_of_articles_is_continued_as_one_of_a_build_is(command: str, tmp_path: Path) -> None:
    """The flags that a message names are there; without a folder they are refused."""
    (page := tmp_path / "page.txt").write_text(ENGLISH, encoding="utf-8")
    told = [command, str(page), "--out", str(tmp_path / "out"), "--log", str(tmp_path / "log")]
    assert invoke(*told).exit_code == 0
    assert '"stage":"page"' in (tmp_path / "log").read_text()
    page.write_text(RUSSIAN, encoding="utf-8")
    with pytest.raises(OutputError, match="Give --resume"):
        raise invoke(*told).exception or AssertionError("It did not say that the input has changed.")
    assert invoke(*told, "--resume").exit_code == 0
    page.write_text(ENGLISH + ENGLISH, encoding="utf-8")
    assert invoke(*told, "--restart").exit_code == 0
    for flag in ("--resume", "--restart"):
        assert f"{flag} is about what lies in a folder" in str(invoke(command, str(page), flag).exception)
    without = invoke(command, str(page), "--log", str(tmp_path / "other"))
    assert "--log is written by runs with an output folder" in str(without.exception)
    assert not (tmp_path / "other").exists()
