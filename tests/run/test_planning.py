"""The plan outlives whatever is in the files that it cuts."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from polyglot_news.config import Config
from polyglot_news.records import Reject
from polyglot_news.run import planning
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Shard
from polyglot_news.run.planning import cut_bundle, make_plan
from polyglot_news.run.pool import Watch


def cut_and_die(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Does what a library does that a file makes crash."""
    watch(0)
    if shard.pieces[0].source.endswith("bad.parquet") and not quarantine:
        os.kill(os.getpid(), signal.SIGSEGV)
    cut_bundle(shard, quarantine, watch, state=state)


def test_a_file_that_crashes_a_library_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of many documents are cut in workers: one that ends its worker twice costs itself, not the run."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.parquet").write_bytes(b"PAR1")
    (folder / "good.jsonl").write_text('{"text": "a"}\n')
    monkeypatch.setattr(planning, "partial", lambda _, **told: partial(cut_and_die, **told))
    plan = make_plan(Job(inputs=Inputs(names=(str(folder),)), config=Config(workers=2)), tmp_path / "state")
    pieces = [piece for shard in plan.shards() for piece in shard.pieces]
    assert [(Path(piece.source).name, getattr(piece, "reason", "")) for piece in pieces] == [
        ("bad.parquet", "crash"),
        ("good.jsonl", ""),
    ]
    assert isinstance(pieces[0], Reject)
