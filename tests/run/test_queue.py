"""The texts that wait for translation, on disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.errors import OutputError
from polyglot_news.files import fingerprint
from polyglot_news.run.queue import read_queue, write_queue


@settings(deadline=None)
@given(chunks=st.lists(st.lists(st.text(), min_size=1), max_size=5), data=st.data())
def test_a_queue_is_read_as_it_was_written(chunks: list[list[str]], data: st.DataObject) -> None:
    """Texts, names and numbers, and of each chunk that is finished what it has become."""
    named = [(fingerprint(texts), texts) for texts in chunks]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ru-en.queue")
        assert read_queue(path) is None
        write_queue(path, iter(named), distinct=9)
        queue = read_queue(path)
        assert queue is not None
        assert (queue.waiting, queue.distinct) == (sum(map(len, chunks)), 9)
        assert [(chunk.name, queue.texts(chunk)) for chunk in queue.chunks()] == named
        finished = {n: fingerprint(n) for n in range(len(chunks)) if data.draw(st.booleans())}
        for chunk in queue.chunks():
            if chunk.number in finished:
                queue.finish(chunk, finished[chunk.number])
        assert [chunk.hash for chunk in queue.chunks()] == [finished.get(n, "") for n in range(len(chunks))]


def damage(path: Path, at: int) -> None:
    """Changes one bit."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(("suffix", "at"), [(".queue", 9), (".chunks", 3), (".chunks", 34), (".json", 20)])
def test_a_damaged_queue_is_none(tmp_path: Path, suffix: str, at: int) -> None:
    """Whichever of its files the disk changed, cut or lost, so that it is made again."""
    path = tmp_path / "ru-en.queue"
    queue = write_queue(path, [(fingerprint("a"), ["да", "нет"])], distinct=2)
    hurt = path.with_suffix(suffix)
    damage(hurt, at)
    assert read_queue(path) is None
    damage(hurt, at)
    assert read_queue(path) == queue
    hurt.write_bytes(hurt.read_bytes()[:-2])
    assert read_queue(path) is None
    hurt.unlink()
    assert read_queue(path) is None


def test_texts_that_change_during_the_run_are_said(tmp_path: Path) -> None:
    """In no traceback, with what to do."""
    path = tmp_path / "ru-en.queue"
    queue = write_queue(path, [(fingerprint("a"), ["да", "нет"])], distinct=2)
    damage(path, path.stat().st_size // 2)
    with pytest.raises(OutputError, match="Run the same command again"):
        queue.texts(next(queue.chunks()))
