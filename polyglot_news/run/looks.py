"""What a survey has seen so far, on disk: a row a page, and a checkpoint from which an interrupted one goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_128

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import sync, write_bytes, writing

if TYPE_CHECKING:
    from rensa import RMinHash

Rows = NDArray[np.void]
Arrays = dict[str, NDArray[Any]]

ROW = np.dtype([("line", "<i8"), ("piece", "<i4"), ("place", "<i8"), ("hash", "<u8"), ("id", "<u8")])
"""A page: where the plan holds its shard, where in the shard it is, the hash of its text and of its id, 0 for none."""

_BLOCK = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a worker sees of a shard: a row a page, the lines, and signatures if asked for."""

    rows: Rows = field(default_factory=lambda: np.empty(0, ROW))
    lines: LineCounts = field(default_factory=LineCounts)
    signatures: Sequence[RMinHash | None] = ()


class Looks:
    """The looks at the first ``shards`` shards of a plan, ``pages`` pages; only ``lines`` are held, which are bounded.

    ``mark`` names what is looked at: what lies in the folder under another mark is nothing.
    """

    def __init__(self, folder: Path, *, mark: str) -> None:
        self.folder = folder
        self.shards, self.pages, self.lines = 0, 0, LineCounts()
        self._mark, self._signed = mark, 0
        self._digest = xxh3_128()
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._rows, self._signatures = self._open("rows"), self._open("signatures")
        self._restore()

    def add(self, look: Look) -> None:
        """Takes the look at the next shard."""
        with writing(self.folder):
            self._rows.write(rows := look.rows.tobytes())
            for each in look.signatures:
                state = each.__getstate__() if each is not None else b""
                self._signed += self._signatures.write(len(state).to_bytes(4, "little") + state)
            self._rows.flush()
            self._signatures.flush()
        self._digest.update(rows)
        self.lines.merge(look.lines)
        self.pages += len(look.rows)
        self.shards += 1

    def checkpoint(self) -> None:
        """Makes sure that a survey of the same plan goes on from here."""
        with writing(self.folder):
            os.fsync(self._rows.fileno())
            os.fsync(self._signatures.fileno())
        pairs, bits = self.lines.state()
        known = {"mark": np.array(self._mark), "counts": np.array([self.shards, self.pages, self._signed])}
        known["rows"] = np.array(self._digest.hexdigest())
        write_bytes(self._checkpoint, archive({**known, "pairs": pairs, "bits": np.array(bits)}))

    def rows(self) -> Iterator[Rows]:
        """Yields blocks of rows in the order of the pages."""
        self._rows.seek(0)
        while data := self._rows.read(_BLOCK * ROW.itemsize):
            yield np.frombuffer(data, ROW)

    def row(self, page: int) -> np.void:
        """Returns the row of one page, in between blocks too."""
        found: np.void = np.frombuffer(os.pread(self._rows.fileno(), ROW.itemsize, page * ROW.itemsize), ROW)[0]
        return found

    def signatures(self) -> Iterator[RMinHash | None]:
        """Yields the signature of every page that was looked at with signatures."""
        from polyglot_news.run.similarity import restored

        self._signatures.seek(0)
        while size := self._signatures.read(4):
            state = self._signatures.read(int.from_bytes(size, "little"))
            yield restored(state) if state else None

    def close(self) -> None:
        """Closes the files."""
        with writing(self.folder):
            self._rows.close()
            self._signatures.close()

    def remove(self) -> None:
        """Removes the files: they were made use of."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _checkpoint(self) -> Path:
        return self.folder / "checkpoint.npz"

    def _open(self, name: str) -> IO[bytes]:
        path = self.folder / name
        path.touch()
        return path.open("r+b")

    def _restore(self) -> None:
        """Takes over what the checkpoint promises if it is there; drops what came after it."""
        found = unpacked(self._checkpoint, mark=self._mark)
        ends = {self._rows: 0, self._signatures: 0}
        if found and self._is_there(found):
            self.shards, self.pages, self._signed = found["counts"].tolist()
            self.lines = LineCounts.of(found["pairs"], int(found["bits"]))
            ends = {self._rows: self.pages * ROW.itemsize, self._signatures: self._signed}
        else:
            self._forget()
        for file, end in ends.items():
            file.truncate(end)
            file.seek(0, os.SEEK_END)

    def _is_there(self, found: Arrays) -> bool:
        """Says whether the files begin with what a checkpoint promises, and reads the rows into the digest."""
        _, pages, signed = found["counts"].tolist()
        size = self._signatures.seek(0, os.SEEK_END)
        for block in self._blocks(pages * ROW.itemsize):
            self._digest.update(block)
        return size >= signed and "rows" in found and str(found["rows"]) == self._digest.hexdigest()

    def _blocks(self, end: int) -> Iterator[bytes]:
        """Yields the bytes of the rows up to an end, or as far as they go."""
        self._rows.seek(0)
        while block := self._rows.read(min(_BLOCK * ROW.itemsize, end - self._rows.tell())):
            yield block

    def _forget(self) -> None:
        """Removes the checkpoint, before other rows take the place of those it speaks of."""
        self._digest.reset()
        with writing(self.folder):
            self._checkpoint.unlink(missing_ok=True)
            sync(self.folder)


def archive(arrays: Arrays) -> memoryview:
    """Returns arrays as a NumPy archive."""
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getbuffer()


def unpacked(path: Path, *, mark: str) -> Arrays | None:
    """Returns the arrays that were archived with this mark, or None where there are none."""
    try:
        with np.load(path) as found:
            return dict(found) if str(found["mark"]) == mark else None
    except Exception:  # there is none, or it was damaged: a changed byte makes a reader of archives raise anything
        return None
