"""What the survey sees does not depend on how it was interrupted, and does not stay in memory."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.config import Config
from polyglot_news.errors import OutputError
from polyglot_news.records import Slice
from polyglot_news.run import looks, similarity, sorter, survey
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.links import linked, write_links
from polyglot_news.run.looks import ROW, Look, Looks
from polyglot_news.run.plan import Duplicate
from polyglot_news.run.planning import Plan, make_plan
from polyglot_news.run.similarity import NUMBER, PERMUTATIONS, Neighbours
from polyglot_news.run.sorter import Sorter, repeats
from tests.conftest import ENGLISH, RUSSIAN

KEYS = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=9), max_size=12)


@settings(max_examples=100, deadline=None)
@given(keys=KEYS, held=st.integers(1, 20), least=st.integers(1, 5))
def test_sorted_runs_are_one_order(keys: list[list[int]], held: int, least: int) -> None:
    """Pairs added a few at a time come back by key, and what repeats is known with the first that was there."""
    flat = [key for some in keys for key in some]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorter, "HELD", held)
        patch.setattr(sorter, "_LEAST", least)

        def filled() -> Sorter:
            added = Sorter(Path(name))
            for start, some in zip(np.cumsum([0, *map(len, keys)]).tolist(), keys, strict=False):
                added.add(np.array(some, np.uint64), np.arange(start, start + len(some)))
            return added

        pairs = [pair for block in filled().blocks() for pair in block.tolist()]
        assert sorted(pairs) == sorted((key, number) for number, key in enumerate(flat))
        assert all(a <= b for (a, _), (b, _) in pairwise(pairs))
        found = [pair for some in repeats(filled()) for pair in zip(*map(np.ndarray.tolist, some), strict=True)]
    assert sorted(found) == [(n, flat.index(key)) for n, key in enumerate(flat) if flat.index(key) != n]


def test_a_full_disk_is_said_while_numbers_are_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With advice, and where it happens."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is full")
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(sorter, "TemporaryFile", lambda **_: full)
        with pytest.raises(OutputError, match="the disk is full"):
            Sorter(tmp_path).add(np.arange(sorter.HELD), np.arange(sorter.HELD))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A file with copies, near copies, repeated ids and rows that cannot be read, in many shards."""
    rows = []
    for number in range(60):
        text = (RUSSIAN, ENGLISH)[number % 2] + str(number // 20 * (number % 3))
        rows.append(json.dumps({"id": str(number % 50), "text": text if number % 11 else ""}, ensure_ascii=False))
    (tmp_path / "pages.jsonl").write_text("\n".join(rows), encoding="utf-8")
    config = Config(to="de", workers=2, near_duplicates=True)
    return Job(inputs=Inputs(names=(str(tmp_path / "pages.jsonl"),)), config=config)


def links(found: survey.Survey, plan: Plan) -> list[object]:
    return [(shard.surveyed, shard.duplicates, shard.repeated_ids) for shard in found.linked(plan.shards())]


def test_an_interrupted_survey_goes_on_where_it_was(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after every second shard it sees what an undisturbed one sees, and looks at few shards twice."""
    plan = make_plan(job, tmp_path / "calm")
    calm = survey.survey(job, plan, tmp_path / "calm")
    monkeypatch.setattr(survey, "CHECKPOINT_SECONDS", 0.0)
    added, add = [0], Looks.add

    def killed(seen: Looks, found: Look) -> None:
        add(seen, found)
        added[0] += 1
        if added[0] % 2 == 0 and added[0] < plan.count:
            raise KeyboardInterrupt

    monkeypatch.setattr(Looks, "add", killed)
    stormy = None
    for _ in range(plan.count):
        try:
            stormy = survey.survey(job, make_plan(job, tmp_path / "stormy"), tmp_path / "stormy")
            break
        except KeyboardInterrupt:
            continue
    assert stormy is not None
    assert added[0] < 2 * plan.count
    assert links(stormy, plan) == links(calm, plan)
    assert any(copy.exact for shard in calm.linked(plan.shards()) for copy in shard.duplicates.values())
    assert any(not copy.exact for shard in calm.linked(plan.shards()) for copy in shard.duplicates.values())
    assert calm.evidence is not None
    assert stormy.evidence is not None
    assert np.array_equal(stormy.evidence.hashes, calm.evidence.hashes)
    assert np.array_equal(stormy.evidence.counts, calm.evidence.counts)
    assert not (tmp_path / "stormy/survey").exists()


def test_what_a_checkpoint_promises_and_the_disk_lost_is_looked_at_again(tmp_path: Path) -> None:
    """Rows that are not there make the survey start over, not end."""
    with closing(Looks(tmp_path, mark="x")) as seen:
        seen.add(Look(rows=np.zeros(3, ROW)))
        seen.checkpoint()
        seen.add(Look(rows=np.zeros(3, ROW)))
    with closing(Looks(tmp_path, mark="x")) as again:
        assert again.pages == 3
    (tmp_path / "rows").write_bytes(b"")
    with closing(Looks(tmp_path, mark="x")) as again:
        assert again.pages == 0


def rows_of(*hashes: int) -> Look:
    """A look at pages with these hashes."""
    return Look(rows=np.array([(0, place, -1, value, 0) for place, value in enumerate(hashes)], ROW))


def test_rows_of_other_inputs_are_not_taken_for_those_of_a_checkpoint(tmp_path: Path) -> None:
    """Inputs that change and change back, the survey of the others killed in between, start a survey of their own."""
    with closing(Looks(tmp_path, mark="these")) as seen:
        seen.add(rows_of(1, 2, 3))
        seen.checkpoint()
    with closing(Looks(tmp_path, mark="others")) as others:
        others.add(rows_of(7, 8, 9, 10))
    with closing(Looks(tmp_path, mark="these")) as again:
        assert (again.shards, again.pages) == (0, 0)
        assert not list(again.rows())


def test_changed_rows_are_looked_at_again(tmp_path: Path) -> None:
    """As many rows as the checkpoint promises, but others, make the survey start over; the same ones go on."""
    with closing(Looks(tmp_path, mark="x")) as seen:
        seen.add(rows_of(1, 2, 3))
        seen.checkpoint()
        seen.add(rows_of(4))
    with closing(Looks(tmp_path, mark="x")) as again:
        again.add(rows_of(5))
        again.checkpoint()
    with closing(Looks(tmp_path, mark="x")) as again:
        assert [row["hash"].tolist() for row in again.rows()] == [[1, 2, 3, 5]]
    (tmp_path / "rows").write_bytes(rows_of(6, 7, 8, 9).rows.tobytes())
    with closing(Looks(tmp_path, mark="x")) as again:
        assert again.pages == 0


def test_changed_signatures_are_looked_at_again(tmp_path: Path) -> None:
    """One flipped bit of a signature that a checkpoint promises makes the survey start over."""
    signed = replace(rows_of(1, 2, 3), signatures=np.ones((3, PERMUTATIONS), NUMBER))
    with closing(Looks(tmp_path, mark="x")) as seen:
        seen.add(signed)
        seen.checkpoint()
        seen.add(signed)
    with closing(Looks(tmp_path, mark="x")) as again:
        assert again.pages == 3
        assert [block.tolist() for block in again.signatures()] == [signed.signatures.tolist()]
    held = bytearray((tmp_path / "signatures").read_bytes())
    held[700] ^= 4
    (tmp_path / "signatures").write_bytes(held)
    with closing(Looks(tmp_path, mark="x")) as again:
        assert again.pages == 0
        assert not list(again.signatures())


def test_a_near_copy_is_found_among_pages_that_are_all_alike() -> None:
    """Each is compared with a few others, however many share a part with it, and still finds the one it repeats."""
    numbers = np.random.default_rng(0)
    pages = numbers.integers(1, 2**32, (400, PERMUTATIONS), NUMBER)
    pages[:, :32] = pages[0, :32]
    copies = pages.copy()
    copies[:, 100:116] = 0
    neighbours = Neighbours()
    assert [neighbours.add(number, page) for number, page in enumerate(pages)] == list(range(400))
    assert [neighbours.add(400 + number, copy) for number, copy in enumerate(copies)] == list(range(400))
    assert max(map(len, neighbours._crowds.values())) == similarity._CROWD


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_near_copies_are_those_that_share_a_band(data: st.DataObject) -> None:
    """Where nothing is crowded: linked to the first earlier page that is kept, shares a band and 0.8 of the numbers."""
    several = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 9)), max_size=8)
    neighbours, kept = Neighbours(), dict[int, np.ndarray]()
    for number, (base, changed, start) in enumerate(data.draw(several)):
        row = np.arange(1, PERMUTATIONS + 1, dtype=NUMBER) + NUMBER.type(1000 * base)
        row[start * 8 :][: changed * 4] += NUMBER.type(500)
        near = [each for each, other in kept.items() if _shares_band(row, other) and (row == other).mean() >= 0.8]
        assert neighbours.add(number, row) == min(near, default=number)
        if not near:
            kept[number] = row


def _shares_band(row: np.ndarray, other: np.ndarray) -> bool:
    return bool((row == other).reshape(16, -1).all(axis=1).any())


def test_near_copies_do_not_depend_on_the_workers(job: Job, tmp_path: Path) -> None:
    """One worker links what four link."""
    found = []
    for workers in (1, 4):
        each = replace(job, config=replace(job.config, workers=workers))
        plan = make_plan(each, tmp_path / str(workers))
        found.append(links(survey.survey(each, plan, tmp_path / str(workers)), plan))
    assert found[0] == found[1]


def peak(folder: Path, pages: int) -> int:
    """Bytes that linking so many pages takes; every tenth repeats one."""
    folder.mkdir()
    plan, seen = Plan(path=folder / "plan", count=0, rows=0, digest="", readable=True), Looks(folder, mark="")
    piece = {**dict.fromkeys(Slice.__dataclass_fields__, 0), "path": "p", "source": "rows.jsonl", "digest": ""}
    line = json.dumps({"pieces": [piece]}) + "\n"
    with plan.path.open("w") as file:
        for first in range(0, pages, 250):
            numbers = np.arange(first, first + 250)
            rows = np.zeros(250, ROW)
            rows["line"], rows["place"] = file.tell(), numbers
            rows["hash"] = rows["id"] = np.where(numbers % 10 == 9, numbers * 7 % (first + 1), numbers) + 1
            seen.add(Look(rows=rows))
            file.write(line)
    with closing(seen):
        tracemalloc.start()
        write_links(folder / "links", seen, plan, near=False)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    shards = list(linked(folder / "links", plan.shards()))
    assert sum(shard.surveyed for shard in shards) == pages
    last = shards[-1].duplicates[0, pages - 1]
    assert last == Duplicate(original=f"rows.jsonl#{(pages - 1) * 7 % (pages - 249)}", exact=True)
    return most


def test_linking_pages_takes_no_more_memory_for_more_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times the pages, about the same bytes."""
    monkeypatch.setattr(sorter, "HELD", 1 << 12)
    monkeypatch.setattr(sorter, "_LEAST", 64)
    monkeypatch.setattr(looks, "_BLOCK", 1 << 9)
    peak(tmp_path / "warm", 500)
    large, small = peak(tmp_path / "large", 100_000), peak(tmp_path / "small", 20_000)
    assert large < 1.5 * small, (large, small)
