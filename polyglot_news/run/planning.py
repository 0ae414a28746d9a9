"""The plan of a run on disk: every shard of the inputs, a line each, so that memory does not grow with the inputs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from xxhash import xxh3_128

from polyglot_news.files import atomic, fingerprint, remove, version_of
from polyglot_news.read import LIMIT, STAGE, Reason, cut, refused, reject
from polyglot_news.records import Bundle, Kind, Record, Reject, Slice
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Piece, Shard, shard_name, shards
from polyglot_news.run.pool import Watch
from polyglot_news.wording import counted

_FORM = 2
"""Changes when files are cut at other places, so that what an older version planned is not used."""
_END, _FOR_NOW = b"end ", b"for now "
"""The last line of what is known of a file, before a hash of the others: a disk may lose or change what it holds.

What is known for now another run finds out anew: a file may be closed, a machine too slow or too small only today.
"""
_COPIES = "unpacked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What there is to know of a shard before it is worked on: its fingerprint, bytes, and how many inputs at most."""

    name: str
    fingerprint: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shards of a run, ``count`` of them with ``rows`` documents at most; ``path`` holds their pieces.

    ``digest`` is a hash of the plan, ``inputs`` one of what is planned, wherever it lies. ``readable`` is False where
    an unpacked copy is gone, or not what was written.
    What was known of a file and is still of use was touched since ``began``, in nanoseconds of the file system's clock.
    """

    path: Path
    count: int
    rows: int
    digest: str
    inputs: str = ""
    readable: bool
    began: int = 0

    def planned(self) -> Iterator[Planned]:
        """Yields what is known of the shards, in their order."""
        with self.path.open("rb") as file:
            for index, line in enumerate(file):
                told = json.loads(line)
                del told["pieces"]
                yield Planned(name=shard_name(index), **told)

    def shards(self) -> Iterator[Shard]:
        """Yields the shards in their order."""
        with self.path.open("rb") as file:
            start = 0
            for index, line in enumerate(file):
                yield self._shard(line, index=index, start=start)
                start += len(line)

    def shard_at(self, start: int) -> Shard:
        """Returns the shard at a place of the plan, without its number."""
        with self.path.open("rb") as file:
            file.seek(start)
            return self._shard(file.readline(), index=0, start=start)

    def _shard(self, line: bytes, *, index: int, start: int) -> Shard:
        told = json.loads(line)
        pieces = (_piece(row, self.path.parent) for row in told.pop("pieces"))
        return Shard(index=index, line=start, pieces=tuple(pieces), **told)


def make_plan(job: Job, state: Path, *, copies: bool = False) -> Plan:
    """Lists the inputs and cuts files of many documents, in workers, where that was not done before.

    With ``copies`` the unpacked copies of streams that cannot be read from their middle are made again if gone.
    What was found about a file is kept below ``state`` until its size or time changes, or the job is to start over.
    """
    files = (each for each in job.inputs.listed() if isinstance(each, Bundle))
    fresh = (each for each in files if job.restart or not _is_known(each, state, copies))
    if (first := next(fresh, None)) is not None:
        tasks = (Shard(index=index, pieces=(each,)) for index, each in enumerate(chain([first], fresh)))
        with job.stage("plan", total=None, unit="files") as progress:
            for _ in job.pool(partial(cut_bundle, state=state)).map(tasks):
                progress.advance(1)
    results = _Results()
    plan = _write(job, state, results)
    if results.count and not copies:
        job.progress.note(
            f"{counted(results.count, 'folder')} with results of this program passed by: {results.first}"
            f"{' and others' if results.count > 1 else ''}."
        )
    return plan


class _Results:
    """Counts folders with results of this program among the inputs."""

    count, first = 0, Path()

    def __call__(self, folder: Path) -> None:
        self.count, self.first = self.count + 1, self.first if self.count else folder


def _write(job: Job, state: Path, results: _Results) -> Plan:
    path, digest, inputs = state / "plan.jsonl", xxh3_128(), xxh3_128()
    count, rows, readable = 0, 0, True
    with atomic(path) as partial_path, partial_path.open("wb") as file:
        began = os.fstat(file.fileno()).st_mtime_ns
        for shard in shards(_pieces(job, state, results)):
            job.stop.check()
            told = {"fingerprint": shard.fingerprint, "rows": shard.rows, "size": shard.size}
            line = json.dumps({**told, "pieces": [_row(each, state) for each in shard.pieces]}).encode("ascii") + b"\n"
            digest.update(f"{shard.fingerprint} {len(line)}\n".encode())  # no times: a copy may be made again
            inputs.update(shard.fingerprint.encode())
            file.write(line)
            count, rows = count + 1, rows + shard.rows
            readable = readable and all(_has_file(piece, state) for piece in shard.pieces)
    hashes = {"digest": digest.hexdigest(), "inputs": inputs.hexdigest()}
    return Plan(path=path, count=count, rows=rows, **hashes, readable=readable, began=began)


def cut_bundle(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Cuts the one bundle of a task and writes down where; runs in a worker, which the file may end."""
    (bundle,) = shard.pieces
    assert isinstance(bundle, Bundle)
    watch(0)
    pieces = [Reject(source=bundle.source, stage=STAGE, reason=quarantine[0])] if quarantine else None
    known, mark = _known(bundle, state), _FOR_NOW if quarantine else _END
    found = pieces or _cut(bundle, state / _COPIES / known.stem, watch)
    if known.is_dir():
        remove(known)
    with atomic(known) as partial_path, partial_path.open("wb") as file:
        digest = xxh3_128()
        for piece in found:
            if isinstance(piece, OSError):
                mark, piece = _FOR_NOW, refused(bundle.source, piece)
            line = json.dumps(_row(piece, state)).encode("ascii") + b"\n"
            digest.update(line)
            file.write(line)
        file.write(_last(mark, digest))


