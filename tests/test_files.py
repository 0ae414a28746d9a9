"""Files that are written whole, and what is said where they cannot be."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
from pathlib import Path

import pytest

from polyglot_news.errors import OutputError
from polyglot_news.files import printable, write_bytes
from polyglot_news.run.log import Log


def test_what_is_shown_is_one_line_without_commands() -> None:
    """Neither a file name nor a title can forge a line, move the cursor or turn the text around."""
    assert printable("a\nb\r\nc\x85d\u2028e\tf") == "a b c d e f"
    assert printable("\x1b[2J\x9b31mred\x07\u202etxt.exe\u061c") == "[2J31mredtxt.exe"
    assert printable("Мост 東京 café  a\u200db") == "Мост 東京 café  a\u200db"


@pytest.mark.parametrize(("number", "said"), [(errno.EDQUOT, "disk quota is used up"), (errno.ENOSPC, "disk is full")])
def test_no_space_is_said_with_what_to_do(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the file and the remedy; the old file stays and no part of a new one."""
    write_bytes(tmp_path / "file", b"old")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=f"file: the {said}: free some space and run the same command again"):
        write_bytes(tmp_path / "file", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_line_of_the_log_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A disk that is full in the middle of a line leaves the lines before it."""
    path = tmp_path / "new" / "log"
    log = Log(path)
    log.write("survey", {"seconds": 1.5})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, before[1]))
    try:
        with pytest.raises(OutputError, match=r"Cannot write .*log: File too large"):
            log.write("extract", {"seconds": 2.5})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [json.loads(line)["stage"] for line in path.read_text().splitlines()] == ["survey"]
