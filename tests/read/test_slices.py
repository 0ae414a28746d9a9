"""Files of many documents are read in slices, and the slices together hold what the file holds."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import stat
import tempfile
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.read import bundle, compression, cut, documents, parquet
from polyglot_news.records import Bundle, Record, Reject, Slice
from tests.read.test_warc import PACKERS, page

CELLS = st.text(st.sampled_from("ab \"'\n\r,;\\\u0416\U0001f600\x85\u2028"), max_size=12)
ROWS = st.lists(CELLS, max_size=60)


def sliced(path: Path, suffix: str = "") -> list[Slice]:
    whole = Bundle(source=path.name, path=path, suffix=suffix or path.suffix)
    found = list(cut(whole, spool=path.with_name("copy"), limit=1_000_000))
    assert all(isinstance(each, Slice) for each in found), found
    return found  # type: ignore[return-value]


def read(pieces: list[Slice]) -> list[Record | Reject]:
    return [each for piece in pieces for each in documents(piece, limit=1_000_000)]


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_line_of_jsonl_counts(end: str, tmp_path: Path) -> None:
    """With or without a line end behind it."""
    (path := tmp_path / "rows.jsonl").write_text('{"text": "a"}\n{"text": "b"}' + end)
    assert [piece.rows for piece in sliced(path)] == [2]


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_rows_of_csv_are_never_cut(rows: list[str], end: str, codec: str) -> None:
    """Line ends and quotes in cells, in any encoding: every row comes once, with its number, in its slice."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator=end, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([("text", "n"), *((row, number) for number, row in enumerate(rows))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_bytes(sink.getvalue().encode(codec))
        pieces = sliced(path)
        found = read(pieces)
    assert [each.content for each in found if isinstance(each, Record)] == rows
    assert [each.source for each in found] == [f"rows.csv#{n}" for n in range(1, len(rows) + 1)]
    assert sum(piece.rows for piece in pieces) == len(rows)
    assert len(pieces) == (len(rows) + 7) // 8 if len(rows) <= 32 else len(pieces) >= 5


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.sampled_from(["", "{", " ", '{"text": "a"}', '{"text": "Ж\\n"}']), max_size=60),
    last=st.booleans(),
)
def test_slices_of_json_lines_touch_and_end_with_lines(lines: list[str], last: bool) -> None:
    """Whatever the lines hold, each slice begins where the one before ends, and every line keeps its number."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.jsonl")
        path.write_text("\n".join(lines) + "\n" * last, encoding="utf-8")
        size = path.stat().st_size
        pieces = sliced(path) if size else []
        found = read(pieces)
    assert [a.end for a, _ in pairwise(pieces)] == [b.start for _, b in pairwise(pieces)]
    assert not pieces or (pieces[0].start, pieces[-1].end) == (0, size)
    assert [each.source for each in found] == [f"rows.jsonl#{n}" for n, line in enumerate(lines, 1) if line.strip()]


@pytest.mark.parametrize("packer", PACKERS)
def test_a_web_archive_is_cut_at_its_records(packer: str, tmp_path: Path) -> None:
    """Every record is in one slice; read by themselves the slices give every page once, at its offset."""
    packed = [PACKERS[packer](page(number)) for number in range(50)]
    path = tmp_path / f"crawl.warc{packer}"
    path.write_bytes(b"".join(packed))
    pieces = sliced(path, ".warc")
    offsets = [sum(map(len, packed[:n])) for n in range(50)]
    assert len(pieces) >= 5
    assert {piece.start for piece in pieces} <= set(offsets)
    assert [each.source for piece in reversed(pieces) for each in documents(piece, limit=10**6)] != []
    assert [each.source for each in read(pieces)] == [f"{path.name}#{offset}" for offset in offsets]


def test_large_row_groups_are_packed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One group of many rows becomes slices of a copy; rows, numbers, bytes that are no text and values stay."""
    monkeypatch.setattr(parquet, "MOST_TOGETHER", 300)
    texts = [b"caf\xe9 %d" % n if n % 7 == 0 else b"row %d" % n for n in range(1_000)]
    column = pa.Array.from_buffers(pa.string(), len(texts), pa.array(texts, pa.binary()).buffers())
    table = pa.table(
        {"text": column, "tags": [["a", None]] * 1_000, "when": pa.array(range(1_000), pa.timestamp("ns"))}
    )
    path = tmp_path / "rows.parquet"
    pq.write_table(table, path, row_group_size=900)
    whole = Slice(source=path.name, path=path, kind=".parquet", start=0, end=2, first=1, rows=1_000, size=0, digest="")
    plain = list(documents(whole, limit=10**6))
    pieces = sliced(path)
    assert max(piece.rows for piece in pieces) <= 256
    assert {piece.path.name for piece in pieces} == {"copy-0.parquet", "rows.parquet"}
    assert [piece.first for piece in pieces] == [1 + sum(p.rows for p in pieces[:n]) for n in range(len(pieces))]
    assert read(pieces) == plain
    assert [each.content for each in plain if isinstance(each, Record)] == texts


