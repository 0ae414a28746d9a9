"""What an earlier run of the extract stage finished, and what of it is still good."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polyglot_news.errors import OutputError
from polyglot_news.files import read_sealed, write_sealed
from polyglot_news.run.folder import Folder
from polyglot_news.run.plan import Shard, shard_name
from polyglot_news.run.planning import Plan
from polyglot_news.run.progress import Progress
from polyglot_news.run.stop import Stop
from polyglot_news.wording import counted

STAGE = "extract"
EVIDENCE = "evidence"
"""Under which name a record holds the hash of the inputs whose lines were evidence."""
ADVICE = (
    "Give --resume to keep what is finished and go on, --restart to start over (the translation memory is kept), "
    "or choose another --out."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """What is to be done: shards, documents at most, bytes.

    ``unsure`` counts the finished shards of which only the survey can say whether their pages still repeat the same
    ones.
    """

    shards: int
    rows: int
    size: int
    unsure: int


def check_inputs(folder: Folder, plan: Plan, *, resume: bool) -> None:
    """Finds that the inputs are others than the run was begun with: an error, or with ``resume`` it goes on with these.

    Finished shards made from others are forgotten.
    """
    path, now = folder.state("inputs.json"), {"fingerprint": plan.inputs, "documents": plan.rows}
    if (begun := read_sealed(path)) != now:
        changed, finished = (sum(1 for _ in names) for names in (_changed(folder, plan), folder.names(STAGE)))
        if (changed or (begun and finished)) and not resume:
            raise OutputError(
                f"The inputs have changed since {folder.root} was begun{_then_and_now(begun, plan)}: "
                f"{_touched(changed, finished)}. {ADVICE}"
            )
        folder.unreport()
        write_sealed(path, now)
    for name in _changed(folder, plan):
        folder.forget(STAGE, name)
    folder.keep_only(STAGE, range(plan.count))


def _then_and_now(begun: Mapping[str, Any] | None, plan: Plan) -> str:
    """Says how many documents there were, where that is known and another number than now."""
    then = begun["documents"] if begun else plan.rows
    return f" ({counted(then, 'document')} then, {plan.rows:,} now)" if then != plan.rows else ""


def _touched(changed: int, finished: int) -> str:
    """Says how many finished shards were made from other inputs, or that the others are none of theirs."""
    if changed:
        return f"{changed:,} of {counted(finished, 'finished shard')} {'differs' if changed == 1 else 'differ'}"
    where = "not in the finished shard" if finished == 1 else f"in none of the {finished:,} finished shards"
    return f"inputs were added, removed or changed that are {where}"


def unfinished(folder: Folder, plan: Plan, *, survey: str, progress: Progress, stop: Stop) -> Unfinished:
    """Returns what is left to do; what was finished and is not as it was written is said, and forgotten."""
    shards = rows = size = unsure = lost = 0
    first = ""
    for shard in plan.planned():
        stop.check()
        if damaged := folder.damaged(STAGE, shard.name):
            lost, first = lost + 1, first or damaged
            folder.forget(STAGE, shard.name)
        if (done := folder.record(STAGE, shard.name)) is None:
            shards, rows, size = shards + 1, rows + shard.rows, size + shard.size
        else:
            unsure += done.get("survey") != survey
    if lost == 1:
        progress.note(f"{first} was lost or damaged and is made again.")
    elif lost:
        progress.note(f"Files of {lost:,} shards were lost or damaged, first {first}: they are made again.")
    return Unfinished(shards=shards, rows=rows, size=size, unsure=unsure)


def due(folder: Folder, shards: Iterable[Shard], *, survey: str) -> Iterator[Shard]:
    """Yields the shards to be done: not finished, or finished with other copies linked than the survey found."""
    for shard in shards:
        done = folder.record(STAGE, shard.name)
        if done is None or done["links"] != shard.links:
            yield shard
        elif done.get("survey") != survey:
            folder.confirm(STAGE, shard.name, survey=survey)


def made_otherwise(folder: Folder, settings: Mapping[str, object]) -> list[dict[str, Any]]:
    """Returns the other settings that finished shards were made with, each with the number of its shards.

    Records of an earlier version do not say what their evidence was: their inputs and links are these, so it may be.
    """
    unknown = {EVIDENCE: settings.get(EVIDENCE)}
    noted = (json.dumps(unknown | record.get("settings", {}), sort_keys=True) for record in folder.records(STAGE))
    found = [{"shards": shards, "settings": json.loads(each)} for each, shards in sorted(Counter(noted).items())]
    return [each for each in found if each["settings"] != settings]


def _changed(folder: Folder, plan: Plan) -> Iterator[str]:
    """Yields the names of finished shards that the plan has not, or with other inputs."""
    for shard in plan.planned():
        record = folder.record(STAGE, shard.name)
        if record and record["fingerprint"] != shard.fingerprint:
            yield shard.name
    beyond = map(shard_name, range(plan.count, folder.end(STAGE)))
    yield from (name for name in beyond if folder.record(STAGE, name))
