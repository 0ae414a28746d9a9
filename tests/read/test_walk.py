"""Folders of any size, in the order of their names."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from polyglot_news.errors import OutputError
from polyglot_news.read import walk


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
