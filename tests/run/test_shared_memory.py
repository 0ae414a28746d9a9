"""One translation memory for several builds, also at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from tests.conftest import Build

SENTENCES = [f"Корабль номер {n} вышел из порта вчера вечером, сообщил капитан своей команде." for n in range(60)]


def page(path: Path, sentences: list[str]) -> Path:
    path.write_text("Корабли вышли в море\n\n" + "\n\n".join(sentences), encoding="utf-8")
    return path


def command(source: Path, out: Path, memory: Path) -> list[str]:
    base = [sys.executable, "-m", "polyglot_news", "build", str(source), "--to", "de", "--engine", "echo", "--quiet"]
    return [*base, "--workers", "1", "--memory", str(memory), "--out", str(out)]


def test_what_dead_builds_left_in_a_memory_is_removed(tmp_path: Path, run: Build) -> None:
    """Not what living ones write, nor what is fresh: it may be of another machine, which has other numbers."""
    with subprocess.Popen(["true"]) as dead:
        pass
    folder = tmp_path / "memory/src=ru/tgt=de"
    folder.mkdir(parents=True)
    old, fresh, living = (
        folder / f".part-{n}.parquet.{process}.partial" for n, process in enumerate((dead.pid, dead.pid, os.getppid()))
    )
    for path in (old, fresh, living):
        path.write_bytes(b"half")
    for path in (old, living):
        os.utime(path, (0, 0))
    run(page(tmp_path / "a.txt", SENTENCES[:3]), out=tmp_path / "out", memory=tmp_path / "memory", to="de")
    assert [path for path in (old, fresh, living) if path.exists()] == [fresh, living]


def test_two_builds_at_once_share_a_memory(tmp_path: Path, run: Build) -> None:
    """Both have every pair, though half of their texts are the same; a third build has nothing left to translate."""
    memory = tmp_path / "memory"
    halves = [page(tmp_path / "a.txt", SENTENCES[:40]), page(tmp_path / "b.txt", SENTENCES[20:])]
    builds = [subprocess.Popen(command(half, tmp_path / half.stem, memory)) for half in halves]
    assert [build.wait(timeout=120) for build in builds] == [0, 0]
    for half, sentences in zip(halves, (SENTENCES[:40], SENTENCES[20:]), strict=True):
        found = pl.read_parquet(tmp_path / half.stem / "pairs/**/*.parquet", hive_partitioning=False)
        assert set(sentences) <= set(found.get_column("source"))
    both = page(tmp_path / "both.txt", SENTENCES)
    assert run(both, out=tmp_path / "both", memory=memory, to="de").translated == 0
