"""Asked to stop, a run ends soon, wherever it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import forkserver

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
