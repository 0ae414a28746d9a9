"""Folders of any size, in the order of their names."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from polyglot_news.errors import OutputError
from polyglot_news.read import listed, walk


def test_no_room_for_names_is_said_of_the_right_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary folder is full, not the output's disk."""

    def refuse() -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in "abc":
        (tmp_path / name).touch()
    monkeypatch.setattr("polyglot_news.read.walk.HELD", 2)
    monkeypatch.setattr(tempfile, "tempdir", "/scratch")
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(OutputError, match=r"Cannot write /scratch: the disk is full: .* TMPDIR"):
        list(walk.names_in(tmp_path))


def finished(folder: Path) -> Path:
    """A folder as a run leaves it."""
    (folder / "articles").mkdir(parents=True)
    (folder / "articles/part-000000.parquet").write_bytes(b"PAR1")
    (folder / "manifest.json").write_text(json.dumps({"settings": {"to": "en"}}))
    (folder / ".lock").write_text("process 1 on farm since 2026-01-02T03:04:05+00:00\n")
    return folder


@pytest.mark.parametrize("sign", ["manifest.json", ".lock"])
def test_results_of_this_program_are_passed_by(sign: str, tmp_path: Path) -> None:
    """From the lock on, and where only the visible files were copied."""
    result = finished(tmp_path / "pages/old")
    (result / sign).unlink()
    (tmp_path / "pages/page.txt").touch()
    (tmp_path / "pages/other").mkdir()
    (tmp_path / "pages/other/manifest.json").write_text('{"name": "an app"}')
    passed: list[Path] = []
    found = list(walk.walk(tmp_path / "pages", on_result=passed.append))
    assert found == [tmp_path / "pages/other/manifest.json", tmp_path / "pages/page.txt"]
    assert passed == [result]


def test_a_part_of_a_result_is_read_where_it_is_named(tmp_path: Path) -> None:
    """Beside the folder that the result lies in, too."""
    result = finished(tmp_path / "pages/old")
    (tmp_path / "pages/page.txt").touch()
    found = [each.source for each in listed([str(tmp_path / "pages"), str(result / "articles")])]
    assert found == [str(tmp_path / "pages/page.txt"), str(result / "articles/part-000000.parquet")]


def test_a_lock_that_is_a_pipe_stops_nobody(tmp_path: Path) -> None:
    """Nor one of another program."""
    os.mkfifo(tmp_path / ".lock")
    (tmp_path / "page.txt").touch()
    assert list(walk.walk(tmp_path)) == [tmp_path / "page.txt"]
    (tmp_path / ".lock").unlink()
    (tmp_path / ".lock").write_text("4711\n")
    assert list(walk.walk(tmp_path)) == [tmp_path / "page.txt"]
