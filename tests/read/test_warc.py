"""Web archives: which records are pages, and what survives damage."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import zstandard

from polyglot_news.read import Reason, load, records, warc
from polyglot_news.records import Kind, Page, Record, Reject

Found = list[Record | Reject]


def warc_record(kind: str, url: str, body: bytes, media: str, *, length: int | None = None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(url: str, body: bytes, *, status: int = 200, length: int | None = None, **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    http = f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body
    return warc_record("response", url, http, "application/http; msgtype=response", length=length)


def page(number: int) -> bytes:
    return response(f"https://news.example/{number}", b"<p>page %d</p>" % number * 40, Content_Type="text/html")


INFO = warc_record("warcinfo", "", b"software: test\r\n", "application/warc-fields")
PAGES = [INFO, *map(page, range(6))]
PACKERS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def read(data: bytes, folder: Path, suffix: str = ".warc") -> Found:
    path = folder / f"crawl{suffix}"
    path.write_bytes(data)
    return list(records([str(path)]))


def numbers(found: Found) -> list[int]:
    return [int((r.url or "").rsplit("/", 1)[1]) for r in found if isinstance(r, Record)]


def reasons(found: Found) -> list[str]:
    return [r.reason for r in found if isinstance(r, Reject)]


@pytest.mark.parametrize("packer", PACKERS)
def test_pages_come_with_url_and_offset(packer: str, tmp_path: Path) -> None:
    """Each response is a record whose source ends in the byte offset of its WARC record."""
    packed = [PACKERS[packer](each) for each in PAGES]
    found = read(b"".join(packed), tmp_path, f".warc{packer}")
    assert numbers(found) == list(range(6))
    assert reasons(found) == []
    offsets = [int(each.source.rsplit("#", 1)[1]) for each in found]
    assert offsets == [sum(map(len, packed[:n])) for n in range(1, 7)]
    assert isinstance(found[0], Record)
    assert found[0].extra["WARC-Date"] == "2026-01-02T03:04:05Z"
    loaded = load(found[0])
    assert isinstance(loaded, Page)
    assert loaded.kind is Kind.HTML


@pytest.mark.parametrize("packer", [".gz", ".zst"])
def test_an_archive_packed_in_one_piece_is_read(packer: str, tmp_path: Path) -> None:
    """Offsets are then those of the unpacked archive, so that each page still has its own."""
    found = read(PACKERS[packer](b"".join(PAGES)), tmp_path, f".warc{packer}")
    assert numbers(found) == list(range(6))
    assert len({each.source for each in found}) == 6


def test_only_successful_text_responses_are_pages(tmp_path: Path) -> None:
    """Images and requests are no documents; a page with another status than 200 is a reject."""
    data = [
        INFO,
        warc_record(
            "request", "https://news.example/0", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"
        ),
        response("https://news.example/1", b"\x89PNG", Content_Type="image/png"),
        response("https://news.example/2", b"<p>gone</p>", status=404, Content_Type="text/html; charset=utf-8"),
        warc_record("conversion", "https://news.example/3", "текст".encode(), "text/plain"),
    ]
    found = read(b"".join(data), tmp_path, ".wet")
    assert numbers(found) == [3]
    assert reasons(found) == [Reason.HTTP_STATUS]
    assert [r.kind for r in found if isinstance(r, Record)] == [Kind.DUMP]


def test_http_encodings_are_undone(tmp_path: Path) -> None:
    """Compressed and chunked payloads are decoded; one that only claims to be stays as it is."""
    body = b"<p>body</p>"
    chunked = b"3\r\n<p>\r\n8\r\nbody</p>\r\n0\r\n\r\n"
    data = [
        response("https://news.example/0", gzip.compress(body), Content_Type="text/html", Content_Encoding="gzip"),
        response("https://news.example/1", chunked, Content_Type="text/html", Transfer_Encoding="chunked"),
        response("https://news.example/2", body, Content_Type="text/html", Content_Encoding="gzip"),
        response("https://news.example/3", body, Content_Type="text/html", Transfer_Encoding="chunked"),
        response("https://news.example/4", body, Content_Type="text/html", Content_Encoding="br"),
        response("https://news.example/5", body, Content_Type="text/html", Content_Encoding="deflate"),
    ]
    assert [r.content for r in read(b"".join(data), tmp_path) if isinstance(r, Record)] == [body] * 6


def test_the_servers_charset_is_used(tmp_path: Path) -> None:
    """A page that does not say how it is encoded is decoded as its server says."""
    body = "<p>Ünlü şair ödülünü aldı</p>"
    data = response("https://news.example/0", body.encode("cp1254"), Content_Type="text/html; charset=iso-8859-9")
    (found,) = read(data, tmp_path)
    assert isinstance(found, Record)
    assert found.content == body


def test_a_bomb_in_a_response_is_too_large(tmp_path: Path) -> None:
    """A payload that unpacks past the limit is a reject, and the next page comes."""
    bomb = response(
        "https://news.example/0", gzip.compress(bytes(60_000_000)), Content_Type="text/html", Content_Encoding="gzip"
    )
    found = read(bomb + page(1), tmp_path)
    assert reasons(found) == [Reason.TOO_LARGE]
    assert numbers(found) == [1]


@pytest.mark.parametrize("packer", PACKERS)
def test_a_cut_archive_gives_what_was_readable(packer: str, tmp_path: Path) -> None:
    """Wherever an archive is cut, the pages before come out and the cut is one reject."""
    packed = [PACKERS[packer](each) for each in PAGES]
    whole = sum(map(len, packed[:4]))
    for cut in (1, 5, len(packed[4]) // 2, len(packed[4]) - 5):
        found = read(b"".join(packed)[: whole + cut], tmp_path, f".warc{packer}")
        assert numbers(found)[:3] == [0, 1, 2]
        assert len(reasons(found)) == 1, (cut, found)


@pytest.mark.parametrize("packer", ["", ".gz"])
@pytest.mark.parametrize("length", [-5, 0, 30, 60, 10**9, 10**12, 10**30])
def test_a_wrong_length_costs_one_record(packer: str, length: int, tmp_path: Path) -> None:
    """A record whose length is a lie is told, and the records after it are found again."""
    bad = response("https://news.example/9", b"<p>bad</p>" * 30, length=length, Content_Type="text/html")
    found = read(b"".join(map(PACKERS[packer], [*PAGES[:3], bad, *PAGES[3:]])), tmp_path, f".warc{packer}")
    assert [number for number in numbers(found) if number != 9] == list(range(6))
    assert len(reasons(found)) == 1


@pytest.mark.parametrize(("packer", "at", "place"), [(".gz", 30, 3), (".zst", 1, 2)])
def test_a_damaged_member_costs_one_record(packer: str, at: int, place: int, tmp_path: Path) -> None:
    """One that does not unpack is a reject with its place, or the place before where nothing of it is known."""
    packed = [PACKERS[packer](each) for each in PAGES]
    packed[3] = packed[3][:at] + b"\xff\x00" + packed[3][at + 2 :]
    found = read(b"".join(packed), tmp_path, f".warc{packer}")
    assert numbers(found) == [0, 1, 3, 4, 5]
    assert reasons(found) == [Reason.UNREADABLE]
    (reject,) = (each for each in found if isinstance(each, Reject))
    assert reject.source.endswith(f"#{sum(map(len, packed[:place]))}")
    assert reject.detail.startswith("damaged in or after this record: ")


@pytest.mark.parametrize("kinds", list(product(PACKERS, repeat=3)), ids=".".join)
def test_archives_of_several_kinds_put_together_lose_nothing(
    kinds: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page comes out once, however often one kind ends and another begins; nobody is told of damage."""
    monkeypatch.setattr(warc, "MOST_FAILURES", 2)
    data = b"".join(PACKERS[kind](page(number)) for number, kind in enumerate(kinds * 5))
    found = read(data, tmp_path)
    assert numbers(found) == list(range(15))
    assert reasons(found) == []


