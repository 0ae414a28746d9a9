"""The output folder: where every part lies, what is finished, and who is writing."""

from __future__ import annotations

import os
import platform
import re
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglot_news.errors import OutputError
from polyglot_news.files import read_json, sweep, write_json

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

_RESERVE = 5_000_000
"""Bytes that stay free, so that a completion record can always be written."""

MANIFEST = "manifest.json"
_BEFORE = {".lock", "state", "memory"}
_PART = re.compile(r"(part|extract|pair)-\d{6}\.parquet")
_OF_INPUTS = {"cut", "plan.jsonl", "stdin", "unpacked"}
"""What is below ``state/`` of the inputs alone, whatever is made of them."""
_OF_STAGE = {
    "extract": ("state/extract/*.json", "articles/part-*", "segments/part-*", "rejects/extract-*"),
    "pair": ("state/pair/*.json", "pairs/*/*/part-*", "rejects/pair-*"),
}
"""What a stage writes, each file named after its shard; the records first."""
_PARTIAL = ".*.partial"
_TABLES = ("articles", "segments", "pairs", "rejects")


class Folder:
    """A run's output folder: Parquet parts beside ``state/``, which has a completion record for every finished part."""

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
        fingerprint: str,
        links: str = "",
        counts: Mapping[str, object],
        tables: Mapping[Path, pl.DataFrame | pa.Table],
    ) -> None:
        """Writes the parts of one shard, then the record that says they are whole."""
        from polyglot_news.write.parquet import write_table

        self.check_space()
        self._remove_stale(stage, name, keep=tables)
        for path, table in tables.items():
            write_table(path, table)
        sizes = {str(path.relative_to(self.root).as_posix()): path.stat().st_size for path in tables}
        record: dict[str, object] = {"fingerprint": fingerprint, "links": links, "counts": counts, "files": sizes}
        write_json(self.state(stage, f"{name}.json"), record)

    def _remove_stale(self, stage: str, name: str, *, keep: Iterable[Path]) -> None:
        """Removes what an earlier version of the shard wrote and this one does not."""
        record = self.state(stage, f"{name}.json")
        found = read_json(record) or {"files": {}}
        for path in {self.root / file for file in found["files"]}.difference(keep):
            path.unlink(missing_ok=True)
        record.unlink(missing_ok=True)

    def completed(self, stage: str, name: str) -> dict[str, Any] | None:
        """Returns the record of a finished shard if every file it names is there in its full size."""
        record: dict[str, Any] | None = read_json(self.state(stage, f"{name}.json"))
        try:
            whole = record and all((self.root / path).stat().st_size == size for path, size in record["files"].items())
        except OSError:
            return None
        return record if whole else None

    def names(self, stage: str) -> list[str]:
        """Returns the names of the shards that have a completion record, sorted."""
        return sorted(path.stem for path in self.state(stage).glob("*.json"))

    def records(self, stage: str) -> Iterator[dict[str, Any]]:
        """Yields the completion records of a stage in the order of their names."""
        for name in self.names(stage):
            yield read_json(self.state(stage, f"{name}.json"))

    def check_space(self) -> None:
        """Raises OutputError when too little is free to write a shard."""
        free = self.free()
        if free < _RESERVE:
            raise OutputError(
                f"Only {free / 1e6:,.1f} MB are free for {self.root}, {_RESERVE / 1e6:,.1f} MB are needed: the disk is "
                "full. Free some space and run the same command again, it continues."
            )

    def free(self) -> int:
        """Returns how many bytes may still be written."""
        return shutil.disk_usage(self.root).free

    def forget(self, stage: str, name: str) -> None:
        """Removes a finished shard and its files, so that it is done again."""
        self._remove_stale(stage, name, keep=())

    def keep_only(self, stage: str, names: Container[str]) -> None:
        """Removes what a stage wrote for shards that the run no longer has, finished or not."""
        for path in chain.from_iterable(map(self.root.glob, _OF_STAGE[stage])):
            if path.stem.rpartition("-")[2] not in names:
                path.unlink()

    def remove_copies(self) -> None:
        """Removes unpacked copies of inputs, which only the extract stage reads."""
        shutil.rmtree(self.state("unpacked"), ignore_errors=True)
        self.state("stdin").unlink(missing_ok=True)

    def settings(self) -> dict[str, Any] | None:
        """Returns the settings of the run that the folder holds, or None where it holds none of this program."""
        found = read_json(self.root / MANIFEST)
        settings = found.get("settings") if isinstance(found, dict) else None
        return settings if isinstance(settings, dict) else None

    def strangers(self) -> list[str]:
        """Returns the names in the folder that are not there before a run has begun."""
        paths = (path for path in self.root.iterdir() if path.name not in _BEFORE)
        return sorted(path.name for path in paths if not path.match(_PARTIAL))

    def clear(self) -> None:
        """Removes the files of a run, all but its translation memory; nothing else is touched."""
        for table in _TABLES:
            for path in (self.root / table).rglob("*.parquet"):
                if _PART.fullmatch(path.name):
                    path.unlink()
        for path in self.state().glob("*"):
            if path.name not in _OF_INPUTS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        (self.root / MANIFEST).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other runs out of the folder; a dead process's lock does not count, what it left is removed."""
        import fcntl

        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"Cannot write to {self.root}: {error.strerror}. Choose another --out.") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                holder = lock.read().strip() or "another process"
                raise OutputError(
                    f"{self.root} is being written by {holder}. Wait for it to end, or choose another --out."
                ) from error
            lock.truncate(0)
            since = datetime.now(UTC).isoformat(timespec="seconds")
            lock.write(f"process {os.getpid()} on {platform.node()} since {since}\n")
            lock.flush()
            sweep(self.root.glob(_PARTIAL))
            for folder in (*_TABLES, "memory", "state"):
                sweep(self.root.joinpath(folder).rglob(_PARTIAL))
            yield
