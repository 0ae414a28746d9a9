"""The texts of one source language that wait for translation, on disk: chunks of like length, one after the other."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from xxhash import xxh3_128

from polyglot_news.errors import OutputError
from polyglot_news.files import atomic, entries, hash_of, read_sealed, remove, write_sealed, writing

_CHUNK = Struct("<16s16sQII")
"""A line of the index: the part's name, the hash of its file or zeros, where the texts lie, their bytes, how many."""

_UNKNOWN = bytes(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Texts translated together, which become one part of the memory: ``name``, and ``hash`` once that is written."""

    number: int
    name: str
    hash: str
    start: int
    size: int
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What the memory lacked when the queue was made; an interrupted run goes on in the same chunks.

    ``waiting`` counts its texts, ``distinct`` those that the memory knew, too.
    """

    path: Path
    waiting: int
    distinct: int

    def chunks(self) -> Iterator[Chunk]:
        """Yields what is known of the chunks, in their order."""
        with _index(self.path).open("rb") as file:
            number = 0
            while line := file.read(_CHUNK.size):
                name, digest, start, size, texts = _CHUNK.unpack(line)
                known = "" if digest == _UNKNOWN else digest.hex()
                yield Chunk(number=number, name=name.hex(), hash=known, start=start, size=size, texts=texts)
                number += 1

    def texts(self, chunk: Chunk) -> list[str]:
        """Returns the texts of a chunk; raises OutputError where they are damaged."""
        with self.path.open("rb") as file:
            file.seek(chunk.start)
            packed = file.read(chunk.size)
        try:
            found: list[str] = json.loads(zlib.decompress(packed))
        except (zlib.error, ValueError) as error:
            raise OutputError(
                f"{self.path} was damaged during the run. Run the same command again, it makes it anew and continues."
            ) from error
        return found

    def finish(self, chunk: Chunk, digest: str) -> None:
        """Writes down the hash of the part that the chunk has become."""
        with writing(self.path), _index(self.path).open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), bytes.fromhex(digest), chunk.number * _CHUNK.size + 16)


def write_queue(path: Path, chunks: Iterable[tuple[str, Sequence[str]]], *, distinct: int) -> Queue:
    """Writes named chunks; names are 128 bits in hexadecimal."""
    waiting = 0
    with (
        atomic(path) as texts_path,
        atomic(_index(path)) as index_path,
        texts_path.open("wb") as file,
        index_path.open("wb") as index,
    ):
        for name, texts in chunks:
            start, waiting = file.tell(), waiting + len(texts)
            size = file.write(zlib.compress(json.dumps(texts).encode("ascii"), 1))
            index.write(_CHUNK.pack(bytes.fromhex(name), _UNKNOWN, start, size, len(texts)))
    told = {"waiting": waiting, "distinct": distinct}
    write_sealed(path.with_suffix(".json"), {**told, "texts": _hash(path)})
    return Queue(path=path, **told)


def read_queue(path: Path) -> Queue | None:
    """Returns the queue that was written there, or None where there is none or a part of it was lost or damaged."""
    told = read_sealed(path.with_suffix(".json"))
    return Queue(path=path, **told) if told and told.pop("texts") == _hash(path) else None


def remove_queues(folder: Path, *, but: Iterable[Queue]) -> None:
    """Removes the other queues of a folder."""
    kept = {queue.path.stem for queue in but}
    for suffix in ("json", "chunks", "queue"):  # one that lost its first file is none
        for path in entries(folder, f"*.{suffix}"):
            if path.stem not in kept:
                remove(path)


def _hash(path: Path) -> str:
    """Returns a hash of the chunks and their index, whatever is finished of them; nothing where the index is gone."""
    digest = xxh3_128(hash_of(path).encode("ascii"))
    try:
        with _index(path).open("rb") as file:
            while line := file.read(_CHUNK.size):
                digest.update(line[:16] + line[32:])
    except OSError:
        return ""
    return digest.hexdigest()


def _index(path: Path) -> Path:
    return path.with_suffix(".chunks")
