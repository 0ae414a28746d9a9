"""The survey before the extract stage: which lines recur across the pages of the run, which pages are the same."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import xxhash

from polyglot_news.config import Config
from polyglot_news.extract import Evidence
from polyglot_news.extract.evidence import FORM, LineCounts
from polyglot_news.files import fingerprint, hash_of, write_bytes
from polyglot_news.read import load
from polyglot_news.records import Page, Record, Reject
from polyglot_news.run.documents import documents
from polyglot_news.run.job import Job
from polyglot_news.run.links import linked, write_links
from polyglot_news.run.looks import ROW, Arrays, Look, Looks, archive, unpacked
from polyglot_news.run.pages import batched
from polyglot_news.run.plan import Shard
from polyglot_news.run.planning import Plan
from polyglot_news.run.pool import NOBODY, TOGETHER, Watch
from polyglot_news.run.similarity import NUMBER, PERMUTATIONS, Signatures, signature

CHECKPOINT_SECONDS = 20.0
"""So much of a survey's work an interruption may cost."""

_UNREADABLE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first look at all the inputs shows: the lines that recur; ``links`` holds what repeats, a line a shard."""

    evidence: Evidence | None
    links: Path

    def linked(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """Yields the shards, each knowing how many documents it has, and of which earlier one a document is a copy."""
        return linked(self.links, shards)


def survey(job: Job, plan: Plan, state: Path) -> Survey:
    """Looks at every page once, or reads below ``state`` what an earlier run saw of the same plan.

    An interrupted survey goes on where it last made sure of what it had. The result does not depend on the workers.
    """
    config, mark = job.config, survey_mark(job.config, plan)
    path, links = state / "survey.npz", state / "survey.jsonl"
    if (found := _read(path, links, mark=mark)) is not None:
        return found
    with closing(Looks(state / "survey", mark=mark)) as looks:
        _look_on(looks, job, plan)
        write_links(links, looks, plan, near=config.near_duplicates)
        evidence = looks.lines.finish() if config.site_evidence else None
        arrays: Arrays = {"mark": np.array(mark), "links": np.array(hash_of(links))}
        if evidence is not None:
            arrays |= {"hashes": evidence.hashes, "counts": evidence.counts}
        write_bytes(path, archive(arrays))
        looks.remove()
    return Survey(evidence=evidence, links=links)


def survey_mark(config: Config, plan: Plan) -> str:
    """Returns a hash of all that a survey depends on."""
    return fingerprint((plan.digest, FORM, config.site_evidence, config.near_duplicates))


def _look_on(looks: Looks, job: Job, plan: Plan) -> None:
    """Looks at the shards that were not looked at yet."""
    config, saved = job.config, time.monotonic()
    work = partial(look, lines=config.site_evidence, near=config.near_duplicates)
    with job.stage("survey", total=plan.rows, unit="pages") as progress:
        progress.advance(looks.pages)
        for found in job.pool(work).map(islice(plan.shards(), looks.shards, None)):
            looks.add(found)
            progress.advance(len(found.rows))
            if job.stop.requested or time.monotonic() - saved > CHECKPOINT_SECONDS:
                looks.checkpoint()
                saved = time.monotonic()


def _read(path: Path, links: Path, *, mark: str) -> Survey | None:
    """Returns a survey that was saved with this mark, or None where there is none or it was damaged."""
    found = unpacked(path, mark=mark)
    if found is None or str(found["links"]) != hash_of(links):
        return None
    evidence = Evidence(hashes=found["hashes"], counts=found["counts"]) if "hashes" in found else None
    return Survey(evidence=evidence, links=links)


def look(shard: Shard, quarantine: Mapping[int, str], watch: Watch, *, lines: bool, near: bool) -> Look:
    """Looks at a shard's pages, several at once; what cannot be read is passed over, and rejected later."""
    counts = LineCounts()
    rows: list[tuple[int, int, int, int, int]] = []
    signatures: list[Signatures] = []
    seen = ((found, _loaded(found.item)) for found in documents(shard, quarantine, watch))
    for batch in batched(shard, seen, lambda each: each[1]):
        watch(TOGETHER if len(batch) > 1 else batch[0][0].step)
        rows.extend((shard.line, *found.spot, _hash(page), _own_id(found.item)) for found, page in batch)
        if near:
            signatures.extend(_signature(page) for _, page in batch)
        if lines:
            counts.add(*(page for _, page in batch if page))
    watch(NOBODY)
    signed = np.array(signatures, NUMBER).reshape(-1, PERMUTATIONS)
    return Look(rows=np.array(rows, ROW), lines=counts, signatures=signed)


def _loaded(item: Record | Reject) -> Page | None:
    """Returns a page, or None for what cannot be read, whatever goes wrong: the extract stage says what."""
    with suppress(Exception):
        page = load(item) if isinstance(item, Record) else item
        return page if isinstance(page, Page) else None
    return None


def _hash(page: Page | None) -> int:
    return _number(page.text) if page else _UNREADABLE


def _own_id(item: Record | Reject) -> int:
    return _number(item.id) if isinstance(item, Record) and item.id else 0


def _number(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _signature(page: Page | None) -> Signatures:
    return signature(page.text) if page else np.zeros(PERMUTATIONS, NUMBER)
