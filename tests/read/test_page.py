"""What a record becomes when it is loaded."""

from __future__ import annotations

import gzip
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.read import Reason, load, mojibake
from polyglot_news.records import Kind, Page, Record, Reject

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
RUSSIAN = "Переговоры прошли в Баку. Стороны обсудили поставки и сроки, сообщает агентство.\n" * 5


def loaded(content: bytes | str, **fields: object) -> Page | Reject:
    return load(Record(source="page", content=content, **fields))  # type: ignore[arg-type]


def text_of(content: bytes | str) -> str:
    page = loaded(content)
    assert isinstance(page, Page), page
    return page.text


def reason_of(content: bytes | str, **limits: int) -> str:
    found = load(Record(source="page", content=content), **limits)
    assert isinstance(found, Reject), found
    return found.reason


LEADS = "".join(map(chr, range(0xC2, 0xF5))) + "вРС"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=LEADS)))
def test_utf8_text_comes_back_as_it_is(text: str) -> None:
    """A page in UTF-8 keeps every character, line ends included, where nothing in it can be mojibake."""
    text = f"Ж{text}\r\n\nЖ\r"
    assert text_of(text.encode()) == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_told_by_mark_or_shape(codec: str) -> None:
    """A byte-order mark decides and is removed; UTF-16 without one is told by its NUL bytes."""
    text = "<html><body><p>Plain markup with a naïve word</p></body></html>"
    assert text_of(text.encode(codec)) == text


def test_declared_encoding_is_used() -> None:
    """A declaration that decodes is believed."""
    html = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body></html>'
    assert text_of(html.encode("koi8-r")) == html


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-encoding", "base64"])
def test_wrong_declaration_is_not_believed(declared: str) -> None:
    """windows-1251 declared as something else comes out as Russian."""
    html = f'<html><head><meta charset="{declared}"></head><body><p>{RUSSIAN}</p></body></html>'
    assert text_of(html.encode("cp1251")) == html


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("dump_ru_azerbaijani_interface.txt", "cp1251"),
        ("dump_ru_english_interface.txt", "koi8-r"),
        ("html_ar_french_interface.html", "cp1256"),
        ("html_de_english_interface.html", "cp1252"),
        ("html_tr_english_interface.html", "cp1254"),
        ("dump_fr_german_interface.txt", "cp1252"),
        ("dump_zh_russian_interface.txt", "gb18030"),
    ],
)
def test_undeclared_encoding_is_guessed(name: str, codec: str) -> None:
    """A page in an old encoding that does not say which comes out as it was written."""
    text = (PAGES / name).read_text("utf-8").replace('<meta charset="utf-8">', "")
    data = text.encode(codec, "ignore")
    assert text_of(data) == data.decode(codec)


def test_damaged_utf8_keeps_what_is_whole() -> None:
    """A page cut in the middle of a character loses that character alone."""
    assert text_of(RUSSIAN.rstrip().encode() + b" \xd0") == RUSSIAN.rstrip() + " \ufffd"


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252", "sloppy-windows-1251"])
def test_mojibake_is_undone(codec: str) -> None:
    """UTF-8 that was once decoded as a single-byte encoding is repaired."""
    text = "Встреча министров прошла в Баку — «новости»"
    assert text_of(f"{text}\n{text.encode().decode(codec)}") == f"{text}\n{text}"


@pytest.mark.parametrize("lead", ["Â", "Ã", "Ð", "ô", "Р", "С", "вЂ"])
def test_every_trace_of_mojibake_is_looked_at(lead: str) -> None:
    """What the bytes rule out holds no trace, whatever character follows; nor does what they point to wrongly."""
    for follow in map(chr, range(0x80, 0x2200)):
        text = (lead + follow) * 3
        assert mojibake._is_damaged(text) == mojibake._has_trace(text), text


def test_correct_accents_are_not_repaired() -> None:
    """Text that only looks unusual stays as it is."""
    for text in ("AÇÃO À VENDA – SÃO PAULO", "Ünlü â şair", "«СССР» и «США»", "РСФСР»", "il est là\xa0»"):
        assert text_of(text) == text


