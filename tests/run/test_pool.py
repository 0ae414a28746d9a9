"""Workers that hang, die or raise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from polyglot_news.errors import Interrupted
from polyglot_news.records import Record
from polyglot_news.run.plan import Shard, shards
from polyglot_news.run.pool import TOGETHER, Bounds, Pool, Watch, WorkerFailed
from polyglot_news.run.stop import Stop


def work(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> list[str]:
    """Does what the pages' names say."""
    done = []
    for position, item in enumerate(shard.pieces):
        watch(position)
        name = quarantine.get(position) or item.source
        if name == "hang":
            time.sleep(60)
        if name == "grow":
            hoard = [bytearray(50_000_000) for _ in range(40)]
            time.sleep(60)
            done.append(str(len(hoard)))
        if name.startswith("await:"):
            Path(f"{name.removeprefix('await:')}.awaited").touch()
            while not Path(name.removeprefix("await:")).exists():
                time.sleep(0.05)
        if name == "die":
            os._exit(1)
        if name == "raise":
            raise ValueError("a fault of the program")
        if name.startswith("once:"):
            flag = Path(name.removeprefix("once:"))
            if not flag.exists():
                flag.touch()
                os._exit(1)
        done.append(name)
    return done


def die_at_first(shard: Shard, _quarantine: Mapping[int, str], watch: Watch) -> str:
    """Dies at its second page unless it is told that somebody has."""
    watch(1)
    if not shard.retried:
        os._exit(1)
    return "careful"


def together(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> list[str]:
    """Takes all pages at once, one by one where it is told to be careful."""
    if not shard.retried:
        watch(TOGETHER)
        work(shard, quarantine, lambda _: None)
    return work(shard, quarantine, watch)


def linger(shard: Shard, _quarantine: Mapping[int, str], watch: Watch) -> list[str]:
    """Grows at its first page, and is still large at its second, unless it is told to be careful."""
    watch(0)
    hoard = [] if shard.retried else [bytearray(50_000_000) for _ in range(20)]
    watch(1)
    time.sleep(60 if hoard else 0)
    return ["a", "b"]


def run(*names: str, workers: int = 2, size: int = 2, seconds: float = 1.5) -> list[list[str]]:
    items = [Record(source=name) for name in names]
    bounds = Bounds(seconds=seconds, memory=700_000_000)
    return list(Pool(work, workers=workers, bounds=bounds).map(shards(items, pages=size)))


def test_results_come_in_the_order_of_the_shards() -> None:
    """However the workers are timed."""
    names = [str(number) for number in range(23)]
    assert [name for done in run(*names, workers=3) for name in done] == names


def test_a_page_that_hangs_is_left_out() -> None:
    """It is quarantined as ``timeout``; its neighbours are done."""
    assert run("a", "hang", "b", "c") == [["a", "timeout"], ["b", "c"]]


def test_a_page_that_takes_too_much_memory_is_left_out() -> None:
    """It is quarantined as ``memory``; its neighbours are done."""
    assert run("a", "grow", "b", seconds=30) == [["a", "memory"], ["b"]]


@pytest.mark.parametrize(("name", "seconds", "reason"), [("hang", 1.5, "timeout"), ("grow", 30, "memory")])
def test_of_pages_taken_together_the_one_at_fault_is_left_out(name: str, seconds: float, reason: str) -> None:
    """No page is to blame before they have been taken one by one."""
    pool = Pool(together, workers=1, bounds=Bounds(seconds=seconds, memory=700_000_000))
    done = list(pool.map(shards([Record(source=each) for each in ("a", name, "b")], pages=3)))
    assert done == [["a", reason, "b"]]


def test_memory_that_another_page_took_is_no_fault_of_the_page_at_hand() -> None:
    """It is blamed on a page only in a worker that takes pages one by one."""
    pool = Pool(linger, workers=1, bounds=Bounds(seconds=30, memory=700_000_000))
    assert list(pool.map(shards([Record(source="a"), Record(source="b")], pages=2))) == [["a", "b"]]


def test_a_wish_to_stop_finishes_what_is_in_hand() -> None:
    """The shards in hand come out, then the run is interrupted."""
    stop = Stop().heed()
    found = []
    with pytest.raises(Interrupted):
        for result in Pool(work, workers=1, stop=stop).map(shards([Record(source=str(n)) for n in range(50)], pages=1)):
            found.append(result)
            stop.requested = True
    assert found == [[str(n)] for n in range(len(found))]
    assert 1 <= len(found) <= 4


def test_a_page_that_kills_its_worker_twice_is_left_out() -> None:
    """It is quarantined as ``crash``; its neighbours are done."""
    assert run("a", "b", "die", "c", workers=1) == [["a", "b"], ["crash", "c"]]


def test_a_worker_that_dies_once_is_replaced(tmp_path: Path) -> None:
    """The shard is done again, with all its pages."""
    name = f"once:{tmp_path / 'flag'}"
    assert run("a", name, workers=1) == [["a", name]]


def test_a_killed_run_leaves_no_worker_behind() -> None:
    """Not even one that hangs, which would hold the lock of the folder."""
    script = "from tests.run.test_pool import run; run('hang', seconds=60)"
    process = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    deadline = time.monotonic() + 30
    while not (left := others_of(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left
    process.kill()
    process.wait()
    while others_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not others_of(process.pid)


def test_a_run_that_was_stopped_for_a_while_blames_no_page(tmp_path: Path) -> None:
    """While a terminal holds it (Ctrl-Z), no page can finish: its time begins anew."""
    go, names = tmp_path / "go", [f"await:{tmp_path / 'go'}", "b"]
    script = f"from tests.run.test_pool import run; print(run(*{names!r}, seconds=2))"
    process = subprocess.Popen([sys.executable, "-c", script], start_new_session=True, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not Path(f"{go}.awaited").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(4)
    os.killpg(process.pid, signal.SIGCONT)
    time.sleep(0.5)
    go.touch()
    assert process.communicate(timeout=30)[0].decode().strip() == str([names])


def others_of(session: int) -> list[int]:
    """The running processes of a session but the one that leads it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getsid(int(entry.name)) == session and " Z " not in (entry / "stat").read_text():
                found.append(int(entry.name))
    return [process for process in found if process != session]


def test_a_fault_of_the_program_is_raised_with_its_traceback() -> None:
    """It is not blamed on a page."""
    with pytest.raises(WorkerFailed, match="a fault of the program"):
        run("raise")


def test_a_shard_whose_worker_died_is_given_to_the_next_as_one_to_be_careful_with() -> None:
    """What it held several pages of at once, the next one takes one by one."""
    assert list(Pool(die_at_first, workers=1).map(shards([Record(source="a")]))) == ["careful"]
