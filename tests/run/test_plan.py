"""Shards depend on the inputs alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.records import Record
from polyglot_news.run.plan import shards


@given(sizes=st.lists(st.integers(0, 50)), pages=st.integers(1, 5))
def test_shards_hold_every_input_once_in_order(sizes: list[int], pages: int) -> None:
    """Nothing is lost, doubled or moved, and no shard has more pages than allowed."""
    items = [Record(source=str(number), content="x" * length) for number, length in enumerate(sizes)]
    cut = list(shards(items, pages=pages))
    assert [piece for shard in cut for piece in shard.pieces] == items
    assert [shard.index for shard in cut] == list(range(len(cut)))
    assert all(1 <= len(shard.pieces) <= pages for shard in cut)


def test_a_fingerprint_changes_with_its_file(tmp_path: Path) -> None:
    """Size or time of a file, and the content of a row, change the fingerprint."""
    path = tmp_path / "page.html"
    path.write_text("one")

    def fingerprint(*items: Record) -> str:
        return next(shards(items)).fingerprint

    first = fingerprint(Record(source="page", path=path))
    assert fingerprint(Record(source="page", path=path)) == first
    os.utime(path, ns=(5, 5))
    assert fingerprint(Record(source="page", path=path)) != first
    assert fingerprint(Record(source="row", content="a")) != fingerprint(Record(source="row", content="b"))


@pytest.mark.parametrize("mode", [0o000, 0o600, 0o604])
def test_a_file_that_is_opened_to_its_reader_has_changed(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that could not be read is due again once it can; who else may read it makes no difference."""
    path = tmp_path / "page.html"
    path.write_text("one")

    def fingerprint(mode: int, *, may: bool) -> str:
        path.chmod(mode)
        monkeypatch.setattr(os, "access", lambda *_: may)
        return next(shards([Record(source="page", path=path)])).fingerprint

    closed = fingerprint(mode, may=False)
    assert closed != fingerprint(mode, may=True) == fingerprint(0o644, may=False) == fingerprint(0o666, may=True)
    assert closed == fingerprint(0o000, may=False)