def test_text_can_always_be_encoded() -> None:
    """NUL becomes U+FFFD, surrogate pairs are joined and lone surrogates replaced."""
    assert text_of("a\x00b \ud83d\ude00 c\ud800d") == "a\ufffdb 😀 c\ufffdd"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t", Reason.EMPTY),
        ("\ufeff".encode(), Reason.EMPTY),
        (b"%PDF-1.7\n", Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Reason.BINARY),
        (b"\xff\xfe" + b"\x00\xdc" * 300, Reason.BINARY),
        (bytes(range(1, 32)) * 40, Reason.BINARY),
    ],
)
def test_what_is_no_text_has_a_reason(content: bytes, reason: Reason) -> None:
    """Empty and binary input is a reject of the read stage."""
    assert reason_of(content) == reason


def test_packed_pages_are_unpacked_by_content(tmp_path: Path) -> None:
    """gzip and Zstandard are told by their first bytes, whatever the suffix; several frames are one page."""
    packed = {"a.html.gz": gzip.compress, "b.html.zst": zstandard.compress, "c.html": gzip.compress, "d.html.gz": bytes}
    for name, pack in packed.items():
        path = tmp_path / name
        path.write_bytes(pack("<p>Ба".encode()) + pack("ку</p>".encode()))
        page = load(Record(source=name, path=path))
        assert isinstance(page, Page)
        assert page.text == "<p>Баку</p>"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_cut_archive_is_truncated(pack: object, tmp_path: Path) -> None:
    """A packed page without its end is rejected, not half read."""
    path = tmp_path / "page.html.gz"
    path.write_bytes(pack(RUSSIAN.encode() * 50)[:-9])  # type: ignore[operator]
    found = load(Record(source="page", path=path))
    assert isinstance(found, Reject)
    assert found.reason == Reason.TRUNCATED


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_decompression_bomb_is_too_large(pack: object, tmp_path: Path) -> None:
    """One megabyte that unpacks to a gigabyte is refused at the limit."""
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(pack(bytes(1 << 20)) * 64)  # type: ignore[operator]
    found = load(Record(source="bomb", path=path), limit=3_000_000)
    assert isinstance(found, Reject)
    assert found.reason == Reason.TOO_LARGE


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    """A file that vanished after it was listed is a reject."""
    found = load(Record(source="gone", path=tmp_path / "gone.html"))
    assert isinstance(found, Reject)
    assert found.reason == Reason.UNREADABLE


@pytest.mark.parametrize(
    ("text", "declared", "kind"),
    [
        ("<!DOCTYPE html><html><p>x", Kind.DUMP, Kind.HTML),
        ('\ufeff<?xml version="1.0"?><html/>', None, Kind.HTML),
        ("<!-- made by hand -->\n<meta charset=utf-8>\n<html>", None, Kind.HTML),
        ("<p>One.</p>\n<p>Two.</p>", Kind.DUMP, Kind.HTML),
        ("Just words, 1 < 2 and 3 > 2.", Kind.HTML, Kind.DUMP),
        ("Some text with <br> in it", Kind.HTML, Kind.HTML),
        ("A long line about the <br> tag and the <p> tag and the <div> tag, in prose.\n" * 3, None, Kind.DUMP),
    ],
)
def test_kind_is_told_by_content(text: str, declared: Kind | None, kind: Kind) -> None:
    """What a page is made of does not depend on its name where its content is clear."""
    page = loaded(text.encode(), kind=declared)
    assert isinstance(page, Page)
    assert page.kind is kind


def test_id_depends_on_source_and_content() -> None:
    """The same content from the same source has the same id; a given id is kept."""
    ids = [load(Record(source=s, content=c)).id for s, c in [("a", "x"), ("a", "x"), ("b", "x"), ("a", "y")]]  # type: ignore[union-attr]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert load(Record(source="a", content="x", id="mine")).id == "mine"  # type: ignore[union-attr]
