"""The plan of a run on disk: every shard of the inputs, a line each, so that memory does not grow with the inputs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from polyglot_news.files import atomic, fingerprint, read_json, write_json
from polyglot_news.read import LIMIT, STAGE, Reason, cut, reject
from polyglot_news.records import Bundle, Kind, Record, Reject, Slice
from polyglot_news.run.job import Job
from polyglot_news.run.plan import Piece, Shard, shards
from polyglot_news.run.pool import Watch

_FORM = 1
"""Changes when files are cut at other places, so that what an older version planned is not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is known of a shard without holding it: its name, fingerprint, bytes, and how many inputs at most."""

    name: str
    fingerprint: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shards of a run; ``path`` holds their pieces. ``readable`` is False where an unpacked copy is gone."""

    path: Path
    planned: Sequence[Planned]
    readable: bool

    @property
    def rows(self) -> int:
        """How many documents there are at most."""
        return sum(each.rows for each in self.planned)

    def shards(self) -> Iterator[Shard]:
        """Yields the shards in their order."""
        with self.path.open(encoding="ascii") as file:
            for index, line in enumerate(file):
                told = json.loads(line)
                yield Shard(index=index, pieces=tuple(map(_piece, told.pop("pieces"))), **told)


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
    return _write(job, state)


def _write(job: Job, state: Path) -> Plan:
    planned, readable = [], True
    with atomic(state / "plan.jsonl") as partial_path, partial_path.open("w", encoding="ascii") as file:
        for shard in shards(_pieces(job, state)):
            told = {"fingerprint": shard.fingerprint, "rows": shard.rows, "size": shard.size}
            planned.append(Planned(name=shard.name, **told))  # type: ignore[arg-type]
            readable = readable and all(_has_file(piece, state) for piece in shard.pieces)
            file.write(json.dumps({**told, "pieces": list(map(_row, shard.pieces))}) + "\n")
    return Plan(path=state / "plan.jsonl", planned=planned, readable=readable)


def cut_bundle(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, state: Path) -> None:
    """Cuts the one bundle of a task and writes down where; runs in a worker, which the file may end."""
    (bundle,) = shard.pieces
    assert isinstance(bundle, Bundle)
    watch(0)
    pieces = [Reject(source=bundle.source, stage=STAGE, reason=quarantine[0])] if quarantine else None
    spool = state / "unpacked" / _key(bundle)
    found = pieces or cut(bundle, spool=spool, limit=LIMIT, tick=lambda: watch(0))
    write_json(_known(bundle, state), [_row(piece) for piece in found])


def _pieces(job: Job, state: Path) -> Iterator[Piece]:
    for found in job.inputs.listed():
        if not isinstance(found, Bundle):
            yield found
        elif (rows := read_json(_known(found, state))) is not None:
            yield from map(_piece, rows)
        else:
            yield reject(found.source, Reason.UNREADABLE, "it changed while the run was planned")


def _is_known(bundle: Bundle, state: Path, copies: bool) -> bool:
    rows = read_json(_known(bundle, state))
    return rows is not None and (not copies or all(_has_file(_piece(row), state) for row in rows))


def _has_file(piece: object, state: Path) -> bool:
    """False for a slice of an unpacked copy that is gone."""
    return not isinstance(piece, Slice) or piece.path.parent != state / "unpacked" or piece.path.exists()


def _known(bundle: Bundle, state: Path) -> Path:
    return state / "cut" / f"{_key(bundle)}.json"


def _key(bundle: Bundle) -> str:
    try:
        status = bundle.path.stat()
        known = (status.st_size, status.st_mtime_ns, status.st_ino)
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
