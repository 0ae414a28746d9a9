"""A build killed at any moment, and run again with the same command, ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ENGLISH, RUSSIAN, parquet_bytes

PAGES = 600
KILLS = int(os.environ.get("DURABILITY_KILLS", "8"))


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


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_build_survives(
    blow: signal.Signals, many: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    """Struck again and again at random moments, it ends with the same bytes and no finished shard done twice."""
    files, seconds = undisturbed
    moments = random.Random(int(blow))
    out = tmp_path / "out"
    done: dict[Path, int] = {}
    struck = 0
    for _ in range(KILLS):
        process = subprocess.Popen(command(many, out), start_new_session=True, stderr=subprocess.PIPE, text=True)
        try:
            process.communicate(timeout=moments.uniform(0.2, seconds))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, blow)
            message = process.communicate(timeout=60)[1]
            struck += 1
            if blow is not signal.SIGKILL and process.returncode > 0:
                assert process.returncode == 130, message
                assert "The same command continues" in message
        now = {path: path.stat().st_mtime_ns for path in out.glob("state/extract/*.json")}
        assert done.items() <= now.items(), "a finished shard was done again"
        done = now
    assert struck
    subprocess.run(command(many, out), check=True, timeout=300)
    assert parquet_bytes(out) == files
    assert not list(out.rglob("*.partial"))


@pytest.mark.slow
def test_a_full_disk_is_said_plainly_and_the_run_continues(
    many: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    """On a file system that is too small the run ends with 2 and advice; with more room it ends as it should."""
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(mount)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine mounts no file systems")
    try:
        failed = subprocess.run(command(many, mount / "out"), capture_output=True, text=True, timeout=300)
        assert failed.returncode == 2
        assert "the disk is full" in failed.stderr
        assert "Traceback" not in failed.stderr
        subprocess.run(["mount", "-o", "remount,size=50m", str(mount)], check=True)
        subprocess.run(command(many, mount / "out"), check=True, timeout=300)
        assert parquet_bytes(mount / "out") == undisturbed[0]
    finally:
        subprocess.run(["umount", str(mount)], check=True)
