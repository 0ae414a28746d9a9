"""Output folders of this program, which are no input of another run of it."""

from __future__ import annotations

import re
from pathlib import Path

from polyglot_news.files import read_json

MANIFEST = "manifest.json"
LOCK = ".lock"
LOCKED = "process {process} on {machine} since {time}\n"
"""What a run writes into its lock before it writes anything else."""

_LOCKED = re.compile(rb"process \d+ on .* since \d{4}-")
_LARGEST = 1 << 20


def is_result(folder: Path) -> bool:
    """True for the output folder of a run, from its beginning on, and for a copy of one."""
    return _locked(folder / LOCK) or settings(folder) is not None


def settings(folder: Path) -> dict[str, object] | None:
    """The settings of the run that a folder holds, or None where it holds none of this program."""
    found = read_json(folder / MANIFEST) if _is_small(folder / MANIFEST) else None
    told = found.get("settings") if isinstance(found, dict) else None
    return told if isinstance(told, dict) else None


def _locked(lock: Path) -> bool:
    try:
        return _is_small(lock) and _LOCKED.match(lock.read_bytes()) is not None
    except OSError:
        return False


def _is_small(path: Path) -> bool:
    """True for a file, and no pipe or device, that is not too large for what it is looked at for."""
    try:
        return path.is_file() and path.stat().st_size <= _LARGEST
    except OSError:
        return False
