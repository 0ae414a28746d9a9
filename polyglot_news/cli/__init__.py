"""The command line: the only package that knows typer and prints."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from polyglot_news.cli.app import app
from polyglot_news.config import check_environment
from polyglot_news.errors import Interrupted, PolyglotNewsError

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Runs the command line; ends with 0, 1 (``--strict``), 2 (usage), 3 (no model) or 130 (stopped)."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    try:
        check_environment(os.environ)
        app(prog_name="polyglot-news")
    except PolyglotNewsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Interrupted("Stopped. The same command continues where it was.")
