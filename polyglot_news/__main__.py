"""Runs the command line: ``polyglot-news``, or ``python -m polyglot_news``."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

from polyglot_news.errors import InputError, Interrupted, OutputError, PolyglotNewsError
from polyglot_news.run.stop import ASKING, Stop

TYPE_CHECKING = False
if TYPE_CHECKING:  # until signals are listened to, as little is loaded as can be
    from collections.abc import Sequence
    from types import FrameType
    from typing import NoReturn

PATIENCE = 20.0
"""Seconds that what is in hand may still take once a run was asked to stop."""
GRACE = 3.0
"""Seconds that a run which is stopped at once may clean up, before it is stopped again, wherever it hangs."""


def main() -> NoReturn:
    """Ends with 0, 1 (``--strict``), 2 (usage), 3 (no model) or 130 (stopped)."""
    stop = Stop()
    try:
        _run(stop)
    except BaseException as error:
        if not (stop.over or isinstance(error, Interrupted)):
            raise
        signal.setitimer(signal.ITIMER_REAL, 0)
        # What is imported or called back turns the wish into errors of its own.
        said = str(error) if isinstance(error, Interrupted) else "Stopped."
    # Here nothing holds the frames that were left any more, so that their temporary folders are gone, too.
    _tell(f"{said}{_way(sys.argv[1:], heeded=stop.heeded, anew=stop.anew)}")
    os._exit(Interrupted.exit_code)  # nothing is waited for, not even what a model has in its queue


def _run(stop: Stop) -> NoReturn:
    try:
        _listen(stop)
        _prepare()
        from polyglot_news.cli import app

        app(prog_name="polyglot-news", obj=stop)
    except Interrupted:
        raise
    except PolyglotNewsError as error:
        _end(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except OSError as error:
        from polyglot_news.files import advice

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _end(f"Cannot go on with {error.filename or 'standard output'}: {advice(error)}.", OutputError.exit_code)
    sys.exit(0)


def _listen(stop: Stop) -> None:
    """Makes signals ask the run to stop; a second one stops it at once, as does the end of ``PATIENCE``.

    A run that is stopped at once hears no third: it cleans up, for ``GRACE``. A run that shall outlive its terminal
    (nohup) still does.
    """

    def ask(_signal: int, _frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            stop.ask()
        except Interrupted:
            for each in ASKING:
                signal.signal(each, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_REAL, GRACE)  # should a library have swallowed it
            raise
        with suppress(OSError):  # the terminal may be gone
            os.write(2, b"Finishing what is in hand. Once more stops at once.\n")

    for each in (*ASKING, signal.SIGALRM):
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, ask)


def _prepare() -> None:
    """Makes the streams carry any text, and keeps numpy to one thread: workers are processes."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        raise InputError("Standard input, output and error must be open; use /dev/null for what is not wanted.")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _way(arguments: Sequence[str], *, heeded: bool, anew: bool = False) -> str:
    """Returns how to continue, for a run that writes a folder, even if it was stopped before it knew that."""
    match arguments:
        case ["build", *_]:
            heeded = True
        case ["extract" | "route", *options]:
            heeded |= any(option.partition("=")[0] == "--out" for option in options)
    # Once what was there is gone, the flag would only remove what has been done since.
    again = [argument for argument in arguments if argument != "--restart" or not anew]
    command = " ".join(map(_quoted, [*_program(), *again]))
    return f" This command continues where it was:\n  {command}" if heeded else ""


def _program() -> Sequence[str]:
    """Returns how this program was started."""
    if sys.argv[0].endswith("__main__.py"):
        return [sys.executable, "-m", "polyglot_news"]
    return ["uv", "run", "polyglot-news"] if os.environ.get("UV_RUN_RECURSION_DEPTH") else ["polyglot-news"]


def _quoted(argument: str) -> str:
    """Returns an argument as a shell reads it, on one line whatever is in it."""
    import shlex

    if argument.isprintable():
        return shlex.quote(argument)
    plain = (
        chr(byte) if 31 < byte < 127 and byte not in b"'\\" else f"\\x{byte:02x}" for byte in os.fsencode(argument)
    )
    return f"$'{''.join(plain)}'"


def _tell(message: str) -> None:
    from polyglot_news.files import printable

    lines = "\n".join(map(printable, message.split("\n")))
    with suppress(OSError):
        os.write(2, f"{lines}\n".encode("utf-8", "replace"))


def _end(message: str, code: int) -> NoReturn:
    _tell(message)
    sys.exit(code)


if __name__ == "__main__":
    main()
