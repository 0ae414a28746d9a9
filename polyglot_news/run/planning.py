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

from polyglot_news.files import atomic, fingerprint, remove
from polyglot_news.read import LIMIT, STAGE, Reason, cut, reject
from polyglot_news.records import Bundle, Kind, Record, Reject, Slice
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Piece, Shard, shard_name, shards
from polyglot_news.run.pool import Watch
from polyglot_news.wording import counted

_FORM = 1
"""Changes when files are cut at other places, so that what an older version planned is not used."""
_END = b"end "
"""The last line of what is known of a file, before a hash of the others: a disk may lose or change what it holds."""


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

    ``digest`` is a hash of the plan. ``readable`` is False where an unpacked copy is gone. What was known of a file and
    is still of use was touched since ``began``, in nanoseconds of the file system's clock.
    """

    path: Path
    count: int
    rows: int
    digest: str
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
                yield _shard(line, index=index, start=start)
                start += len(line)

    def shard_at(self, start: int) -> Shard:
        """Returns the shard at a place of the plan, without its number."""
        with self.path.open("rb") as file:
            file.seek(start)
            return _shard(file.readline(), index=0, start=start)


def make_plan(job: Job, state: Path, *, copies: bool = False) -> Plan:
    """Lists the inputs and cuts files of many documents, in workers, where that was not done before.

    With ``copies`` the unpacked copies of streams that cannot be read from their middle are made again if gone.
    What was found about a file is kept below ``state`` until its size or time changes.
    """
    fresh = (each for each in job.inputs.listed() if isinstance(each, Bundle) and not _is_known(each, state, copies))
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
    path, digest = state / "plan.jsonl", xxh3_128()
    count, rows, readable = 0, 0, True
    with atomic(path) as partial_path, partial_path.open("wb") as file:
        began = os.fstat(file.fileno()).st_mtime_ns
        for shard in shards(_pieces(job, state, results)):
            job.stop.check()
            told = {"fingerprint": shard.fingerprint, "rows": shard.rows, "size": shard.size}
            line = json.dumps({**told, "pieces": list(map(_row, shard.pieces))}).encode("ascii") + b"\n"
            digest.update(line)
            file.write(line)
            count, rows = count + 1, rows + shard.rows
            readable = readable and all(_has_file(piece, state) for piece in shard.pieces)
    return Plan(path=path, count=count, rows=rows, digest=digest.hexdigest(), readable=readable, began=began)


def _shard(line: bytes, *, index: int, start: int) -> Shard:
    told = json.loads(line)
    return Shard(index=index, line=start, pieces=tuple(map(_piece, told.pop("pieces"))), **told)


def cut_bundle(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Cuts the one bundle of a task and writes down where; runs in a worker, which the file may end."""
    (bundle,) = shard.pieces
    assert isinstance(bundle, Bundle)
    watch(0)
    pieces = [Reject(source=bundle.source, stage=STAGE, reason=quarantine[0])] if quarantine else None
    spool = state / "unpacked" / _key(bundle)
    found = pieces or cut(bundle, spool=spool, limit=LIMIT, tick=lambda: watch(0))
    known = _known(bundle, state)
    if known.is_dir():
        remove(known)
    with atomic(known) as partial_path, partial_path.open("wb") as file:
        digest = xxh3_128()
        for piece in found:
            line = json.dumps(_row(piece)).encode("ascii") + b"\n"
            digest.update(line)
            file.write(line)
        file.write(_end(digest))


def _pieces(job: Job, state: Path, results: _Results) -> Iterator[Piece]:
    for found in job.inputs.listed(results):
        if not isinstance(found, Bundle):
            yield found
        elif _is_whole(known := _known(found, state)):
            os.utime(known)
            yield from _cut_pieces(known)
        else:
            yield reject(found.source, Reason.UNREADABLE, "it changed while the run was planned")


def _is_known(bundle: Bundle, state: Path, copies: bool) -> bool:
    known = _known(bundle, state)
    return _is_whole(known) and (not copies or all(_has_file(piece, state) for piece in _cut_pieces(known)))


def _is_whole(known: Path) -> bool:
    """False for a file that is not there, lost its end or was changed."""
    digest, last = xxh3_128(), b""
    try:
        with known.open("rb") as file:
            for line in file:
                digest.update(last)
                last = line
    except OSError:
        return False
    return last == _end(digest)


def _end(digest: xxh3_128) -> bytes:
    return _END + digest.hexdigest().encode("ascii") + b"\n"


def _cut_pieces(known: Path) -> Iterator[Piece]:
    with known.open("rb") as file:
        yield from (_piece(json.loads(line)) for line in file if not line.startswith(_END))


def _has_file(piece: object, state: Path) -> bool:
    """False for a slice of an unpacked copy that is gone."""
    return not isinstance(piece, Slice) or piece.path.parent != state / "unpacked" or piece.path.exists()


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


def _row(piece: object) -> dict[str, Any]:
    """Returns a piece as a JSON object; a path need not be UTF-8, which JSON's escapes can say."""
    match piece:
        case Slice():
            return {**asdict(piece), "path": str(piece.path)}
        case Reject():
            return {"source": piece.source, "reason": piece.reason, "detail": piece.detail}
        case Record(source=source, path=Path() as path, kind=kind):
            return {"source": source, "path": str(path), "page": kind or ""}
    raise TypeError(f"{piece!r} is in no plan")


def _piece(row: dict[str, Any]) -> Piece:
    if "digest" in row:
        return Slice(**{**row, "path": Path(row["path"])})
    if "page" in row:
        return Record(source=row["source"], path=Path(row["path"]), kind=Kind(row["page"]) if row["page"] else None)
    return Reject(stage=STAGE, **row)
