"""The wish to stop: asked once a run finishes what it has in hand, asked twice it stops at once."""

from __future__ import annotations

import signal

from polyglot_news.errors import Interrupted

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, the wish of another process, and a terminal that is closed."""


class Stop:
    """Set by a signal handler, looked at by the stages of a run between two pieces of work.

    ``over`` says that nothing more is to be done, whatever became of the exception that says it; ``anew`` that a run
    which starts over has removed what was there.
    """

    def __init__(self) -> None:
        self.heeded = False
        self.requested = False
        self.over = False
        self.anew = False

    def heed(self) -> Stop:
        """Says that a run looks at it, which can be continued later."""
        import threading

        self.heeded = True
        if threading.current_thread() is threading.main_thread():
            # polars takes Ctrl-C when it is imported, in a way that does not wake a thread which waits for another one
            signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))
        return self

    def ask(self) -> None:
        """Asks to stop; raises Interrupted when it was asked before or nobody heeds it."""
        if self.requested or not self.heeded:
            self.over = True
            raise Interrupted("Stopped.")
        self.requested = True

    def check(self) -> None:
        """Raises Interrupted when the run was asked to stop; nothing in hand is lost here."""
        if self.requested:
            raise Interrupted("Stopped after the work in hand.")
