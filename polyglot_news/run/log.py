"""The log of a run: one JSON object a line, with names and numbers only, never the text of a page."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from polyglot_news.files import writing
from polyglot_news.jsonlines import json_lines


class Log:
    """Appends to a file, or to nothing, for several processes; nothing is held back, so a killed run's log is whole.

    Raises OutputError where the file cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None:
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        self._append(b"")

    def write(self, stage: str, *happened: Mapping[str, str | float | int]) -> None:
        """Writes a line for each that happened: the time, the stage and the facts."""
        now = round(time.time(), 3)
        self._append(json_lines({"time": now, "stage": stage, **facts} for facts in happened))

    def _append(self, lines: bytes) -> None:
        """Appends lines, all of them or none, and none into those of another process."""
        if self.path is None:
            return
        import fcntl

        with writing(self.path), self.path.open("ab", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end, left = file.seek(0, os.SEEK_END), lines
            try:
                while left:
                    left = left[file.write(left) :]
            except OSError:
                file.truncate(end)
                raise


NO_LOG = Log()
