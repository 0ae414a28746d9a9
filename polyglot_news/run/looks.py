"""What a survey has seen so far, on disk: a row a page, and a checkpoint from which an interrupted one goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_128

from polyglot_news.extract.evidence import LineCounts
from polyglot_news.files import sync, write_bytes, writing
from polyglot_news.run.similarity import NUMBER, PERMUTATIONS, Signatures

Rows = NDArray[np.void]
Arrays = dict[str, NDArray[Any]]

ROW = np.dtype([("line", "<i8"), ("piece", "<i4"), ("place", "<i8"), ("hash", "<u8"), ("id", "<u8")])
"""A page: where the plan holds its shard, where in the shard it is, the hash of its text and of its id, 0 for none."""

_BLOCK = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a worker sees of a shard: a row a page, the lines, and if asked for as many signatures, zeros for none."""

    rows: Rows = field(default_factory=lambda: np.empty(0, ROW))
    lines: LineCounts = field(default_factory=LineCounts)
    signatures: Signatures = field(default_factory=lambda: np.empty((0, PERMUTATIONS), NUMBER))


class Looks:
    """The looks at the first ``shards`` shards of a plan, ``pages`` pages; only ``lines`` are held, which are bounded.

    ``mark`` names what is looked at: what lies in the folder under another mark is nothing.
    """

    def __init__(self, folder: Path, *, mark: str) -> None:
        self.folder = folder
        self.shards, self.pages, self.lines = 0, 0, LineCounts()
        self._mark = mark
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._rows = _Column(folder / "rows", ROW)
            self._signatures = _Column(folder / "signatures", np.dtype((NUMBER, PERMUTATIONS)))
        self._restore()

    def add(self, look: Look) -> None:
        """Takes the look at the next shard."""
        with writing(self.folder):
            self._rows.add(look.rows)
            self._signatures.add(look.signatures)
        self.lines.merge(look.lines)
        self.pages += len(look.rows)
        self.shards += 1

    def checkpoint(self) -> None:
        """Makes sure that a survey of the same plan goes on from here."""
        with writing(self.folder):
            known = {"rows": np.array(self._rows.seal()), "signatures": np.array(self._signatures.seal())}
        pairs, bits = self.lines.state()
        known |= {"mark": np.array(self._mark), "shards": np.array(self.shards), "pages": np.array(self.pages)}
        write_bytes(self._checkpoint, archive({**known, "pairs": pairs, "bits": np.array(bits)}))

    def rows(self) -> Iterator[Rows]:
        """Yields blocks of rows in the order of the pages."""
        return self._rows.blocks()

    def row(self, page: int) -> np.void:
        """Returns the row of one page, in between blocks too."""
        return self._rows.row(page)

    def signatures(self) -> Iterator[Signatures]:
        """Yields blocks of signatures in the order of the pages."""
        return self._signatures.blocks()

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

    def _restore(self) -> None:
        """Takes over what the checkpoint promises if it is there; drops what came after it."""
        found = unpacked(self._checkpoint, mark=self._mark)
        if found and self._rows.keep(found.get("rows")) and self._signatures.keep(found.get("signatures")):
            self.shards, self.pages = int(found["shards"]), int(found["pages"])
            self.lines = LineCounts.of(found["pairs"], int(found["bits"]))
            return
        with writing(self.folder):  # before other rows take the place of those it speaks of
            self._checkpoint.unlink(missing_ok=True)
            sync(self.folder)
        self._rows.clear()
        self._signatures.clear()


class _Column:
    """Rows of one kind in a file, to which rows are added; its seal says how many there are, and their hash."""

    def __init__(self, path: Path, kind: np.dtype[Any]) -> None:
        path.touch()
        self._file: IO[bytes] = path.open("r+b")
        self._kind, self._count, self._digest = kind, 0, xxh3_128()

    def add(self, rows: NDArray[Any]) -> None:
        """Takes rows."""
        data = rows.tobytes()
        self._file.write(data)
        self._file.flush()
        self._digest.update(data)
        self._count += len(rows)

    def seal(self) -> str:
        """Makes sure that the rows are on the disk."""
        os.fsync(self._file.fileno())
        return self._seal()

    def _seal(self) -> str:
        return f"{self._count} {self._digest.hexdigest()}"

    def keep(self, seal: object) -> bool:
        """Drops what came after a seal; says whether what came before it is there and unchanged."""
        count, _, digest = str(seal).partition(" ")
        if not digest:
            return False
        self._count = int(count)
        end = self._count * self._kind.itemsize
        self._file.seek(0)
        while data := self._file.read(min(_BLOCK * ROW.itemsize, end - self._file.tell())):
            self._digest.update(data)
        self._file.truncate(end)
        return self._seal() == seal

    def clear(self) -> None:
        """Drops all rows."""
        self._file.truncate(0)
        self._file.seek(0)
        self._count = 0
        self._digest.reset()

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yields the rows in their order."""
        self._file.seek(0)
        while data := self._file.read(_BLOCK * self._kind.itemsize):
            yield np.frombuffer(data, self._kind)

    def row(self, number: int) -> np.void:
        """Returns one row."""
        size = self._kind.itemsize
        found: np.void = np.frombuffer(os.pread(self._file.fileno(), size, number * size), self._kind)[0]
        return found

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


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