@pytest.mark.parametrize("packer", [".gz", ".zst"])
def test_records_packed_together_among_others_are_not_damage(packer: str, tmp_path: Path) -> None:
    """Two in one member or frame, between plain ones and at the end."""
    both = [PACKERS[packer](page(number) + page(number + 1)) for number in (1, 4)]
    found = read(page(0) + both[0] + page(3) + both[1], tmp_path)
    assert numbers(found) == list(range(6))
    assert reasons(found) == []


@pytest.mark.parametrize("packer", [".gz", ".zst"])
def test_a_damaged_member_behind_a_plain_record_costs_one_record(packer: str, tmp_path: Path) -> None:
    """The next packed record is found, whatever kind the archive begins with."""
    packed = [PACKERS[packer](page(number)) for number in range(1, 4)]
    packed[0] = packed[0][:14] + b"\xff\x00" + packed[0][16:]
    found = read(page(0) + b"".join(packed), tmp_path)
    assert numbers(found) == [0, 2, 3]
    assert reasons(found) == [Reason.UNREADABLE]


@pytest.mark.parametrize("lost", [b"no record", b"\x1f\x8b\x08\x00 nor a member"])
def test_damage_between_archives_of_two_kinds_is_told(lost: bytes, tmp_path: Path) -> None:
    """What stands where one ends is no record: one reject, and the pages on both sides."""
    found = read(gzip.compress(page(0)) + lost + page(1), tmp_path)
    assert numbers(found) == [0, 1]
    assert reasons(found) == [Reason.UNREADABLE]


