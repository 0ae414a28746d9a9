"""The command line: the only package that knows typer and prints."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from types import FrameType
from typing import NoReturn

from polyglot_news.cli.app import app
from polyglot_news.config import check_environment
from polyglot_news.errors import Interrupted, PolyglotNewsError
from polyglot_news.run.stop import Stop

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Runs the command line; ends with 0, 1 (``--strict``), 2 (usage), 3 (no model) or 130 (stopped)."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    stop = Stop()
    _listen(stop)
    try:
        check_environment(os.environ)
        app(prog_name="polyglot-news", obj=stop)
    except Interrupted as error:
        command = shlex.join(["polyglot-news", *sys.argv[1:]])
        advice = f" The same command continues where it was:\n  {command}" if stop.heeded else ""
        sys.stderr.write(f"{error}{advice}\n")
        sys.exit(error.exit_code)
    except PolyglotNewsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


def _listen(stop: Stop) -> None:
    """Makes Ctrl-C and SIGTERM ask the run to stop; a second one stops it at once."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.ask()
        sys.stderr.write("Finishing what is in hand. Once more stops at once.\n")

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
