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


def test_damaged_texts_are_said_with_what_to_do(tmp_path: Path) -> None:
    """A queue that the disk changed ends in no traceback, and one that it cut is none."""
    path = tmp_path / "ru-en.queue"
    queue = write_queue(path, [(fingerprint("a"), ["да", "нет"])], distinct=2)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(OutputError, match="Remove it"):
        queue.texts(next(queue.chunks()))
    path.write_bytes(data[:-1])
    assert read_queue(path) is None