@pytest.mark.parametrize("pack", [bytes, zstandard.compress])
def test_an_archive_with_a_dictionary_is_read(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Its frames need the dictionary at its beginning, wherever in the archive a worker begins."""
    pages = [page(number) for number in range(40)]
    dictionary = zstandard.train_dictionary(500, pages)
    held = pack(dictionary.as_bytes())
    frames = map(zstandard.ZstdCompressor(dict_data=dictionary).compress, pages)
    data = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held + b"".join(frames)
    assert numbers(read(data, tmp_path, ".warc.zst")) == list(range(40))
    assert reasons(read(data[:4] + b"\xff" * 4 + data[8:], tmp_path, ".warc.zst")) == [Reason.TOO_LARGE]


@pytest.mark.parametrize("length", ["-1", "abc", "", "0x500", "9" * 30])
@pytest.mark.parametrize("kind", ["response", "conversion"])
def test_a_record_that_does_not_say_where_it_ends_is_told_so(kind: str, length: str, tmp_path: Path) -> None:
    """Neither an empty page nor one without HTTP header."""
    bad = warc_record(kind, "https://news.example/9", b"HTTP/1.1 200 OK\r\n\r\nx", "text/plain")
    if kind == "response":
        bad = bad.replace(b"text/plain", b"application/http")
    bad = re.sub(rb"Content-Length: \d+", f"Content-Length: {length}".encode(), bad)
    found = read(page(0) + bad + page(1), tmp_path)
    assert numbers(found) == [0, 1]
    (reject,) = (each for each in found if isinstance(each, Reject))
    assert (reject.reason, reject.detail) == (Reason.UNREADABLE, f"its Content-Length is {length or 'missing'}")


@pytest.mark.parametrize(
    "data", [b"", b"no archive at all\n" * 100, b"WARC/1.0\r\n", gzip.compress(b"WARC/1.0\r\n", mtime=0)]
)
def test_what_is_no_archive_is_one_reject(data: bytes, tmp_path: Path) -> None:
    """A file without a single record is told once."""
    assert len(reasons(read(data, tmp_path))) == 1
