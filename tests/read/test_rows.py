"""Files that hold one page a row: JSON lines, CSV, Parquet."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from polyglot_news.read import Reason, bundle, load, records
from polyglot_news.read.parquet_pages import page_sizes
from polyglot_news.read.slicing import Source, Tick
from polyglot_news.records import Kind, Page, Record, Reject, Slice

ROWS = [
    {"id": "7", "url": "https://news.example/7", "html": "<p>Баку</p>", "text": None, "views": 68},
    {"id": None, "url": None, "html": None, "text": "Плоский текст,\nв две строки.", "views": None},
]


def jsonl(rows: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def csv(rows: list[dict[str, object]], separator: str = ",") -> bytes:
    cells = [list(rows[0])] + [["" if value is None else str(value) for value in row.values()] for row in rows]
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in cells).encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


def read(path: Path) -> list[Record | Reject]:
    return list(records([str(path)]))


def rejected(found: list[Record | Reject], path: Path) -> list[tuple[str, str]]:
    return [(r.source.removeprefix(str(path)), r.reason) for r in found if isinstance(r, Reject)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@pytest.mark.parametrize(
    ("suffix", "make"), [(".jsonl", jsonl), (".ndjson", jsonl), (".csv", csv), (".parquet", parquet)]
)
def test_rows_become_records(suffix: str, make: object, pack: object, tmp_path: Path) -> None:
    """A row's page is in html or text, its url and id are used, every other column is carried along."""
    path = tmp_path / f"rows{suffix}{ {bytes: '', gzip.compress: '.gz'}.get(pack, '.zst') }"  # type: ignore[call-overload]
    path.write_bytes(pack(make(ROWS)))  # type: ignore[operator]
    first, second = read(path)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.source, second.source) == (f"{path}#1", f"{path}#2")
    assert (first.id, first.url, first.kind) == ("7", "https://news.example/7", Kind.HTML)
    assert str(first.extra["views"]) == "68"
    assert (second.id, second.url, second.kind) == (None, None, Kind.DUMP)
    pages = [load(first), load(second)]
    assert [page.text for page in pages if isinstance(page, Page)] == ["<p>Баку</p>", ROWS[1]["text"]]


def test_a_broken_line_is_one_reject(tmp_path: Path) -> None:
    """What is no JSON object, or has no page column, is rejected with its line number; the rest goes on."""
    lines = [
        b'{"text": "a"}',
        b'{"text": ',
        b"",
        b"[1]",
        b'{"body": "x"}',
        b'{"text": 5}',
        b"[" * 100_000,
        b'{"text":"z"}',
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(lines))
    found = read(path)
    assert rejected(found, path) == [(f"#{n}", Reason.BAD_ROW) for n in (2, 4, 5, 6, 7)]
    assert [r.content for r in found if isinstance(r, Record)] == ["a", "z"]


def test_a_line_past_the_limit_is_too_large(tmp_path: Path) -> None:
    """A row larger than a page may be is left out without being read whole."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(jsonl([{"text": "a"}, {"text": "b" * 5_000_000}, {"text": "c"}]))
    found = list(records([str(path)], limit=1_000))
    assert rejected(found, path) == [("#2", Reason.TOO_LARGE)]
    assert [r.content for r in found if isinstance(r, Record)] == ["a", "c"]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_cut_archive_gives_what_was_readable(pack: object, tmp_path: Path) -> None:
    """Rows before the place where a packed file ends come out, then one reject."""
    path = tmp_path / "rows.jsonl.gz"
    packed = b"".join(pack(jsonl([{"text": str(n)}])) for n in range(100))  # type: ignore[operator]
    path.write_bytes(packed[:-5])
    found = read(path)
    assert [r.content for r in found if isinstance(r, Record)][:99] == [str(n) for n in range(99)]
    assert rejected(found, path) == [("", Reason.TRUNCATED)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_separator_is_told_by_the_header(separator: str, tmp_path: Path) -> None:
    """The separator is the one that makes a column html or text."""
    path = tmp_path / "rows.csv"
    path.write_bytes(csv(ROWS, separator))
    assert [r.kind for r in read(path) if isinstance(r, Record)] == [Kind.HTML, Kind.DUMP]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_name_in_a_csv_header_may_take_several_lines(codec: str, separator: str, tmp_path: Path) -> None:
    """A quoted cell may hold line ends (RFC 4180, section 2), in the header as in every row."""
    path = tmp_path / "rows.csv"
    lines = ['"published\nin ""Baku"""', "text", '"the\r\nend"\r\n1', '"one\ntwo"', "3\r\n4", "five", "6\r\n"]
    path.write_bytes(separator.join(lines).encode(codec))
    first, second = read(path)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.content, second.content) == ("one\ntwo", "five")
    assert first.extra == {'published\nin "Baku"': "1", "the\r\nend": "3"}


