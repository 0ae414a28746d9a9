"""Asked to stop, a run ends soon, wherever it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

import pytest

import polyglot_news.__main__ as program
from polyglot_news.errors import Interrupted
from polyglot_news.run import pool
from polyglot_news.run.stop import ASKING, Stop


@pytest.fixture
def stop() -> Iterator[Stop]:
    """A wish that the signal handlers of the command line set, for this test."""
    before = {each: signal.getsignal(each) for each in (*ASKING, signal.SIGALRM)}
    for each in ASKING:  # whoever runs the tests may have told them to ignore one, as nohup does
        signal.signal(each, signal.SIG_DFL)
    wish = Stop().heed()
    program._listen(wish)
    yield wish
    signal.setitimer(signal.ITIMER_REAL, 0)
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("first", ASKING)
def test_what_is_in_hand_may_take_only_so_long(
    first: signal.Signals, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked once, the run goes on for a while and is then stopped as if asked again."""
    monkeypatch.setattr(program, "PATIENCE", 0.2)
    os.kill(os.getpid(), first)
    assert stop.requested
    with pytest.raises(Interrupted):
        time.sleep(30)


def test_a_wish_that_a_library_swallows_is_made_again(monkeypatch: pytest.MonkeyPatch, stop: Stop) -> None:
    """What is stopped at once and goes on all the same is stopped a little later; meanwhile it hears no more."""
    monkeypatch.setattr(program, "GRACE", 0.2)
    stop.heeded = False
    with suppress(Interrupted):
        os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(Interrupted):
        time.sleep(30)


WRAPPED = """
import os, signal, sys
import polyglot_news.__main__ as program
import polyglot_news.cli


def app(**_):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except Exception as error:
        raise RuntimeError("a class could not be made") from error


polyglot_news.cli.app = app
program.main()
"""


def test_a_wish_that_becomes_another_error_is_still_one() -> None:
    """A library that makes an error of its own of what interrupts it is not to blame."""
    done = subprocess.run([sys.executable, "-c", WRAPPED, "build", "pages"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 130
    assert done.stderr.startswith("Stopped. This command continues where it was:\n")


STRUCK = """
import os, signal, sys
from polyglot_news.__main__ import main

moments = [moment.split("=") for moment in sys.argv.pop(1).split(",")]


def strike(happening, about):
    if moments and happening == moments[0][0] and moments[0][1] in str(about[0]):
        del moments[0]
        os.kill(os.getpid(), signal.SIGINT)


sys.addaudithook(strike)
main()
"""


def struck(moments: str, *command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the program, which hears Ctrl-C when events happen to something: ``event=something``, in turn."""
    return subprocess.run(
        [sys.executable, "-c", STRUCK, moments, *map(str, command)],
        env={**os.environ, "UV_RUN_RECURSION_DEPTH": "", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "moment",
    ["import=typer", "import=polars", "import=polyglot_news.run.build", "os.scandir=pages", "open=.plan.jsonl",
     "open=survey.npz"],
)  # fmt: skip
def test_the_command_that_continues_is_told_at_any_moment(moment: str, pages: Path, tmp_path: Path) -> None:
    """While libraries are loaded, inputs are listed and the plan is written, too."""
    command = ["build", str(pages), "--to", "en", "--engine", "echo", "--out", str(tmp_path / "out"), "--quiet"]
    done = struck(moment, *command)
    assert done.returncode == 130
    assert done.stderr.endswith(f" This command continues where it was:\n  polyglot-news {' '.join(command)}\n")


def test_what_continues_does_not_start_over_once_more(pages: Path, tmp_path: Path) -> None:
    """It is the command as it was given, as uv runs it where uv does, but for ``--restart``."""
    command = ["build", str(pages), "--to", "en", "--restart", "--out", str(tmp_path / "out"), "--quiet"]
    done = struck("open=survey.npz", *command, UV_RUN_RECURSION_DEPTH="1")
    command.remove("--restart")
    assert done.stderr.endswith(f"\n  uv run polyglot-news {' '.join(command)}\n")


def test_what_was_to_start_over_and_has_not_is_told_so_again(pages: Path, tmp_path: Path) -> None:
    """Before anything is removed the command that continues is the whole command."""
    command = ["build", str(pages), "--to", "en", "--restart", "--out", str(tmp_path / "out"), "--quiet"]
    assert struck("open=.plan.jsonl", *command).stderr.endswith(f"\n  polyglot-news {' '.join(command)}\n")


def test_the_server_of_workers_hears_no_ctrl_c() -> None:
    """What a terminal sends to every process is the parent's to answer."""
    script = (
        "from polyglot_news.run import pool; pool._single_threaded = lambda: False; pool._context();"
        "from multiprocessing import forkserver; from pathlib import Path;"
        "print(Path(f'/proc/{forkserver._forkserver._forkserver_pid}/status').read_text())"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60).stdout
    (blocked,) = (int(line.split()[1], 16) for line in told.splitlines() if line.startswith("SigBlk"))
    assert blocked >> signal.SIGINT - 1 & 1 and blocked >> signal.SIGTERM - 1 & 1


def test_ctrl_c_twice_leaves_no_scratch_folder(pages: Path, tmp_path: Path) -> None:
    """The second does not disturb a command that cleans up already."""
    (scratch := tmp_path / "scratch").mkdir()
    done = struck("open=.plan.jsonl,shutil.rmtree=polyglot-news-", "extract", pages, TMPDIR=str(scratch))
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("arguments", "continues"),
    [
        (["build", "pages"], True),
        (["extract", "pages", "--out=x"], True),
        (["route", "pages", "--out", "x"], True),
        (["extract", "pages"], False),
        (["translate", "--from", "ru", "lines.txt"], False),
        ([], False),
    ],
)
def test_only_what_continues_is_said_to(arguments: list[str], continues: bool) -> None:
    """A command that prints as it goes starts over."""
    assert bool(program._way(arguments, heeded=False)) == continues


WAITING = """
import os, signal, threading
import polyglot_news.__main__ as program
from polyglot_news.run.stop import Stop

stop = Stop()
program._listen(stop)
import polars
stop.heed().requested = True
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
threading.Event().wait()
"""


def test_ctrl_c_wakes_a_thread_that_waits() -> None:
    """The main thread sleeps while others translate; the libraries imported by then do not keep it asleep."""
    done = subprocess.run([sys.executable, "-c", WAITING], capture_output=True, text=True, timeout=60)
    assert "Interrupted: Stopped." in done.stderr


def test_a_signal_while_workers_are_prepared_is_heard_afterwards(stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts them does not hear it, and it is not lost."""

    def start() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(pool, "_single_threaded", lambda: False)
    monkeypatch.setattr(forkserver, "ensure_running", start)
    pool._context()
    assert stop.requested
