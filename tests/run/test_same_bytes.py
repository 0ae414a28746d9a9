"""Any inputs, workers, size and order of the shards and any interruption give the same bytes."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyglot_news import files
from polyglot_news.config import Config
from polyglot_news.errors import Interrupted
from polyglot_news.memory import Memory
from polyglot_news.records import Record
from polyglot_news.run import plan, translation
from polyglot_news.run.build import build
from polyglot_news.run.corpus import opened
from polyglot_news.run.extraction import extraction
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.pairing import Pairing, pair_corpus
from polyglot_news.run.parts import extract_shard
from polyglot_news.run.plan import Shard, shards
from polyglot_news.run.stop import Stop
from polyglot_news.run.survey import Survey
from polyglot_news.run.translation import translate_corpus
from polyglot_news.translate.echo import EchoEngine
from tests.conftest import ENGLISH, RUSSIAN, parquet_bytes

SENTENCES = [line for line in (RUSSIAN + ENGLISH).splitlines() if len(line) > 40]
PAGES = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join), min_size=1, max_size=9)


class Impatient(Stop):
    """Asks to stop at the n-th look."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def check(self) -> None:
        """Counts down, then stops."""
        self.looks -= 1
        self.requested = self.looks < 0
        super().check()


def finish(folder: Folder, cut: Sequence[Shard], *, stop: Stop) -> None:
    """Runs the stages as a build does, as far as ``stop`` lets them."""
    told = extraction(Config(to="de"), evidence=None)
    for shard in cut:
        if folder.record("extract", shard.name) is None:
            extract_shard(shard, {}, lambda _: None, settings=told, folder=folder)
            stop.check()
    job = Job(inputs=Inputs(names=()), config=Config(to="de"), stop=stop)
    with opened(folder, Memory(folder.root / "memory")) as corpus:
        done = translate_corpus(corpus, job, engine=EchoEngine())
        pairing = Pairing(corpus=corpus, translated=done, target="de", thresholds=())
        pair_corpus(pairing, progress=job.progress, stop=stop)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=PAGES, size=st.integers(1, 4), data=st.data())
def test_order_and_interruptions_leave_no_trace(texts: list[str], size: int, data: st.DataObject) -> None:
    """Shards in any order, the run stopped and continued at any places: the files of an undisturbed run."""
    items = [Record(source=f"page{number}", content=f"{text}\n{number}") for number, text in enumerate(texts)]
    cut = list(shards(items, pages=size))
    shuffled = data.draw(st.permutations(cut))
    patience = data.draw(st.lists(st.integers(0, 4), max_size=5))
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "CHUNK_TEXTS", 3)
        calm, stormy = Folder(Path(name, "calm")), Folder(Path(name, "stormy"))
        calm.root.mkdir()
        stormy.root.mkdir()
        finish(calm, cut, stop=Stop())
        for looks in patience:
            with suppress(Interrupted):
                finish(stormy, shuffled, stop=Impatient(looks))
        finish(stormy, shuffled, stop=Stop())
        assert parquet_bytes(calm.root) == parquet_bytes(stormy.root)


class Killed(BaseException):
    """Ends a run in this process as a kill would."""


@contextmanager
def mortal(writes: int | None) -> Iterator[None]:
    """Ends the block when a file is to be synced for the n-th time in this process; never where there is no number."""
    sync, mine, left = files.sync, os.getpid(), [writes]

    def fatal(path: Path) -> None:
        if left[0] is not None and os.getpid() == mine:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
        sync(path)

    with pytest.MonkeyPatch.context() as patch, suppress(Killed):
        patch.setattr(files, "sync", fatal)
        yield


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """How a run goes: its workers, the order in which it takes its shards, and when it is asked to stop or killed."""

    workers: int
    order: random.Random | None = None
    looks: int | None = None
    writes: int | None = None


def write_inputs(folder: Path, files: Mapping[str, Sequence[str]]) -> None:
    """Pages and files of many pages, plain and packed, by their suffixes; ids repeat."""
    folder.mkdir()
    for number, (name, texts) in enumerate(files.items()):
        rows = [{"id": str(n % 5), "text": text} for n, text in enumerate(texts)]
        table = StringIO()
        writer = csv.DictWriter(table, ["id", "text"])
        writer.writeheader()
        writer.writerows(rows)
        content = {
            "txt": texts[0],
            "html": f"<html><body><article><p>{'</p><p>'.join(texts)}</p></article></body></html>",
            "jsonl": "".join(json.dumps(row) + "\n" for row in rows),
            "csv": table.getvalue(),
        }[name.split(".")[1]].encode()
        path = folder / f"{number}{name}"
        path.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)


INPUTS = st.lists(
    st.tuples(st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".jsonl.gz", ".txt.gz"]), PAGES),
    min_size=1,
    max_size=6,
)
RUNS = {"workers": st.integers(1, 4), "order": st.randoms(use_true_random=False)}
ATTEMPTS = st.lists(
    st.builds(Attempt, **RUNS, looks=st.integers(0, 9)) | st.builds(Attempt, **RUNS, writes=st.integers(0, 24)),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=int(os.environ.get("SAME_BYTES_EXAMPLES", "4")), deadline=None, suppress_health_check=[*HealthCheck]
)
@given(inputs=INPUTS, size=st.integers(1, 5), near=st.booleans(), attempts=ATTEMPTS)
def test_nothing_but_the_inputs_decides_a_byte(
    inputs: list[tuple[str, list[str]]], size: int, near: bool, attempts: list[Attempt]
) -> None:
    """Any inputs, workers, size and order of the shards, asked to stop and killed at any moments and continued."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": size})
        patch.setattr(translation, "CHUNK_TEXTS", 7)
        pages, linked = Path(name, "pages"), Survey.linked
        write_inputs(pages, {f"{n}{suffix}": texts for n, (suffix, texts) in enumerate(inputs)})

        def run(folder: str, attempt: Attempt) -> dict[str, bytes]:
            config = Config(
                to="de", out=Path(name, folder), engine="echo", workers=attempt.workers, near_duplicates=near
            )
            stop = Stop() if attempt.looks is None else Impatient(attempt.looks)
            with pytest.MonkeyPatch.context() as ordered, mortal(attempt.writes), suppress(Interrupted):
                if order := attempt.order:
                    ordered.setattr(Survey, "linked", lambda *told: order.sample(cut := [*linked(*told)], len(cut)))
                build(Job(inputs=Inputs(names=(str(pages),)), config=config, stop=stop), engine=EchoEngine())
            return parquet_bytes(Path(name, folder))

        for attempt in attempts:
            run("stormy", attempt)
        calm = run("calm", Attempt(workers=1))
        assert run("stormy", replace(attempts[-1], looks=None, writes=None)) == calm


def test_a_copy_of_a_shard_is_equal(tmp_path: Path) -> None:
    """What a shard writes depends on its inputs: its twin under another number has the same tables."""
    (shard,) = shards([Record(source="page", content=ENGLISH)])
    told = extraction(Config(to="de"), evidence=None)
    folder = Folder(tmp_path)
    for each in (shard, replace(shard, index=7)):
        extract_shard(each, {}, lambda _: None, settings=told, folder=folder)
    assert folder.part("segments", "000000").read_bytes() == folder.part("segments", "000007").read_bytes()
