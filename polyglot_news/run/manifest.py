"""The manifest of a run: the settings that decide what is in its folder."""

from __future__ import annotations

from typing import Any

import polyglot_news
from polyglot_news.errors import OutputError
from polyglot_news.files import hash_of, write_json
from polyglot_news.read.results import MANIFEST
from polyglot_news.run.finished import ADVICE, EVIDENCE, made_otherwise
from polyglot_news.run.folder import Folder
from polyglot_news.run.job import Job
from polyglot_news.run.planning import Plan

_START_OVER = "Give --restart to start over (the translation memory is kept), or choose another --out."
_OF_EXTRACT = ("version", "to", "from", "residue", "site_evidence", "near_duplicates", "langs_extra")
"""The settings that decide what the extract stage writes."""
_OTHER_INPUTS = "evidence of other inputs"


def check_settings(folder: Folder, job: Job) -> None:
    """Finds that the folder can be this run's: an error where it holds another's, or none of this program."""
    found, settings = folder.settings(), settings_of(job)
    if found is None and folder.is_begun():
        if not job.restart:
            raise OutputError(f"{folder.root / MANIFEST} was lost or damaged. {_START_OVER}")
    elif found is None and (strange := folder.strangers(log=job.log.path)):
        raise OutputError(f"{folder.root} holds {strange[0]!r}, and no run of this program. Choose another --out.")
    if found is not None and not job.resume and not job.restart:
        changed = sorted(key for key in settings if found.get(key) != settings[key])
        if changed:
            raise OutputError(f"{folder.root} holds a run with other settings: {', '.join(changed)}. {ADVICE}")


def settings_of(job: Job) -> dict[str, Any]:
    """Returns what decides a run's content, for its manifest: not the workers, and nothing of the machine."""
    config = job.config
    return {
        "version": polyglot_news.__version__,
        "inputs": list(job.inputs.names),
        "to": config.to,
        "from": sorted(config.from_),
        "residue": config.residue,
        "site_evidence": config.site_evidence,
        "near_duplicates": config.near_duplicates,
        "langs_extra": [[str(path), hash_of(path)] for path in config.langs_extra],
        "engine": config.engine,
        "beam": config.beam_size,
        "glossary": job.glossary.mark or None,
        "pivot": config.pivot,
    }


def noted(job: Job, plan: Plan) -> dict[str, Any]:
    """Returns the settings that the record of a shard holds, and a hash of the inputs whose lines were evidence."""
    settings = settings_of(job)
    return {key: settings[key] for key in _OF_EXTRACT} | {EVIDENCE: plan.inputs if job.config.site_evidence else None}


def write_manifest(folder: Folder, job: Job, plan: Plan, **more: object) -> list[dict[str, Any]]:
    """Writes the settings of the run, and the other ones that shards it keeps were made with; returns those."""
    settings, kept = settings_of(job), made_otherwise(folder, noted(job, plan))
    if folder.settings() != settings:
        folder.unreport()
    write_json(folder.root / MANIFEST, {"settings": settings, **({"kept": kept} if kept else {}), **more})
    return kept


def tell_kept(folder: Folder, job: Job, plan: Plan) -> None:
    """Says how many shards were made with other settings or beside other inputs, in the manifest too."""
    if kept := write_manifest(folder, job, plan):
        now = noted(job, plan)
        shards = sum(each["shards"] for each in kept)
        names = sorted({key for each in kept for key in now if each["settings"].get(key) != now[key]})
        names = [_OTHER_INPUTS if name == EVIDENCE else name for name in names]
        job.progress.note(
            f"Finished shards made with other settings ({', '.join(names)}) are kept: {shards:,}. "
            "With --restart they are made again."
        )
