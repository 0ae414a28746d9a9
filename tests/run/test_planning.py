"""The plan outlives whatever is in the files that it cuts."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polyglot_news.config import Config
from polyglot_news.errors import InputError
from polyglot_news.read import documents
from polyglot_news.records import Slice
from polyglot_news.run import planning
from polyglot_news.run.build import build
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Piece, Shard
from polyglot_news.run.planning import Plan, cut_bundle, make_plan
from polyglot_news.run.pool import Watch
from polyglot_news.run.progress import Silence
from polyglot_news.translate.echo import EchoEngine
from tests.conftest import Build, parquet_bytes


def cut_and_die(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Does what a library does that a file makes crash."""
    watch(0)
    if shard.pieces[0].source.endswith("bad.parquet") and not quarantine:
        os.kill(os.getpid(), signal.SIGSEGV)
    cut_bundle(shard, quarantine, watch, state=state)


def cut_what_is_closed(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Finds a file system that gives no file today."""
    planning.cut = closed
    cut_bundle(shard, quarantine, watch, state=state)


def closed(*_: object, **__: object) -> Iterator[Piece]:
    raise OSError(errno.ESTALE, "Stale file handle")
    yield


def test_a_file_that_crashes_a_library_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of many documents are cut in workers: one that ends its worker twice costs itself, and this run alone."""
    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(pa.table({"text": ["a"]}), folder / "bad.parquet")
    (folder / "good.jsonl").write_text('{"text": "a"}\n')
    with monkeypatch.context() as patch:
        patch.setattr(planning, "partial", lambda _, **told: partial(cut_and_die, **told))
        assert planned(folder, tmp_path) == [("bad.parquet", "crash"), ("good.jsonl", "")]
    assert planned(folder, tmp_path) == [("bad.parquet", ""), ("good.jsonl", "")]


def test_a_file_that_is_closed_today_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file system says of a file is no property of it, as damage is: the next run asks again."""
    (folder := tmp_path / "in").mkdir()
    (folder / "a.jsonl").write_text('{"text": "a"}\n')
    (folder / "b.jsonl.gz").write_bytes(b"\x1f\x8b no gzip")

    damaged = ("b.jsonl.gz", "unreadable")
    assert planned(folder, tmp_path) == [("a.jsonl", ""), damaged]
    with monkeypatch.context() as patch:
        patch.setattr(planning, "partial", lambda _, **told: partial(cut_what_is_closed, **told))
        assert planned(folder, tmp_path) == [("a.jsonl", ""), damaged]
        (folder / "a.jsonl").write_text('{"text": "b"}\n')
        assert planned(folder, tmp_path) == [("a.jsonl", "unreadable"), damaged]
    assert planned(folder, tmp_path) == [("a.jsonl", ""), damaged]


def test_a_run_that_starts_over_looks_at_every_file(tmp_path: Path) -> None:
    """Nothing that an earlier run found out about a file is taken over with ``restart``."""
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n')
    planned(tmp_path / "a.jsonl", tmp_path)
    (known,) = (tmp_path / "state/cut").iterdir()
    before = known.stat().st_ino
    planned(tmp_path / "a.jsonl", tmp_path)
    assert known.stat().st_ino == before
    planned(tmp_path / "a.jsonl", tmp_path, restart=True)
    assert known.stat().st_ino != before


def planned(folder: Path, root: Path, *, restart: bool = False) -> list[tuple[str, str]]:
    """The names of what is planned, with the reasons of rejects."""
    pieces = [piece for shard in plan_of(folder, root / "state", restart=restart).shards() for piece in shard.pieces]
    return [(Path(piece.source).name, getattr(piece, "reason", "")) for piece in pieces]


def plan_of(folder: Path, state: Path, *, restart: bool = False, copies: bool = False) -> Plan:
    job = Job(inputs=Inputs(names=(str(folder),)), config=Config(workers=2), restart=restart)
    return make_plan(job, state, copies=copies)


def texts(plan: Plan) -> list[object]:
    """What the documents of a plan hold."""
    pieces = [piece for shard in plan.shards() for piece in shard.pieces if isinstance(piece, Slice)]
    return [getattr(found, "content", found) for piece in pieces for found in documents(piece, limit=10**6)]


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """Rows in gzip, which are read from an unpacked copy."""
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(b'{"text": "row %02d"}\n' % n for n in range(40))))
    return path


@pytest.mark.parametrize("size", [0, 300, 720])
def test_a_copy_that_is_not_what_was_written_is_made_again(size: int, packed: Path, tmp_path: Path) -> None:
    """Gone, cut short or changed: nobody reads it, and the plan is the same one with another copy."""
    state = tmp_path / "state"
    whole = plan_of(packed, state)
    (copy,) = (state / "unpacked").iterdir()
    copy.write_bytes(copy.read_bytes().replace(b"row 0", b"row 7")[:size])
    if not size:
        copy.unlink()
    with pytest.raises(InputError, match=r"rows\.jsonl\.gz was changed"):
        texts(whole)
    assert not plan_of(packed, state).readable
    again = plan_of(packed, state, copies=True)
    assert again.readable
    assert texts(again) == [f"row {n:02}" for n in range(40)]
    assert again.digest == whole.digest


def test_a_folder_with_copies_may_be_moved(packed: Path, tmp_path: Path) -> None:
    """Copies are found below the folder that the run is given now, whatever it was called before."""
    whole = plan_of(packed, tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "two")
    moved = plan_of(packed, tmp_path / "two")
    assert moved.readable
    assert {piece.path.parent for shard in moved.shards() for piece in shard.pieces if isinstance(piece, Slice)} == {
        tmp_path / "two/unpacked"
    }
    assert texts(moved) == [f"row {n:02}" for n in range(40)]
    assert moved.digest == whole.digest
    shutil.rmtree(tmp_path / "two/unpacked")
    assert not plan_of(packed, tmp_path / "two").readable


class Intruder(Silence):
    """Writes to a file when a stage begins."""

    def __init__(self, path: Path, stage: str) -> None:
        self.path, self.at = path, stage

    def stage(self, name: str, *, total: int | None, unit: str) -> None:  # noqa: ARG002
        if name == self.at:
            self.path.write_text(rows_of("новой"), encoding="utf-8")


def rows_of(word: str) -> str:
    """Rows that are longer with a longer word."""
    texts = (f"В городе {n} открыли {word} мост, и {n} автобусов поедут по нему. " * 3 for n in range(40))
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


@pytest.mark.parametrize("stage", ["survey", "extract"])
def test_an_input_that_changes_under_a_run_is_said(stage: str, tmp_path: Path, run: Build) -> None:
    """Rows are never read where others were cut: the run ends, and the next one finds what has changed."""
    (path := tmp_path / "rows.jsonl").write_text(rows_of("старый"), encoding="utf-8")
    inputs = Inputs(names=(str(path),))
    config = Config(out=tmp_path / "out", engine="echo", to="en", workers=1)
    with pytest.raises(InputError, match=r"rows\.jsonl was changed while its pages were read"):
        build(Job(inputs=inputs, config=config, progress=Intruder(path, stage)), engine=EchoEngine())
    assert run(path, out=tmp_path / "out").report.pages == {"seen": 40, "kept": 40, "rejected": 0}
    run(path, out=tmp_path / "fresh")
    assert parquet_bytes(tmp_path / "out") == parquet_bytes(tmp_path / "fresh")
