"""The log of a run: one JSON object a line, with names and numbers only, never the text of a page."""

from __future__ import annotations

import json
import time
from pathlib import Path

from polyglot_news.files import writing


class Log:
    """Appends to a file, or to nothing; nothing is held back, so a killed run's log is whole.

    Raises OutputError where the file cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None:
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        self._append(b"")

    def write(self, stage: str, **facts: str | float | int) -> None:
        """Writes one line: the time, the stage and the facts."""
        told = {"time": round(time.time(), 3), "stage": stage, **facts}
        self._append(json.dumps(told).encode() + b"\n")

    def _append(self, line: bytes) -> None:
        """Appends a line, whole or not at all."""
        if self.path is None:
            return
        with writing(self.path), self.path.open("ab", buffering=0) as file:
            end, left = file.tell(), line
            try:
                while left:
                    left = left[file.write(left) :]
            except OSError:
                file.truncate(end)
                raise
