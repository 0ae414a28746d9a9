"""The ``models`` commands as a person types them, against an index on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from polyglot_news.cli.app import app
from polyglot_news.errors import PackageError
from polyglot_news.translate.packages import argos_folder

if TYPE_CHECKING:
    from conftest import Packages, Server

NEWEST = "translate-ru_en-1_10.argosmodel"


@pytest.fixture(autouse=True)
def home(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed, and the environment names the index."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", index)


def models(*arguments: str | Path) -> list[list[str]]:
    """Runs a command and returns the words of its lines on standard output."""
    result = invoked(*arguments)
    assert result.exit_code == 0, result.output
    return [line.split() for line in result.stdout.splitlines()]


def invoked(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["models", *map(str, arguments)])


def test_available_tells_version_size_and_what_is_installed(server: Server) -> None:
    """A mark for what is there in the version of the index."""
    megabytes = f"{len(server.files[NEWEST]) / 1e6:,.0f}"
    assert ["ru-en", "1.10", megabytes, "MB"] in models("available")
    models("install", "ru-en")
    rows = models("available")
    assert ["*", "ru-en", "1.10", megabytes, "MB"] in rows and rows[1][0] == "en-de"


def test_an_index_cannot_break_the_table(server: Server) -> None:
    """A version of two lines is one line; a size that is none is not shown."""
    row = {"from_code": "fr", "to_code": "en", "package_version": "1\n\x1b[2J2", "links": [], "size": -5}
    server.files["index.json"] = json.dumps([row]).encode()
    assert models("available") == [["pair", "version", "size"], ["fr-en", "1", "[2J2"]]


def test_nothing_is_installed_where_nothing_is(tmp_path: Path) -> None:
    """A folder that ``install`` is still to make."""
    assert [row[0] for row in models("available", "--models", tmp_path / "later")[1:]] == ["en-de", "ru-en"]


def test_an_index_may_call_a_package_otherwise_than_it_does_itself(
    server: Server, packages: Packages, tmp_path: Path
) -> None:
    """Both are told, and no escape reaches the terminal."""
    models("install", packages.archive(tmp_path, package_version="1.2"))
    rows = json.loads(server.files["index.json"])
    rows[1]["package_version"] = "2.0\x1b[2J"
    server.files["index.json"] = json.dumps(rows).encode()
    told = invoked("update").stderr
    assert "ru-en 1.2 → 2.0" in told and ", which calls itself 1.10" in told and "\x1b" not in told
    assert "Every package is the newest." in invoked("update").stderr


def test_several_packages_are_installed_by_one_command(server: Server, packages: Packages, tmp_path: Path) -> None:
    """Pairs, a file and a URL, each told of; together they are what ``list`` lists."""
    file = packages.archive(tmp_path, "de", "fr")
    result = invoked("install", "en-de", file, f"{server.url}/{NEWEST}")
    assert result.exit_code == 0 and result.stderr.count(" installed into ") == 3
    assert {row[1] for row in models("list")[1:]} == {"de-fr", "en-de", "ru-en"}


def test_update_verify_info_remove(packages: Packages, tmp_path: Path) -> None:
    """The life of a package."""
    models("install", packages.archive(tmp_path, package_version="1.2"))
    assert "ru-en 1.2 → 1.10" in invoked("update").stderr
    assert "Every package is the newest." in invoked("update").stderr
    assert [row[:2] for row in models("verify")[1:]] == [["ok", "ru-en"]]
    facts = {row[0]: row[1] for row in models("info", "ru-en") if len(row) == 2}
    assert facts["version"] == "1.10" and len(facts["sha256"]) == 64
    assert "ru-en 1.10 removed" in invoked("remove", "ru-en").stderr
    assert models("list") == [["pair", "version", "place", "path"]]


def test_verify_ends_with_1_when_a_package_was_changed(tmp_path: Path) -> None:
    """And names the file."""
    models("install", "ru-en", "--models", tmp_path)
    weights = next(tmp_path.glob("*/model/model.bin"))
    weights.write_bytes(weights.read_bytes()[:-1])
    result = invoked("verify", "--models", tmp_path)
    assert result.exit_code == 1
    faulty = next(line for line in result.stdout.splitlines() if line.startswith("faulty"))
    assert faulty.startswith("faulty  ru-en") and faulty.endswith("changed since it was installed: model/model.bin")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("install", "fr-en"), "no package fr-en"),
        (("install", "ru-en", "--index", "nothing.json"), "nothing.json cannot be read"),
        (("install", "ru-en", "--index", "ftp://x"), "begins with https:// or http://"),
        (("install", "nothing.argosmodel"), "cannot be opened"),
        (("remove", "ru-en"), "no package ru-en to remove"),
        (("info", "ru-en"), "no package ru-en"),
        (("verify", "--models", "nowhere"), "nowhere is not there"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    """In an error that names what was asked for."""
    result = invoked(*arguments)
    assert isinstance(result.exception, PackageError) and said in str(result.exception)


def test_a_single_package_is_verified(packages: Packages, tmp_path: Path) -> None:
    """``--models`` may name an archive, or one unpacked package."""
    for path in (packages.archive(tmp_path / "zips"), packages.folder(tmp_path / "folders")):
        assert [row[:2] for row in models("verify", "--models", path)[1:]] == [["ok", "ru-en"]]


def test_every_package_of_an_install_is_tried(tmp_path: Path) -> None:
    """What cannot be installed is told in the end, all of it."""
    result = invoked("install", "ae-en", "ru-en", "nothing.argosmodel", "en-de", "--models", tmp_path)
    assert result.exit_code and result.stderr.count(" installed into ") == 2
    assert "no package ae-en" in str(result.exception) and "nothing.argosmodel" in str(result.exception)
    assert {row[1] for row in models("list", "--models", tmp_path)[1:] if str(tmp_path) in row[-1]} == {
        "en-de",
        "ru-en",
    }


def _spoil(folder: Path) -> None:
    with (folder / "metadata.json").open("a") as metadata:
        metadata.write("x")


@pytest.mark.parametrize("given", [True, False], ids=["--models", "argos"])
@pytest.mark.parametrize("spoil", [_spoil, lambda folder: (folder / "sentencepiece.model").unlink()])
def test_a_faulty_package_can_be_seen_and_removed(
    packages: Packages, tmp_path: Path, given: bool, spoil: Callable[[Path], None]
) -> None:
    """By its pair, which is that of its name where the metadata do not say; other packages are none the worse."""
    place = tmp_path / "m" if given else argos_folder()
    where = ("--models", place) if given else ()
    packages.folder(place, "en", "de", package_version="0.9")
    faulty = packages.folder(place, "ru", "en")
    spoil(faulty)
    listed = models("list", *where)
    assert [row[:2] for row in listed if row[-1] == str(faulty)] == [["ru-en", "faulty"]]
    assert [row[:3] for row in listed if "0.9" in row] == [["*", "en-de", "0.9"]]
    assert models("available", *where) and models("info", "en-de", *where)
    verified = invoked("verify", *where)
    assert verified.exit_code == 1 and "faulty  ru-en" in verified.stdout
    updated = invoked("update", *where)
    assert updated.exit_code == 0 and "en-de 0.9 → 1.0" in updated.stderr
    assert f"passed by: {faulty}" in updated.stderr and "models install ru-en" in updated.stderr
    assert faulty.name in str(invoked("info", "ru-en", *where).exception)
    assert f"ru-en (faulty) removed from {faulty}" in invoked("remove", "ru-en", *where).stderr
    assert not faulty.exists() and invoked("verify", *where).exit_code == 0


def test_a_faulty_package_gives_way_to_one_of_its_pair(packages: Packages, tmp_path: Path) -> None:
    """Also to one of another version, as a whole one does."""
    _spoil(packages.folder(tmp_path / "m", "ru", "en"))
    models("install", "ru-en", "--models", tmp_path / "m")
    assert [path.name for path in (tmp_path / "m").iterdir()] == ["translate-ru_en-1_10"]


def test_what_names_no_pair_is_listed_and_never_removed_by_accident(packages: Packages, tmp_path: Path) -> None:
    """An empty pair means no package."""
    faulty = packages.folder(tmp_path, "ru", "en").rename(tmp_path / "own")
    _spoil(faulty)
    assert ["faulty", "given", str(faulty)] in models("list", "--models", tmp_path)
    assert "no package" in str(invoked("remove", "", "--models", tmp_path).exception) and faulty.exists()