def test_a_quote_that_no_csv_header_closes_is_one_reject(tmp_path: Path) -> None:
    """Whatever follows is no header, however long it is."""
    path = tmp_path / "rows.csv"
    path.write_text('id,"text\n' + "1,one\n" * 10_000)
    assert [(row.source, row.reason) for row in records([str(path)], limit=1_000) if isinstance(row, Reject)] == [
        (str(path), Reason.BAD_ROW)
    ]


def test_csv_rows_that_do_not_fit_are_rejects(tmp_path: Path) -> None:
    """A row with too many cells, or without the page's cell, is rejected; the rest goes on."""
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,text\n1,one\n2,two,extra\n\n3\n4,four\n")
    found = read(path)
    assert [r.content for r in found if isinstance(r, Record)] == ["one", "four"]
    assert [reason for _, reason in rejected(found, path)] == [Reason.BAD_ROW] * 2


def test_csv_in_another_encoding_is_read(tmp_path: Path) -> None:
    """A CSV file in windows-1251, as a spreadsheet writes it, comes out as Russian."""
    text = "Переговоры прошли в Баку. Стороны обсудили поставки и сроки."
    path = tmp_path / "rows.csv"
    path.write_bytes(f"id;text\r\n1;{text}\r\n".encode("cp1251"))
    assert [r.content for r in read(path) if isinstance(r, Record)] == [text]


@pytest.mark.parametrize(("suffix", "data"), [(".csv", b"a,b\n1,2\n"), (".parquet", parquet([{"a": 1}]))])
def test_a_table_without_a_page_column_is_one_reject(suffix: str, data: bytes, tmp_path: Path) -> None:
    """The reject names the columns that are there."""
    path = tmp_path / f"rows{suffix}"
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Reject)
    assert found.reason == Reason.BAD_ROW
    assert "a" in found.detail.split("only")[1]


def test_parquet_values_become_json(tmp_path: Path) -> None:
    """What JSON cannot hold becomes text: dates as ISO 8601, decimals, bytes; not-a-number becomes nothing."""
    row = {
        "text": "x",
        "seen": datetime.datetime(2026, 2, 14, 10, 29, tzinfo=datetime.UTC),
        "price": Decimal("1.50"),
        "raw": b"caf\xc3\xa9",
        "score": float("nan"),
        "tags": [{"name": "a"}],
    }
    path = tmp_path / "rows.parquet"
    path.write_bytes(parquet([row]))
    (found,) = read(path)
    assert isinstance(found, Record)
    assert json.loads(json.dumps(found.extra, allow_nan=False)) == {
        "seen": "2026-02-14T10:29:00+00:00",
        "price": "1.50",
        "raw": "café",
        "score": None,
        "tags": [{"name": "a"}],
    }


@pytest.mark.parametrize("bits", [0x01, 0x0F, 0xFF])
def test_parquet_may_point_outside_its_dictionary(tmp_path: Path, bits: int) -> None:
    """Whichever byte of a page of indices is damaged, every row is one of the pages, empty, or a reject."""
    sink = io.BytesIO()
    texts = [text.encode() for text in ("один", "два", "три", "два", "один")]
    table = pa.Table.from_pylist([{"text": text.decode()} for text in texts])
    pq.write_table(table, sink, compression="none", data_page_version="1.0")
    data = sink.getvalue()
    column = pq.ParquetFile(sink).metadata.row_group(0).column(0)
    end = column.dictionary_page_offset + column.total_compressed_size
    for place in range(column.data_page_offset, end):
        path = tmp_path / f"{place}.parquet"
        path.write_bytes(data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :])
        for found in records([str(path)]):
            assert isinstance(found, Reject) or found.content in ("", *texts)


