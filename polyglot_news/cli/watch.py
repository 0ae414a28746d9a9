"""Progress for people: bars on a terminal, one line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from polyglot_news.files import printable
from polyglot_news.run.progress import Progress, Silence
from polyglot_news.wording import counted

if TYPE_CHECKING:
    from rich.progress import TaskID


def watcher(*, quiet: bool) -> Progress:
    """Returns the progress that suits standard error."""
    if quiet:
        return Silence()
    return Bars() if sys.stderr.isatty() else Lines()


class Notes(Silence):
    """What a person should know, and no progress."""

    def note(self, message: str) -> None:
        sys.stderr.write(f"{printable(message)}\n")


class Lines:
    """One line a stage."""

    def __init__(self) -> None:
        self._name, self._unit, self._done = "", "", 0

    def stage(self, name: str, *, total: int | None, unit: str) -> None:
        self._name, self._unit, self._done = name, unit, 0
        del total

    def expect(self, total: int) -> None:
        del total

    def advance(self, amount: int) -> None:
        self._done += amount

    def end(self, *, seconds: float) -> None:
        rate = f", {self._done / seconds:,.1f} a second" if seconds > 0 and self._done else ""
        sys.stderr.write(
            f"{self._name}: {counted(self._done, self._unit.removesuffix('s'))} in {seconds:.1f} s{rate}\n"
        )

    def close(self) -> None:
        """Has nothing to close."""

    def note(self, message: str) -> None:
        sys.stderr.write(f"{printable(message)}\n")


class Bars:
    """A bar a stage, with rate and time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._progress = RichProgress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]} {task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task: TaskID | None = None

    def stage(self, name: str, *, total: int | None, unit: str) -> None:
        self._progress.start()
        self._task = self._progress.add_task(name, total=total, unit=unit, rate="")

    def expect(self, total: int) -> None:
        if self._task is not None:
            self._progress.update(self._task, total=total)

    def advance(self, amount: int) -> None:
        if self._task is None:
            return
        self._progress.advance(self._task, amount)
        speed = self._progress.tasks[self._progress.task_ids.index(self._task)].speed
        if speed:
            self._progress.update(self._task, rate=f"{speed:,.0f}/s")

    def end(self, *, seconds: float) -> None:
        del seconds
        if self._task is not None:
            done = self._progress.tasks[self._progress.task_ids.index(self._task)].completed
            self._progress.update(self._task, total=done)
        self._progress.stop()

    def close(self) -> None:
        with suppress(IndexError):  # stop() takes back what a start that was interrupted has not done yet
            self._progress.stop()
        self._progress.console.show_cursor(True)  # stop() leaves it hidden then

    def note(self, message: str) -> None:
        self._progress.console.print(printable(message), markup=False, highlight=False)
