"""A job: what is to be done, who watches, and how the stages run in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from polyglot_news.config import Config
from polyglot_news.glossary import NO_GLOSSARY, Glossary
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.log import NO_LOG, Log
from polyglot_news.run.pool import Bounds, Pool, Work
from polyglot_news.run.progress import Progress, Silence
from polyglot_news.run.stop import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run of the program; ``seconds`` fills with what each stage took.

    ``restart`` removes what an earlier run left in the folder; ``resume`` keeps what is finished although settings,
    models or inputs have changed since.
    """

    inputs: Inputs
    config: Config
    glossary: Glossary = NO_GLOSSARY
    restart: bool = False
    resume: bool = False
    progress: Progress = field(default_factory=Silence)
    stop: Stop = field(default_factory=Stop)
    log: Log = NO_LOG
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, *, total: int | None, unit: str) -> Iterator[Progress]:
        """Runs the block as a named stage, timed and watched."""
        began = time.monotonic()
        try:
            self.progress.stage(name, total=total, unit=unit)
            yield self.progress
        except BaseException:
            self.progress.close()
            raise
        self.seconds[name] = time.monotonic() - began
        self.progress.end(seconds=self.seconds[name])
        self.log.write(name, {"seconds": round(self.seconds[name], 3)})

    def pool(self, work: Work) -> Pool:
        """Returns the workers of this job."""
        bounds = Bounds(seconds=self.config.page_timeout)
        return Pool(work, workers=self.config.processes, bounds=bounds, stop=self.stop)
