"""The output folder: where every part lies, what is finished, and who is writing."""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xxhash import xxh3_128_hexdigest

from polyglot_news.errors import OutputError
from polyglot_news.files import (
    entries,
    hash_of,
    read_sealed,
    remove,
    sweep,
    sync,
    unlink,
    write_bytes,
    write_sealed,
    writing,
)
from polyglot_news.read.results import LOCK, LOCKED, MANIFEST, settings
from polyglot_news.run.plan import shard_name

_RESERVE = 5_000_000
"""Bytes that stay free, so that a completion record can always be written."""

REPORTS = ("report.html", "report.json")
"""What says that a build or an extraction is finished, and what came of it; the last one is the sign."""
_BEFORE = {LOCK, "state", "memory"}
_PART = re.compile(r"(part|extract|pair)-\d{6,}\.parquet")
_OF_INPUTS = {"cut", "plan.jsonl", "stdin", "unpacked"}
"""What is below ``state/`` of the inputs alone, whatever is made of them."""
_OF_STAGE = {
    "extract": (
        ("articles", "part-[0-9]*.parquet"),
        ("segments", "part-[0-9]*.parquet"),
        ("rejects", "extract-[0-9]*.parquet"),
    ),
    "pair": (
        ("pairs/*/*", "part-[0-9]*.parquet"),
        ("rejects", "pair-[0-9]*.parquet"),
    ),
}
"""Where a stage writes, each file named after its shard."""
_PARTIAL = ".*.partial"
_LONG = 3600.0
"""Seconds after which no living process is still writing a part."""
_TABLES = ("articles", "segments", "pairs", "rejects")


