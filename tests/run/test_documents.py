"""Documents read in workers: what ends the reader is left out, what came before it and what comes after it is not."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from polyglot_news.read import bundle, cut
from polyglot_news.records import Bundle, Record, Reject, Slice
from polyglot_news.run.documents import documents, name_of
from polyglot_news.run.plan import Shard, shards
from polyglot_news.run.pool import Bounds, Pool, Watch


def deadly(piece: Slice, limit: int) -> Iterator[Record | Reject]:
    """Reads as JSON lines are read, and ends its process at the eleventh line."""
    for found in bundle.read_jsonl(piece, limit):
        if found.source.endswith("#11"):
            os._exit(1)
        yield found


def work(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> list[tuple[str, str]]:
    """Reads the documents of a shard with a reader that dies."""
    bundle.FORMATS[".jsonl"] = replace(bundle.FORMATS[".jsonl"], read=deadly)
    items = [found.item for found in documents(shard, quarantine, watch)]
    return [(item.source, item.reason if isinstance(item, Reject) else "read") for item in items]


def pieces(path: Path, rows: int) -> list[Slice]:
    path.write_text("".join(json.dumps({"text": str(n)}) + "\n" for n in range(rows)), encoding="utf-8")
    return list(cut(Bundle(source=path.name, path=path, suffix=".jsonl"), spool=path, limit=10**6))  # type: ignore[arg-type]


def test_a_file_that_kills_its_reader_costs_the_rest_of_a_slice(tmp_path: Path) -> None:
    """The worker dies, the run does not: rows before the death come, the rest of the slice is one reject."""
    found = list(Pool(work, workers=2).map(shards(pieces(tmp_path / "rows.jsonl", 24))))
    expected = [(f"rows.jsonl#{n}", "read") for n in (*range(1, 11), *range(17, 25))]
    assert [each for done in found for each in done] == [
        *expected[:10],
        ("rows.jsonl#11-16", "crash"),
        *expected[10:],
    ]


def test_a_document_in_quarantine_is_a_reject_and_the_next_ones_come(tmp_path: Path) -> None:
    """Odd steps are documents in work; the spots of the others stay, and give back their names."""
    shard = Shard(index=0, pieces=(*pieces(tmp_path / "rows.jsonl", 5), Record(source="page", content="x")))
    steps: list[int] = []
    plain = list(documents(shard, {}, steps.append))
    assert [name_of(found.spot[1], shard.pieces[found.spot[0]]) for found in plain] == [f.item.source for f in plain]
    left_out = list(documents(shard, {3: "timeout"}, lambda _: None))
    assert [found.spot for found in left_out] == [found.spot for found in plain]
    assert [getattr(found.item, "reason", "") for found in left_out] == ["", "timeout", "", "", "", ""]
    assert steps[:-1] == sorted(steps[:-1])


def slow(shard: Shard, quarantine: Mapping[int, str], watch: Watch) -> list[str]:
    """Takes longer to write a shard down than a page may take."""
    found = [
        item.reason if isinstance(item := each.item, Reject) else "read" for each in documents(shard, quarantine, watch)
    ]
    time.sleep(2.5)
    return found


def test_a_slow_disk_is_no_fault_of_the_last_page(tmp_path: Path) -> None:
    """The bound on a page's time does not count what comes after the last one."""
    found = Pool(slow, workers=1, bounds=Bounds(seconds=1)).map(shards(pieces(tmp_path / "rows.jsonl", 3)))
    assert list(found) == [["read"] * 3]
