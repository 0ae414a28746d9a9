"""Which documents the inputs hold, and in which order."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from polyglot_news.errors import InputError
from polyglot_news.read import Reason, load, records
from polyglot_news.records import Kind, Page, Record, Reject


def sources(*inputs: object) -> list[str]:
    return [each.source for each in records([str(i) for i in inputs])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.html", "a.txt.gz", "sub/c.htm", "sub/.hidden.html", ".git/x.html", "z.xhtml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>text</p>")
    return tmp_path


def test_a_folder_is_walked_sorted_without_hidden_files(folder: Path) -> None:
    """Names decide the order, folders among files; what begins with a dot is left out."""
    assert sources(folder) == [f"{folder}/{name}" for name in ("a.txt.gz", "b.html", "sub/c.htm", "z.xhtml")]


def test_page_files_are_not_opened(folder: Path) -> None:
    """Listing a page costs no reading; its suffix says what it should be."""
    found = list(records([str(folder)]))
    assert [(r.path, r.content, r.kind) for r in found if isinstance(r, Record)][:2] == [
        (folder / "a.txt.gz", None, Kind.DUMP),
        (folder / "b.html", None, Kind.HTML),
    ]


def test_unknown_files_are_rejects_unless_named(folder: Path) -> None:
    """Every file in a folder is accounted for; a file that is named is read whatever its suffix."""
    odd = folder / "page.md"
    odd.write_text("Some text.")
    rejects = [r for r in records([str(folder)]) if isinstance(r, Reject)]
    assert [(r.source, r.stage, r.reason) for r in rejects] == [(str(odd), "read", Reason.UNKNOWN_KIND)]
    (named,) = records([str(odd)])
    assert isinstance(named, Record)
    page = load(named)
    assert isinstance(page, Page)
    assert page.text == "Some text."


def test_a_path_too_long_to_open_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders in folders without end cost themselves, not the run."""
    (tmp_path / "a.txt").write_text("Some text.")
    monkeypatch.chdir(tmp_path)
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    found = list(records([str(tmp_path)]))
    assert [each.source for each in found if isinstance(each, Record)] == [str(tmp_path / "a.txt")]
    assert [each.reason for each in found if isinstance(each, Reject)] == [Reason.UNREADABLE]


def test_a_file_that_cannot_be_asked_about_is_a_reject(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that may be listed and not entered every file is accounted for."""

    def refuse(path: Path) -> bool:
        if path.name == "c.htm":
            raise PermissionError(13, "Permission denied")
        return False

    monkeypatch.setattr(Path, "is_file", lambda path: not refuse(path))
    monkeypatch.setattr(Path, "is_dir", lambda path: refuse(path) or os.path.isdir(path))  # noqa: PTH112
    (reject,) = [each for each in records([str(folder)]) if isinstance(each, Reject)]
    assert (reject.source, reject.reason, reject.detail) == (
        str(folder / "sub/c.htm"), Reason.UNREADABLE, "Permission denied",
    )  # fmt: skip


def test_by_its_source_a_file_is_found_again(tmp_path: Path) -> None:
    """A name may be no UTF-8 and hold line ends: the source names every byte of it."""
    name = b"caf\xe9\nx.txt"
    with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(b"Some text.")
    assert sources(tmp_path) == [f"{tmp_path}/caf\\xe9\nx.txt"]


def test_links_to_files_are_followed_and_loops_are_safe(folder: Path) -> None:
    """A link to a file is a page; a link to a folder or to nothing is a reject."""
    (folder / "link.html").symlink_to(folder / "b.html")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.html").symlink_to(folder / "gone")
    os.mkfifo(folder / "pipe.html")
    found = {Path(each.source).name: each for each in records([str(folder)])}
    assert isinstance(load(found["link.html"]), Page)  # type: ignore[arg-type]
    reasons = {name: each.reason for name, each in found.items() if isinstance(each, Reject)}
    assert reasons == {
        "loop": Reason.UNKNOWN_KIND,
        "nowhere.html": Reason.UNREADABLE,
        "pipe.html": Reason.UNREADABLE,
    }


def test_two_stars_stand_for_folders_of_any_depth_and_follow_no_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links that lead back are not walked in circles; a link that the pattern spells is followed."""
    for name in ("one", "two", "sub/three"):
        (folder / name).symlink_to(folder)
    expected = ["b.html", "sub/c.htm"]
    assert sources(f"{folder}/**/*.htm*") == [f"{folder}/{name}" for name in expected]
    assert sources(f"{folder}/one/**/c.htm") == [f"{folder}/one/sub/c.htm"]
    monkeypatch.chdir(folder)
    assert sources("**/*.htm*") == sources("./**/**/*.htm*") == expected
    assert sources("sub/**") == ["sub/c.htm", "sub/three"]


def test_inputs_keep_their_order_and_come_once(folder: Path) -> None:
    """A file that two inputs name is listed once, where it is named first."""
    assert sources(folder / "z.xhtml", f"{folder}/*.html", folder) == [
        f"{folder}/{name}" for name in ("z.xhtml", "b.html", "a.txt.gz", "sub/c.htm")
    ]


@pytest.mark.parametrize("given", ["gone.html", "gone/*.html", "-", "a\x00b"])
def test_a_missing_input_says_what_to_do(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error comes before the first document and names the input."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"check the spelling|name a file|cannot be opened"):
        records([given])


def test_no_input_is_an_error() -> None:
    """An empty list of inputs is a mistake, not an empty run."""
    with pytest.raises(InputError, match="nothing to read"):
        records([])


@pytest.mark.parametrize(
    ("data", "count"), [(b"<p>one</p>", 1), (b"plain text", 1), (b'{"text": "a"}\n\n{"text": "b"}\n', 2), (b"", 1)]
)
def test_standard_input_is_told_by_content(data: bytes, count: int) -> None:
    """A dash reads one page or JSON lines."""
    assert len(list(records(["-"], stdin=io.BytesIO(data)))) == count
