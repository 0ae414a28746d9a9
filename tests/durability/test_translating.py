"""A build killed while it translates keeps every finished chunk and translates no text of one again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import parquet_bytes

CHUNK = 16
PROGRAM = """
import os, signal, sys
from pathlib import Path
from polyglot_news.config import Config
from polyglot_news.run import translation
from polyglot_news.run.build import build
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.translate.echo import EchoEngine

page, out, log, fatal = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
translation.CHUNK_TEXTS = 16


class Mortal(EchoEngine):
    chunks = 0

    def translate(self, texts, **languages):
        self.chunks += 1
        with log.open("a", encoding="utf-8") as file:
            file.writelines(text + "\\n" for text in texts)
        if self.chunks == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().translate(texts, **languages)


config = Config(out=out, memory=out.parent / "memory", engine="echo", to="de", workers=1)
build(Job(inputs=Inputs(names=(page,)), config=config), engine=Mortal())
"""


def run(page: Path, folder: Path, *, fatal: int) -> tuple[int, list[str]]:
    """Builds in a process that dies in its ``fatal``-th chunk, 0 for never; returns its end and what it translated."""
    folder.mkdir(exist_ok=True)
    log = folder / "log.txt"
    log.write_text("")
    arguments = [str(page), str(folder / "out"), str(log), str(fatal)]
    process = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, timeout=120)
    return process.returncode, log.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.txt"
    lines = [f"Корабль номер {n} вышел из порта вчера вечером, сообщил капитан {n} своей команде." for n in range(120)]
    path.write_text("Корабли вышли в море\n\n" + "\n\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.slow
def test_nothing_finished_is_translated_again(page: Path, tmp_path: Path) -> None:
    """Killed in the first chunk, then in the third, and so on: what the memory has by then is not asked for again."""
    end, undisturbed = run(page, tmp_path / "undisturbed", fatal=0)
    assert end == 0 and len(undisturbed) == len(set(undisturbed)) > 6 * CHUNK
    folder, asked, kills = tmp_path / "killed", Counter[str](), 0
    for fatal in (1, 3, 2, 0):
        known = set(_memory(folder))
        end, translated = run(page, folder, fatal=fatal)
        assert not known & set(translated)
        assert len(_memory(folder)) == len(known) + len(translated) - (CHUNK if fatal else 0)
        asked.update(translated)
        kills += end == -9
    assert kills == 3 and asked.total() == len(undisturbed) + kills * CHUNK
    assert set(asked) == set(undisturbed)
    assert parquet_bytes(folder / "out") == parquet_bytes(tmp_path / "undisturbed/out")


def _memory(folder: Path) -> list[str]:
    parts = sorted((folder / "memory").rglob("*.parquet"))
    return [text for part in parts for text in pl.read_parquet(part).get_column("source")]
