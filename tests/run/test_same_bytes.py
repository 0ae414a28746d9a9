"""Any order of the shards and any interruption give the same bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=PAGES,
    rows=PAGES,
    size=st.integers(1, 4),
    workers=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    patience=st.integers(0, 6),
)
def test_neither_workers_nor_interruptions_change_a_byte(
    texts: list[str], rows: list[str], size: int, workers: list[int], patience: int
) -> None:
    """Page files and JSON lines, built with any number of workers, interrupted and continued with another number."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": size})
        pages = Path(name, "pages")
        pages.mkdir()
        for number, text in enumerate(texts):
            (pages / f"{number}.txt").write_text(text, encoding="utf-8")
        lines = [json.dumps({"id": str(n % 5), "text": text}) for n, text in enumerate(rows * 3)]
        (pages / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")

        def run(folder: str, *, workers: int, stop: Stop) -> dict[str, bytes]:
            config = Config(to="de", out=Path(name, folder), engine="echo", workers=workers)
            build(Job(inputs=Inputs(names=(str(pages),)), config=config, stop=stop), engine=EchoEngine())
            return parquet_bytes(Path(name, folder))

        calm = run("calm", workers=1, stop=Stop())
        for count in workers[:-1]:
            with suppress(Interrupted):
                run("stormy", workers=count, stop=Impatient(patience))
        assert run("stormy", workers=workers[-1], stop=Stop()) == calm


def test_a_copy_of_a_shard_is_equal(tmp_path: Path) -> None:
    """What a shard writes depends on its inputs: its twin under another number has the same tables."""
    (shard,) = shards([Record(source="page", content=ENGLISH)])
    told = extraction(Config(to="de"), evidence=None)
    folder = Folder(tmp_path)
    for each in (shard, replace(shard, index=7)):
        extract_shard(each, {}, lambda _: None, settings=told, folder=folder)
    assert folder.part("segments", "000000").read_bytes() == folder.part("segments", "000007").read_bytes()
