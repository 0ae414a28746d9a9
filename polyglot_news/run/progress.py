"""What a run tells whoever watches it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told which stage runs, how far it is, and what a person should know."""

    def stage(self, name: str, *, total: int | None, unit: str) -> None:
        """A stage begins; ``total`` is ``None`` while the size of the input is not known."""

    def expect(self, total: int) -> None:
        """The size of the stage is known now."""

    def advance(self, amount: int) -> None:
        """That many more units are done."""

    def end(self, *, seconds: float) -> None:
        """The stage is over."""

    def close(self) -> None:
        """Nothing more is shown: the stage has failed or was stopped."""

    def note(self, message: str) -> None:
        """Something a person should know, said once."""


class Silence:
    """Progress that nobody watches."""

    def stage(self, name: str, *, total: int | None, unit: str) -> None: ...
    def expect(self, total: int) -> None: ...
    def advance(self, amount: int) -> None: ...
    def end(self, *, seconds: float) -> None: ...
    def close(self) -> None: ...
    def note(self, message: str) -> None: ...