class Folder:
    """A run's output folder: Parquet parts beside ``state/``, with a completion record for every finished shard."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def part(self, table: str, name: str) -> Path:
        """Returns the path of a part of a table."""
        return (
            self.root / table / f"part-{name}.parquet" if table != "rejects" else self.root / table / f"{name}.parquet"
        )

    def pairs_part(self, source: str, target: str, name: str) -> Path:
        """Returns the path of a part of a language pair's pairs."""
        return self.root / "pairs" / f"src={source}" / f"tgt={target}" / f"part-{name}.parquet"

    def state(self, *names: str) -> Path:
        """Returns a path below ``state/``."""
        return self.root.joinpath("state", *names)

    def complete(
        self,
        stage: str,
        name: str,
        *,
        made: Mapping[str, object],
        counts: Mapping[str, object],
        files: Mapping[Path, memoryview],
    ) -> None:
        """Writes the files of one shard, then the record that says what they hold and how they were ``made``."""
        self.check_space()
        self._undo(stage, name, keep=files)
        for path, content in files.items():
            write_bytes(path, content)
        hashes = {
            path.relative_to(self.root).as_posix(): xxh3_128_hexdigest(content) for path, content in files.items()
        }
        write_sealed(self._record(stage, name), {**made, "counts": counts, "files": hashes})

    def confirm(self, stage: str, name: str, **made: object) -> None:
        """Changes in the record of a finished shard how it was made: it would not be another."""
        if record := self.record(stage, name):
            write_sealed(self._record(stage, name), {**record, **made})

    def _undo(self, stage: str, name: str, *, keep: Iterable[Path]) -> None:
        """Removes what an earlier version of the shard wrote and this one does not; first what speaks of it."""
        found = self.record(stage, name) or {"files": {}}
        self.unreport()
        remove(self._record(stage, name))
        for path in {self.root / file for file in found["files"]}.difference(keep):
            unlink(path)

    def unreport(self) -> None:
        """Removes the report for good, before anything is undone that it speaks of."""
        for path in (self.root / name for name in reversed(REPORTS)):
            if path.exists():
                unlink(path)
                sync(self.root)

    def _record(self, stage: str, name: str) -> Path:
        return self.state(stage, f"{name}.json")

    def record(self, stage: str, name: str) -> dict[str, Any] | None:
        """Returns the completion record of a shard, or None where it is not finished or the record was damaged."""
        return read_sealed(self._record(stage, name))

    def damaged(self, stage: str, name: str) -> str:
        """Returns the first file of a finished shard that is gone or not what was written, or nothing."""
        record = self.record(stage, name) or {"files": {}}
        return next((path for path, known in record["files"].items() if hash_of(self.root / path) != known), "")

    def names(self, stage: str) -> Iterator[str]:
        """Yields the names of the finished shards in their order."""
        return (name for name in map(shard_name, range(self.end(stage))) if self._record(stage, name).exists())

    def end(self, stage: str) -> int:
        """Returns the number that follows the last finished shard's."""
        return (
            max((int(path.stem) for path in entries(self.state(stage), "*.json") if path.stem.isdecimal()), default=-1)
            + 1
        )

    def records(self, stage: str) -> Iterator[dict[str, Any]]:
        """Yields the completion records of a stage in the order of their names."""
        return filter(None, (self.record(stage, name) for name in self.names(stage)))

    def check_space(self) -> None:
        """Raises OutputError when too little is free to write a shard."""
        free = self.free()
        if free < _RESERVE:
            raise OutputError(
                f"Only {free / 1e6:,.1f} MB are free for {self.root}, {_RESERVE / 1e6:,.1f} MB are needed: the disk is "
                "full. Free some space and run the same command again, what is finished is kept."
            )

    def free(self) -> int:
        """Returns how many bytes may still be written."""
        return shutil.disk_usage(self.root).free

    def forget(self, stage: str, name: str) -> None:
        """Removes a finished shard and its files, so that it is done again."""
        self._undo(stage, name, keep=())

    def keep_only(self, stage: str, shards: Container[int]) -> None:
        """Forgets the finished shards that the run no longer has."""
        for path in entries(self.state(stage), "[0-9]*.json"):
            if path.stem.isdecimal() and int(path.stem) not in shards:
                self.unreport()
                remove(path)

    def remove_strays(self, stage: str) -> None:
        """Removes for good what a stage wrote and no record of it names: of shards that are no more, or half done."""
        named = {file for record in self.records(stage) for file in record["files"]}
        for folders, pattern in _OF_STAGE[stage]:
            for folder in self.root.glob(folders):
                for path in entries(folder, pattern):
                    if path.relative_to(self.root).as_posix() not in named:
                        unlink(path)
                        sync(folder)

    def tidy(self, *, since: int) -> None:
        """Removes what was of use to the extract stage alone, and where files were cut that are no inputs any more.

        The others were touched ``since``, in nanoseconds of the file system's clock.
        """
        for name in ("unpacked", "survey"):
            shutil.rmtree(self.state(name), ignore_errors=True)
        remove(self.state("stdin"))
        for path in entries(self.state("cut")):
            if path.stat().st_mtime_ns < since:
                remove(path)

    def settings(self) -> dict[str, Any] | None:
        """Returns the settings of the run that the folder holds, or None where it holds none of this program."""
        return settings(self.root)

    def is_begun(self) -> bool:
        """Says whether a run was planned in the folder and wrote parts there, whatever became of its manifest."""
        return self.state("plan.jsonl").is_file() and any((self.root / table).is_dir() for table in _TABLES)

    def strangers(self, *, log: Path | None) -> list[str]:
        """Returns the names in the folder that are not there before a run has begun, which may have a log in it."""
        paths = (path for path in self.root.iterdir() if path.name not in _BEFORE and not path.match(_PARTIAL))
        own = log.resolve() if log else None
        return sorted(path.name for path in paths if not own or not own.is_relative_to(path.resolve()))

    def clear(self) -> None:
        """Removes the files of a run, all but its translation memory; nothing else is touched.

        First what says that something is finished, so that nobody who stops it half-way sees finished parts as lost.
        """
        self.unreport()
        for path in entries(self.state()):
            if path.name not in _OF_INPUTS:
                remove(path)
        for table in _TABLES:
            for path in entries(self.root / table, "*.parquet", deep=True):
                if _PART.fullmatch(path.name):
                    unlink(path)
        unlink(self.root / MANIFEST)

    @contextmanager
    def locked(self, *, memory: Path | None = None) -> Iterator[None]:
        """Keeps other runs out of the folder; a dead process's lock does not count, what it left is removed.

        So is what it left in a ``memory`` that lies elsewhere.
        """
        import fcntl

        with writing(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with writing(self.root / LOCK):
            lock = (self.root / LOCK).open("a+b", buffering=0)
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                holder = lock.read().decode("utf-8", "replace").strip() or "another process"
                raise OutputError(
                    f"{self.root} is being written by {holder}. Wait for it to end, or choose another --out."
                ) from error
            told = {
                "process": os.getpid(),
                "machine": platform.node(),
                "time": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            with writing(self.root / LOCK):
                lock.truncate(0)
                lock.write(LOCKED.format(**told).encode())
            self._sweep()
            _sweep_shared(memory)
            try:
                yield
            except OutputError:  # one worker found the disk full, the others were stopped while they wrote
                self._sweep()
                raise

    def _sweep(self) -> None:
        """Removes what was not finished; into the memory and beside the tables other processes may write."""
        sweep(entries(self.root, _PARTIAL), own=False)
        sweep(entries(self.root / "memory", _PARTIAL, deep=True), own=False)
        for folder in (*_TABLES, "state"):
            sweep(entries(self.root / folder, _PARTIAL, deep=True), own=True)


def _sweep_shared(memory: Path | None) -> None:
    """Removes what dead processes were writing into a memory and nobody has touched for an hour.

    Other machines may share it, whose processes have numbers of their own; it may also be read-only.
    """
    if memory is not None:
        with suppress(OSError):
            partials = entries(memory, _PARTIAL, deep=True)
            sweep((path for path in partials if time.time() - path.stat().st_mtime > _LONG), own=False)
