"""Below ``state/`` a finished run keeps what the next one needs, and nothing else."""

from __future__ import annotations

import json
import os
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from polyglot_news.config import Config
from polyglot_news.errors import Interrupted
from polyglot_news.run.build import build
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import Inputs, gather
from polyglot_news.run.job import Job
from polyglot_news.run.stop import Stop
from polyglot_news.translate.echo import EchoEngine
from tests.conftest import ENGLISH, RUSSIAN, Build, parquet_bytes


def write_rows(folder: Path, rows: int) -> None:
    """A file of so many documents."""
    lines = (json.dumps({"text": (RUSSIAN, ENGLISH)[n % 2] + str(n)}, ensure_ascii=False) + "\n" for n in range(rows))
    (folder / "rows.jsonl").write_text("".join(lines), encoding="utf-8")


def state(out: Path) -> set[str]:
    """The files below a run's ``state/``."""
    return {str(path.relative_to(out)) for path in (out / "state").rglob("*") if path.is_file()}


def test_a_resumed_run_leaves_what_a_fresh_one_leaves(pages: Path, tmp_path: Path, run: Build) -> None:
    """Of earlier versions of the inputs nothing stays, and what stays is enough to skip everything."""
    for rows in (12, 9, 14):
        write_rows(pages, rows)
        run(pages, out=tmp_path / "out", resume=True)
    run(pages, out=tmp_path / "fresh")
    assert state(tmp_path / "out") == state(tmp_path / "fresh")
    assert {name.split("/")[1] for name in state(tmp_path / "out")} == {
        "cut", "extract", "inputs.json", "models.json", "pair", "plan.jsonl", "survey.jsonl", "survey.npz", "translate",
    }  # fmt: skip
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    assert run(pages, out=tmp_path / "out").translated == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")} == before
    assert state(tmp_path / "out") == state(tmp_path / "fresh")


def test_what_a_killed_run_left_is_removed_by_the_next(pages: Path, tmp_path: Path, run: Build) -> None:
    """Copies of inputs, a survey that was made use of, counted texts, queues that were begun."""
    write_rows(pages, 9)
    run(pages, out=tmp_path / "out")
    whole = state(tmp_path / "out")
    for name in (
        "survey/rows",
        "unpacked/a",
        "stdin",
        "translate/ru-en.texts",
        "translate/ru-en-0.queue",
        "cut/0.jsonl",
    ):
        path = tmp_path / "out/state" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    os.utime(tmp_path / "out/state/cut/0.jsonl", ns=(0, 0))
    run(pages, out=tmp_path / "out")
    assert state(tmp_path / "out") == whole


def test_a_run_that_looks_at_what_is_finished_can_be_stopped(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not look at all the files first, which are many after a large run."""
    write_rows(pages, 30)
    run(pages, out=tmp_path / "out")
    looked, damaged, stop = [], Folder.damaged, Stop()

    def look(folder: Folder, stage: str, name: str) -> str:
        looked.append(name)
        stop.requested = True
        return damaged(folder, stage, name)

    monkeypatch.setattr(Folder, "damaged", look)
    config = Config(to="en", engine="echo", out=tmp_path / "out", workers=1)
    with pytest.raises(Interrupted):
        build(Job(inputs=Inputs(names=(str(pages),)), config=config, stop=stop), engine=EchoEngine())
    assert looked == ["000000"]


def test_what_comes_on_standard_input_is_not_kept(tmp_path: Path) -> None:
    """Neither by the run that reads it nor by one that finds everything finished."""
    for _ in range(2):
        inputs = gather(["-"], stdin=BytesIO(RUSSIAN.encode()), spool=tmp_path / "out/state/stdin")
        config = Config(to="en", engine="echo", out=tmp_path / "out")
        build(Job(inputs=inputs, config=config), engine=EchoEngine())
        assert not (tmp_path / "out/state/stdin").exists()


def test_a_run_killed_while_it_tidies_up_loses_nothing(
    tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is gone by then: the same command ends with the files of an undisturbed run."""
    (pages := tmp_path / "pages").mkdir()
    write_rows(pages, 1)
    run(pages, out=tmp_path / "fresh")
    unlink, spared = Path.unlink, [0]

    def fatal(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name in ("cut", "translate") and path.suffix in (".jsonl", ".json", ".chunks", ".queue"):
            spared[0] -= 1
            if spared[0] < 0:
                raise KeyboardInterrupt
        unlink(path, missing_ok=missing_ok)

    for patience in count():
        out = tmp_path / str(patience)
        write_rows(pages, 2)
        run(pages, out=out)
        write_rows(pages, 1)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", fatal)
            spared[0] = patience
            try:
                run(pages, out=out, resume=True)
                break
            except KeyboardInterrupt:
                pass
        run(pages, out=out)
        assert parquet_bytes(out) == parquet_bytes(tmp_path / "fresh")
    assert patience == 4
