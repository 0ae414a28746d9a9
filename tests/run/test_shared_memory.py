"""One translation memory for several builds, also at the same time."""

from __future__ import annotations

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