def test_parquet_goes_on_after_a_damaged_row_group(tmp_path: Path) -> None:
    """One row group that cannot be read is one reject that names its rows; the others come out."""
    sink = io.BytesIO()
    rows = [{"text": f"row {n} " + "x" * 50} for n in range(30)]
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=10, compression="none", use_dictionary=False)
    data = bytearray(sink.getvalue())
    start = data.index(b"row 10 ")
    data[start - 60 : start] = b"\xff" * 60
    path = tmp_path / "rows.parquet"
    path.write_bytes(data)
    found = read(path)
    assert [r.content[:6] for r in found if isinstance(r, Record)][:10] == [f"row {n} ".encode()[:6] for n in range(10)]  # type: ignore[index]
    assert [r.content[:6] for r in found if isinstance(r, Record)][-1] == b"row 29"  # type: ignore[index]
    assert rejected(found, path) == [("#11-20", Reason.UNREADABLE)]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet", ".warc", ".wet", ".jsonl.gz"])
def test_a_file_without_a_byte_is_one_reject(suffix: str, tmp_path: Path) -> None:
    """It holds no page, and is accounted for all the same."""
    path = tmp_path / f"rows{suffix}"
    path.write_bytes(gzip.compress(b"") if suffix.endswith(".gz") else b"")
    assert rejected(read(path), path) == [("", Reason.EMPTY)]


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1", parquet([{"text": "a"}])[:-20]])
def test_what_is_no_parquet_is_one_reject(data: bytes, tmp_path: Path) -> None:
    """A file without a footer is unreadable, never a crash."""
    path = tmp_path / "rows.parquet"
    path.write_bytes(data)
    assert rejected(read(path), path) == [("", Reason.UNREADABLE)]


def test_a_parquet_page_past_the_bound_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page unpacks to is read from its header, before it is unpacked; the other row groups come out."""
    monkeypatch.setattr("polyglot_news.read.parquet.LARGEST_PAGE", 1_000_000)
    sink = io.BytesIO()
    rows = [{"text": "a"}, {"text": "b" * 2_000_000}, {"text": "c"}]
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=1, compression="zstd")
    assert len(sink.getvalue()) < 20_000
    path = tmp_path / "rows.parquet"
    path.write_bytes(sink.getvalue())
    found = read(path)
    assert [r.content for r in found if isinstance(r, Record)] == [b"a", b"c"]
    assert rejected(found, path) == [("#2-2", Reason.TOO_LARGE)]


@pytest.mark.parametrize("compression", ["none", "snappy", "zstd", "gzip"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_parquet_page_sizes_add_up(compression: str, version: str) -> None:
    """The headers of a column's pages lie one behind the other and account for all its bytes."""
    sink = io.BytesIO()
    rows = [{"text": f"{n} " * 50, "n": n, "tags": ["a", None], "at": {"x": 1.5, "ok": True}} for n in range(5_000)]
    table = pa.Table.from_pylist(rows)
    pq.write_table(
        table, sink, compression=compression, data_page_version=version, data_page_size=20_000, use_dictionary=["n"]
    )
    group = pq.ParquetFile(sink).metadata.row_group(0)
    pages: dict[str, int] = {}
    for column in map(group.column, range(group.num_columns)):
        start = column.dictionary_page_offset or column.data_page_offset
        sizes = list(page_sizes(sink, start, column.total_compressed_size))
        pages[column.path_in_schema] = len(sizes)
        assert 0 < sum(sizes) <= column.total_uncompressed_size
    assert pages["text"] > 2


def test_parquet_without_rows_holds_nothing(tmp_path: Path) -> None:
    """An empty table is no damage."""
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "empty.parquet")
    assert list(records([str(tmp_path / "empty.parquet")])) == []


STORED = 2**62
BROKEN = pa.Array.from_buffers(
    pa.string(), 3, [None, pa.py_buffer(struct.pack("<4i", 0, 2, 4, 6)), pa.py_buffer(b"\xff\xfe\xed\xa0ab")]
)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([1, STORED, 3]).view(pa.timestamp("us")), STORED),
        (pa.array([1, STORED, 3]).view(pa.timestamp("us", tz="Mars/Olympus")), STORED),
        (pa.array([1, 253_402_300_800_000, 3]).view(pa.timestamp("ms")), 253_402_300_800_000),
        (pa.array([1, STORED, 3]).view(pa.duration("s")), STORED),
        (pa.array([1, STORED, 3]).view(pa.time64("us")), STORED),
        (pa.array([1, 2**31 - 1, 3], pa.int32()).view(pa.date32()), 2**31 - 1),
        (pa.ListArray.from_arrays([0, 1, 2, 3], BROKEN), None),
        (pa.StructArray.from_arrays([pa.array([1, 2, 3])] * 2, names=["a", "a"]), None),
    ],
    ids=lambda each: str(each.type) if isinstance(each, pa.Array) else "",
)
def test_a_value_beside_the_page_costs_no_page(column: pa.Array, expected: int | None, tmp_path: Path) -> None:
    """What Python cannot hold in another column comes as the number that is stored, or not at all."""
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"text": ["a", "b", "c"], "x": column}), path)
    found = read(path)
    assert [row.content for row in found if isinstance(row, Record)] == [b"a", b"b", b"c"]
    assert getattr(found[1], "extra", {}).get("x") == expected


