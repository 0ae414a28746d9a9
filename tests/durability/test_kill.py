"""A build killed at any moment, and run again with the same command, ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from polyglot_news.errors import OutputError
from polyglot_news.files import write_bytes
from polyglot_news.run.folder import _RESERVE
from tests.conftest import ENGLISH, RUSSIAN, parquet_bytes

PAGES = 600
FINISHED = ("state/extract/*.json", "state/pair/*.json", "state/translate/*.json", "memory/**/*.parquet")
KILLS = int(os.environ.get("DURABILITY_KILLS", "4"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of pages, three shards of them."""
    import json

    path = tmp_path_factory.mktemp("many") / "pages.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(PAGES):
            text = (
                (RUSSIAN, ENGLISH)[number % 2].replace("officials", f"{number} officials").replace("опоры", f"{number}")
            )
            file.write(json.dumps({"id": f"page{number}", "text": text}, ensure_ascii=False) + "\n")
    return path


def command(source: Path, out: Path) -> list[str]:
    base = [sys.executable, "-m", "polyglot_news", "build", str(source), "--to", "de", "--engine", "echo", "--quiet"]
    return [*base, "--workers", "2", "--out", str(out)]


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """The files of a build that nobody disturbs, and its seconds."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    began = time.monotonic()
    subprocess.run(command(many, out), check=True, timeout=300)
    return parquet_bytes(out), time.monotonic() - began


BLOWS = {
    "kill": [signal.SIGKILL],
    "interrupt": [signal.SIGINT],
    "interrupt twice": [signal.SIGINT, signal.SIGINT],
    "terminate": [signal.SIGTERM],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOWS)
def test_a_build_survives(name: str, many: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """Struck again and again at random moments, it ends with the same bytes and nothing finished is done twice."""
    files, seconds = undisturbed
    moments, struck, redone = random.Random(name), 0, 0
    for attempt in range(10 * KILLS):
        out = tmp_path / str(attempt)
        done: dict[Path, int] = {}
        while struck < KILLS:
            moment = moments.uniform(0.2, seconds)
            if not (message := strike(command(many, out), BLOWS[name], moment)):
                seconds = seconds if done else min(seconds, moment)  # a whole build takes no longer than that
                break
            struck += 1
            assert name == "kill" or "Stopped" in message or message == UNSAID, message
            now = {path: path.stat().st_mtime_ns for pattern in FINISHED for path in out.glob(pattern)}
            redone += len(done.items() - now.items())
            done = now
        subprocess.run(command(many, out), check=True, timeout=300)
        assert parquet_bytes(out) == files
        assert not list(out.rglob("*.partial"))
        if struck == KILLS:
            break
    print(f"{name}: struck {struck} times in {attempt + 1} builds, {redone} finished parts done again")
    assert struck == KILLS
    assert not redone


UNSAID = "ended by the signal"


def strike(command: list[str], blows: list[signal.Signals], moment: float) -> str:
    """Runs a build and strikes it at a moment; returns what it says then, nothing where it had ended before."""
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    try:
        process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        for blow in blows:
            os.killpg(process.pid, blow)
        said = process.communicate(timeout=60)[1]
        if process.returncode < 0:
            return UNSAID
        assert process.returncode in (0, 130), said
        return said if process.returncode else ""
    return ""


def workers_of(session: int) -> list[int]:
    """The workers of a session: its processes but for the one that leads it and Python's own helpers."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and os.getsid(int(entry.name)) == session:
                told = (entry / "cmdline").read_bytes()
                status = (entry / "stat").read_text().rpartition(")")[2].split()
                starter = b"forkserver" in told and int(status[1]) == session
                if b"resource_tracker" not in told and status[0] != "Z" and not starter:
                    parents[int(entry.name)] = int(status[1])
        except OSError:
            continue
    return sorted(set(parents) - {session})


@pytest.mark.slow
def test_killed_workers_are_replaced(many: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """Whoever kills workers now and then does not change what the build writes, nor end it."""
    out, moments, killed = tmp_path / "out", random.Random("workers"), 0
    process = subprocess.Popen(command(many, out), start_new_session=True)
    while process.poll() is None and killed < KILLS:
        time.sleep(moments.uniform(0.3, 1.0))
        if found := workers_of(process.pid):
            os.kill(moments.choice(found), signal.SIGKILL)
            killed += 1
    assert process.wait(timeout=300) == 0
    assert killed
    assert parquet_bytes(out) == undisturbed[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Gives a file system of so many bytes, and makes it larger when asked again."""
    mount = tmp_path / "small"
    mount.mkdir()

    def sized(size: int) -> Path:
        how = "remount,rw,size" if mount.is_mount() else "size"
        command = ["mount", "-t", "tmpfs", "-o", f"{how}={size}", "tmpfs", str(mount)]
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip("this machine mounts no file systems")
        return mount

    yield sized
    if mount.is_mount():
        subprocess.run(["umount", str(mount)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_plainly_and_the_run_continues(
    many: Path, undisturbed: tuple[dict[str, bytes], float], small_disk: Callable[[int], Path]
) -> None:
    """When space runs out on the way the run ends with 2 and advice; with more room it ends as it should."""
    out = small_disk(_RESERVE + 40_000) / "out"
    failed = subprocess.run(command(many, out), capture_output=True, text=True, timeout=300)
    assert failed.returncode == 2
    assert "the disk is full" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert list(out.glob("state/**/*.json"))
    small_disk(50_000_000)
    subprocess.run(command(many, out), check=True, timeout=300)
    assert parquet_bytes(out) == undisturbed[0]


@pytest.mark.slow
def test_a_disk_that_becomes_read_only_is_said_plainly(
    many: Path, undisturbed: tuple[dict[str, bytes], float], small_disk: Callable[[int], Path]
) -> None:
    """A run whose disk may not be written ends with 2 and advice, and goes on when it may."""
    out = small_disk(50_000_000) / "out"
    out.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(out.parent)], check=True)
    failed = subprocess.run(command(many, out), capture_output=True, text=True, timeout=300)
    assert failed.returncode == 2
    assert "ead-only file system" in failed.stderr
    assert "Traceback" not in failed.stderr
    small_disk(50_000_000)
    subprocess.run(command(many, out), check=True, timeout=300)
    assert parquet_bytes(out) == undisturbed[0]


def test_a_file_that_does_not_fit_leaves_the_old_one(small_disk: Callable[[int], Path]) -> None:
    """The file system's own refusal is an OutputError with advice; what was there is still there."""
    path = small_disk(100_000) / "file"
    write_bytes(path, b"old")
    with pytest.raises(OutputError, match="the disk is full"):
        write_bytes(path, b"x" * 1_000_000)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.slow
def test_an_input_cut_short_is_rejected_and_the_rest_is_done(many: Path, tmp_path: Path) -> None:
    """A compressed file that ends in the middle gives the rows before the cut, and a reject for the rest."""
    import gzip

    cut = tmp_path / "pages.jsonl.gz"
    packed = gzip.compress(many.read_bytes())
    cut.write_bytes(packed[: len(packed) * 3 // 4])
    subprocess.run(command(cut, tmp_path / "out"), check=True, timeout=300)
    rejects = pl.read_parquet(tmp_path / "out/rejects/*.parquet")
    assert "truncated" in rejects.get_column("reason").to_list()
    assert pl.read_parquet(tmp_path / "out/articles/*.parquet").height > PAGES // 2