def test_a_copy_that_is_made_again_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the time of a Parquet file nor that of its copy is part of a digest, the content is."""
    monkeypatch.setattr(parquet, "MOST_TOGETHER", 300)
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"text": [f"row {n}" for n in range(1_000)]}), path, row_group_size=900)
    before = sliced(path)
    for each in (path, tmp_path / "copy-0.parquet"):
        os.utime(each, (1, 1))
    assert sliced(path) == before
    pq.write_table(pa.table({"text": [f"row {n}" for n in range(1, 1_001)]}), path, row_group_size=900)
    assert not {piece.digest for piece in sliced(path)} & {piece.digest for piece in before}


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".parquet"])
def test_a_large_copy_is_synced_with_signs_of_life(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No sync has much to do, for a slow disk must not look like an input that hangs."""
    texts = [random.Random(n).randbytes(5_000).hex() for n in range(400)]
    path, events = tmp_path / f"rows{suffix}", list[int]()
    if suffix == ".parquet":
        pq.write_table(pa.table({"text": texts}), path)
    else:
        path.write_bytes(gzip.compress("".join(json.dumps({"text": each}) + "\n" for each in texts).encode()))
    monkeypatch.setattr(parquet, "MOST_TOGETHER", 300)
    monkeypatch.setattr(compression, "CHUNK", 50_000)
    monkeypatch.setattr(bundle, "CHUNK", 50_000)
    for module in (bundle, parquet):
        monkeypatch.setattr(module, "SYNC_BYTES", 200_000)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            events.append(os.fstat(descriptor).st_size)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    whole = Bundle(source=path.name, path=path, suffix=Path(path.stem).suffix or suffix)
    list(cut(whole, spool=tmp_path / "copy", limit=10**6, tick=lambda: events.append(-1)))
    synced, ticks = [size for size in events if size >= 0], events.count(-1)
    assert synced[-1] > 2_000_000
    assert max(later - earlier for earlier, later in pairwise([0, *synced])) < synced[-1] / 2
    assert len(synced) > 2
    assert ticks >= len(synced)


def test_a_packed_stream_is_unpacked_once_and_cut(tmp_path: Path) -> None:
    """JSON lines in gzip have no middle to begin at: the slices are those of a copy."""
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(json.dumps({"text": str(n)}).encode() + b"\n" for n in range(100))))
    pieces = sliced(path, ".jsonl")
    assert {piece.path for piece in pieces} == {tmp_path / "copy"}
    assert [each.content for each in read(pieces) if isinstance(each, Record)] == [str(n) for n in range(100)]


def test_a_digest_tells_what_changed(tmp_path: Path) -> None:
    """What is appended to a file leaves its first slices as they were."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "a"}\n' * 16)
    before = sliced(path)
    path.write_bytes(path.read_bytes() + b'{"text": "b"}\n' * 8)
    after = sliced(path)
    assert after[:2] == before
    assert after[2].digest not in {piece.digest for piece in before}


@pytest.mark.parametrize("quoted", [False, True])
def test_a_line_of_csv_past_the_limit_costs_one_row(quoted: bool, tmp_path: Path) -> None:
    """It is too large, never a page cut short, and the quotation marks in it do not swallow the rows behind."""
    mark = '"' if quoted else ""
    path = tmp_path / "rows.csv"
    path.write_text(f'id,text\n1,a\n2,{mark}{"word " * 1_000}{mark}\n3,"b\nc"\n4,d\n')
    bundle = Bundle(source=path.name, path=path, suffix=".csv")
    pieces = list(cut(bundle, spool=path, limit=1_000))
    found = [each for piece in pieces if isinstance(piece, Slice) for each in documents(piece, limit=1_000)]
    assert [getattr(each, "reason", None) or each.content for each in found] == ["a", "too_large", "b\nc", "d"]  # type: ignore[union-attr]
    assert [each.source for each in found] == [f"rows.csv#{n}" for n in range(1, 5)]