def test_a_page_that_cannot_be_read_costs_its_own_row(tmp_path: Path) -> None:
    """No text where the page should be is a reject of that row; an id that is no time comes as its number."""
    path = tmp_path / "rows.parquet"
    times = pa.array([1, STORED, 3]).view(pa.timestamp("us"))
    pq.write_table(pa.table({"text": times, "id": times}), path)
    assert rejected(read(path), path) == [(f"#{n}", Reason.BAD_ROW) for n in (1, 2, 3)]
    pq.write_table(pa.table({"text": ["a", "b", "c"], "id": times}), path)
    assert getattr(read(path)[1], "id", None) == str(STORED)


@pytest.mark.parametrize("depth", [90, 200, 500, 800, 5_000])
@pytest.mark.parametrize("ends", [("[", "]"), ('{"a":', "}")])
def test_json_may_be_nested_deeply(depth: int, ends: tuple[str, str], tmp_path: Path) -> None:
    """What no parser can take costs its line, what the parser takes costs what lies deepest; never the next line."""
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"text": "a", "x": {ends[0] * depth}1{ends[1] * depth}}}\n{{"text": "b"}}\n')
    first, second = read(path)
    assert getattr(second, "content", "") == "b"
    if isinstance(first, Reject):
        assert (first.reason, depth) == (Reason.BAD_ROW, 5_000)
    else:
        assert first.content == "a"
        assert ("1" in json.dumps(first.extra)) == (depth == 90)


def test_a_reader_that_fails_costs_the_rest_of_its_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a library raises for a row nobody thought of, the rows before it come, and so do other slices."""

    def read_some(piece: Slice, limit: int) -> Iterator[Record | Reject]:
        for found in bundle.read_jsonl(piece, limit):
            if found.source.endswith("#11"):
                raise OverflowError("secret")
            yield found

    path = tmp_path / "rows.jsonl"
    path.write_bytes(jsonl([{"text": str(n)} for n in range(24)]))
    monkeypatch.setitem(bundle.FORMATS, ".jsonl", replace(bundle.FORMATS[".jsonl"], read=read_some))
    found = read(path)
    assert rejected(found, path) == [("#11-16", Reason.UNREADABLE)]
    assert [row.content for row in found if isinstance(row, Record)] == [str(n) for n in range(24) if not 10 <= n < 16]


def test_a_cutter_that_fails_costs_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where a file is looked at first: one reject, and the other files come."""

    def cut_none(source: Source, limit: int, tick: Tick) -> Iterator[Slice]:  # noqa: ARG001
        raise RecursionError

    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "a"}]))
    (tmp_path / "b.csv").write_bytes(csv([{"text": "b"}]))
    monkeypatch.setitem(bundle.FORMATS, ".jsonl", replace(bundle.FORMATS[".jsonl"], cut=cut_none))
    found = read(tmp_path)
    assert rejected(found, tmp_path) == [("/a.jsonl", Reason.UNREADABLE)]
    assert [row.content for row in found if isinstance(row, Record)] == ["b"]


def test_broken_data_in_a_large_row_group_is_no_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow calls a page that does not unpack an OSError: it costs the rows behind it, not the run."""
    monkeypatch.setattr("polyglot_news.read.parquet.MOST_TOGETHER", 300)
    sink, rows = io.BytesIO(), [{"text": f"row {n} " + "x" * n} for n in range(900)]
    pq.write_table(pa.Table.from_pylist(rows), sink, use_dictionary=False, compression="zstd", data_page_size=2_000)
    data = bytearray(sink.getvalue())
    data[len(data) // 2 : len(data) // 2 + 200] = bytes(200)
    path = tmp_path / "rows.parquet"
    path.write_bytes(data)
    *kept, last = read(path)
    assert isinstance(last, Reject)
    assert last.reason == Reason.UNREADABLE
    assert all(isinstance(each, Record) for each in kept)
