"""How a command runs, besides its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from polyglot_news.run.stop import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What a run is told besides its configuration."""

    stop: Stop
    dry_run: bool = False
    restart: bool = False
    resume: bool = False
    log: Path | None = None

    @property
    def of_folder(self) -> str:
        """The flag that was given although it says something of an output folder alone, or nothing."""
        return "--resume" if self.resume else "--restart" if self.restart else "--log" if self.log else ""