def _cut(bundle: Bundle, spool: Path, watch: Watch) -> Iterator[Piece | OSError]:
    """Yields the pieces of a file, and in the end what kept it from being read, if anything."""
    try:
        yield from cut(bundle, spool=spool, limit=LIMIT, tick=lambda: watch(0))
    except OSError as error:
        yield error


def _pieces(job: Job, state: Path, results: _Results) -> Iterator[Piece]:
    for found in job.inputs.listed(results):
        if not isinstance(found, Bundle):
            yield found
        elif _mark_of(known := _known(found, state)):
            os.utime(known)
            yield from _cut_pieces(known, state)
        else:
            yield reject(found.source, Reason.UNREADABLE, "it changed while the run was planned")


def _is_known(bundle: Bundle, state: Path, copies: bool) -> bool:
    known = _known(bundle, state)
    pieces = _cut_pieces(known, state)
    return _mark_of(known) == _END and (not copies or all(_has_file(piece, state) for piece in pieces))


def _mark_of(known: Path) -> bytes:
    """Returns what the last line begins with; nothing for a file that is not there, lost its end or was changed."""
    digest, last = xxh3_128(), b""
    try:
        with known.open("rb") as file:
            for line in file:
                digest.update(last)
                last = line
    except OSError:
        return b""
    return next((mark for mark in (_END, _FOR_NOW) if last == _last(mark, digest)), b"")


def _last(mark: bytes, digest: xxh3_128) -> bytes:
    return mark + digest.hexdigest().encode("ascii") + b"\n"


def _cut_pieces(known: Path, state: Path) -> Iterator[Piece]:
    with known.open("rb") as file:
        yield from (_piece(json.loads(line), state) for line in file if not line.startswith((_END, _FOR_NOW)))


def _has_file(piece: object, state: Path) -> bool:
    """False for a slice of an unpacked copy that is gone, or not what was written."""
    if not isinstance(piece, Slice) or piece.path.parent != state / _COPIES:
        return True
    return version_of(piece.path) == piece.version


def _known(bundle: Bundle, state: Path) -> Path:
    return state / "cut" / f"{_key(bundle)}.jsonl"


def _key(bundle: Bundle) -> str:
    try:
        status = bundle.path.stat()
        # Unlike the time of the last change of its content, that of its entry cannot be set back.
        known = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    except OSError:
        known = None
    return fingerprint((_FORM, bundle.source, str(bundle.path), bundle.suffix, known))


def _row(piece: object, state: Path) -> dict[str, Any]:
    """Returns a piece as a JSON object; a path need not be UTF-8, which JSON's escapes can say.

    Of a copy there is only the name, for the folder of a run may be moved, copied or called otherwise.
    """
    match piece:
        case Slice(path=path):
            of_copy = path.parent == state / _COPIES
            return {**asdict(piece), **({"copy": path.name, "path": ""} if of_copy else {"path": str(path)})}
        case Reject():
            return {"source": piece.source, "reason": piece.reason, "detail": piece.detail}
        case Record(source=source, path=Path() as path, kind=kind):
            return {"source": source, "path": str(path), "page": kind or ""}
    raise TypeError(f"{piece!r} is in no plan")


def _piece(row: dict[str, Any], state: Path) -> Piece:
    if "digest" in row:
        copy = row.pop("copy", "")
        return Slice(**{**row, "path": state / _COPIES / copy if copy else Path(row["path"])})
    if "page" in row:
        return Record(source=row["source"], path=Path(row["path"]), kind=Kind(row["page"]) if row["page"] else None)
    return Reject(stage=STAGE, **row)
