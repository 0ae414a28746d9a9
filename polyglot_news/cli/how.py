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
    def lacks_folder(self) -> str:
        """What is wrong with a flag that was given although only a run with an output folder heeds it, or nothing."""
        if self.resume or self.restart:
            return f"{'--resume' if self.resume else '--restart'} is about what lies in a folder. Name it: --out DIR."
        return "--log is written by runs with an output folder. Name one: --out DIR." if self.log else ""
