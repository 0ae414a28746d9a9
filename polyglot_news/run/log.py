"""The log of a run: one JSON object a line, with names and numbers only, never the text of a page."""

from __future__ import annotations

import json
import time
from pathlib import Path

from polyglot_news.errors import OutputError


class Log:
    """Appends to a file, or to nothing; nothing is held back, so a killed run's log is whole."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._append("")

    def write(self, stage: str, **facts: str | float | int) -> None:
        """Writes one line: the time, the stage and the facts."""
        self._append(json.dumps({"time": round(time.time(), 3), "stage": stage, **facts}) + "\n")

    def _append(self, line: str) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("a", encoding="ascii") as file:
                file.write(line)
        except OSError as error:
            raise OutputError(f"Cannot write the log {self._path}: {error.strerror}. Choose another --log.") from error
