"""Downloading packages from an index on this machine: slow, cut off, absent, corrupted, hostile, resumed."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from polyglot_news.errors import PackageError
from polyglot_news.translate import download as module
from polyglot_news.translate.archive import cache_folder
from polyglot_news.translate.download import download
from polyglot_news.translate.index import available, find, versions, with_sizes
from polyglot_news.translate.install import install, update
from polyglot_news.translate.packages import find_packages
from polyglot_news.translate.verify import verify

if TYPE_CHECKING:
    from conftest import Packages, Server


NAME = "translate-ru_en-1_10.argosmodel"


def test_an_index_lists_the_newest_of_each_pair(index: str, server: Server, tmp_path: Path) -> None:
    """By URL, by the URL of its folder, as a file or as a folder, the same list."""
    listed = [(entry.pair, entry.version) for entry in available(index)]
    assert listed == [("en-de", "1.0"), ("ru-en", "1.10")]
    (tmp_path / "index.json").write_bytes(server.files["index.json"])
    for where in (server.url, server.url + "/", str(tmp_path), str(tmp_path / "index.json")):
        assert available(where) == available(index)


def test_the_environment_names_an_index(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does for argos-translate."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", index.removesuffix("index.json"))
    assert [entry.pair for entry in available()] == ["en-de", "ru-en"]


def test_sizes_come_from_the_server(index: str, server: Server) -> None:
    """They are the bytes of the download."""
    sizes = {entry.pair: entry.size for entry in with_sizes(available(index))}
    assert sizes["ru-en"] == len(server.files[NAME])


def test_a_pair_is_installed_from_an_index(index: str, tmp_path: Path) -> None:
    """The newest version, verified against its digest, and usable at once; nothing is left in the cache."""
    heard: list[tuple[int, int | None]] = []
    package = install(
        "ru-en", models=tmp_path / "m", index=index, progress=lambda have, total: heard.append((have, total))
    )
    assert (package.pair, package.version) == ("ru-en", "1.10")
    assert heard[-1][0] == heard[-1][1] and [verdict.fault for verdict in verify(tmp_path / "m")] == [""]
    assert list((cache_folder() / "downloads").iterdir()) == []


def test_a_pair_may_be_written_in_several_ways(index: str) -> None:
    """With an underscore or a region too; what is not there is answered with what is."""
    entries = available(index)
    assert find("ru_en", entries) == find("ru-en", entries) == find("ru-RU-en-GB", entries)
    with pytest.raises(PackageError, match="models install ru-en en-de"):
        find("ru-de", entries)
    with pytest.raises(PackageError, match="models available"):
        find("fr-en", entries)


def test_a_folder_named_like_a_pair_is_no_package(index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build wrote may be called so."""
    (tmp_path / "ru-en").mkdir()
    monkeypatch.chdir(tmp_path)
    assert install("ru-en", models=tmp_path / "m", index=index).version == "1.10"


def test_a_url_is_installed(index: str, server: Server, tmp_path: Path) -> None:
    """Without an index."""
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m").version == "1.10"


def test_update_installs_what_is_newer(index: str, packages: Packages, tmp_path: Path) -> None:
    """Only the pairs that are there, only when the index has a newer version."""
    models = tmp_path / "m"
    install(str(packages.archive(tmp_path / "old", package_version="1.2")), models=models)
    assert [(old.version, new.version) for old, new in update(models=models, index=index)] == [("1.2", "1.10")]
    assert update(models=models, index=index) == []
    assert [(package.pair, package.version) for package in find_packages(models)] == [("ru-en", "1.10")]


def test_an_index_that_promises_a_newer_version_than_there_is_is_believed_once(
    index: str, server: Server, packages: Packages, tmp_path: Path
) -> None:
    """What was installed for 2.0 is not installed again for 2.0, whatever it calls itself; for 2.1 it is."""
    models = tmp_path / "m"
    install(str(packages.archive(tmp_path / "old", package_version="1.2")), models=models)

    def promise(version: str) -> None:
        rows = json.loads(server.files["index.json"])
        rows[1]["package_version"] = version
        server.files["index.json"] = json.dumps(rows).encode()

    for version in ("2.0", "2.1"):
        promise(version)
        [(_, new)] = update(models=models, index=index)
        assert new.version == "1.10" and update(models=models, index=index) == []
        assert versions(new) == ("1.10", version)


@pytest.mark.parametrize(("more", "said"), [(-1, "larger than the"), (1, "expected")])
def test_another_size_than_promised_is_refused(
    index: str, server: Server, tmp_path: Path, more: int, said: str
) -> None:
    """No more is taken than an index says there is, and nothing of it is kept."""
    rows = json.loads(server.files["index.json"])
    rows[1]["size"] = len(server.files[NAME]) + more
    server.files["index.json"] = json.dumps(rows).encode()
    with pytest.raises(PackageError, match=said):
        install("ru-en", models=tmp_path / "m", index=index)
    assert not (tmp_path / "m").exists()
    assert not list((cache_folder() / "downloads").glob("*.part"))


def test_a_broken_line_is_resumed(index: str, server: Server, tmp_path: Path) -> None:
    """Each attempt goes on where the last one ended."""
    server.cut = 3
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m")
    ranges = [asked for path, asked in server.asked if path.endswith(NAME)]
    size = len(server.files[NAME])
    assert ranges[:2] == ["", f"bytes={size // 2}-"] and len(ranges) == 4


def test_a_later_command_resumes(index: str, server: Server, tmp_path: Path) -> None:
    """What arrived before all attempts were used up is kept for the next command."""
    server.cut = module.ATTEMPTS
    with pytest.raises(PackageError, match="what has arrived is kept"):
        install(f"{server.url}/{NAME}", models=tmp_path / "m")
    server.asked.clear()
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m")
    assert server.asked[0][1].startswith("bytes=")


def test_two_commands_at_once_install_the_same(index: str, server: Server) -> None:
    """One waits for the other, so that they do not write into one part."""
    server.pause = 0.02
    code = "import sys; from polyglot_news.translate.install import install; install(sys.argv[1])"
    command = [sys.executable, "-c", code, f"{server.url}/{NAME}"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert index and [each.communicate()[1] for each in both] == ["", ""]
    assert {verdict.fault for verdict in verify() if verdict.pair == "ru-en"} == {""}
    assert [ranges for path, ranges in server.asked if path.endswith(NAME)] == ["", ""]


def test_a_file_that_changed_meanwhile_is_begun_anew(index: str, server: Server, tmp_path: Path) -> None:
    """Two versions are never glued together."""
    path = tmp_path / "file"
    server.cut = module.ATTEMPTS
    with pytest.raises(PackageError):
        download(f"{server.url}/{NAME}", path)
    server.files[NAME] = b"another file altogether" * 1000
    assert index and download(f"{server.url}/{NAME}", path).read_bytes() == server.files[NAME]


def test_a_part_that_is_whole_already_does_no_harm(index: str, server: Server, tmp_path: Path) -> None:
    """A program that was killed after the last byte leaves one; no byte follows it."""
    server.cut = module.ATTEMPTS
    with pytest.raises(PackageError):
        download(f"{server.url}/{NAME}", tmp_path / "file")
    (tmp_path / "file.part").write_bytes(server.files[NAME])
    assert index and download(f"{server.url}/{NAME}", tmp_path / "file").read_bytes() == server.files[NAME]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["file"]


def test_an_index_cut_short_is_read_again(index: str, server: Server) -> None:
    """Half a list is no list."""
    server.cut = 1
    assert [entry.pair for entry in available(index)] == ["en-de", "ru-en"]


def test_a_busy_server_is_asked_again(index: str, server: Server, tmp_path: Path) -> None:
    """As often as there are attempts."""
    server.busy = module.ATTEMPTS - 1
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m")


def test_a_slow_server_is_waited_for(index: str, server: Server, tmp_path: Path) -> None:
    """Bytes that come in dribs and drabs are all there in the end, and progress is heard of on the way."""
    server.pause = 0.005
    heard: list[int] = []
    package = install("ru-en", models=tmp_path / "m", index=index, progress=lambda have, _: heard.append(have))
    assert package.version == "1.10" and len(heard) > 10 and heard == sorted(heard)
    assert len([path for path, _ in server.asked if path.endswith(NAME)]) == 1


def test_a_server_that_falls_silent_is_asked_again(
    index: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while without a byte; what came before is not fetched twice."""
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    server.silent = 2
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m")
    ranges = [asked for path, asked in server.asked if path.endswith(NAME)]
    assert len(ranges) == 3 and all(ranges[1:])


def test_an_archive_cut_short_is_refused(index: str, server: Server, tmp_path: Path) -> None:
    """Where the server itself has only half of it, and the index no digest to tell."""
    name = "translate-en_de-1_0.argosmodel"
    server.files[name] = server.files[name][: len(server.files[name]) // 2]
    with pytest.raises(PackageError, match="no model package"):
        install("en-de", models=tmp_path / "m", index=index)
    assert list((tmp_path / "m").iterdir()) == [] == list((cache_folder() / "downloads").iterdir())


def test_waiting_grows_between_attempts(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as long each time, and then the server is left alone."""
    waits: list[float] = []
    monkeypatch.setattr(module, "BACKOFF", 1.0)
    monkeypatch.setattr(module.time, "sleep", waits.append)
    server.files["x"], server.busy = b"x", 99
    with pytest.raises(PackageError, match="503"):
        download(f"{server.url}/x", tmp_path / "x")
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_an_absent_file_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    """404 will not get better."""
    with pytest.raises(PackageError, match="404"):
        download(f"{server.url}/nothing", tmp_path / "x")
    assert len(server.asked) == 1 and list(tmp_path.iterdir()) == []


def test_a_redirect_to_a_file_is_refused(tmp_path: Path) -> None:
    """At once: asking again does not help, and nothing has arrived that would be kept."""
    asked: list[str] = []

    class Redirect(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Redirect) as server:
        Thread(target=server.handle_request).start()
        with pytest.raises(PackageError, match="302") as caught:
            download(f"http://127.0.0.1:{server.server_port}/x", tmp_path / "x")
    assert "is kept" not in str(caught.value) and asked == ["/x"] and list(tmp_path.iterdir()) == []


def test_another_content_than_promised_is_refused(index: str, server: Server, tmp_path: Path) -> None:
    """By its SHA-256, and nothing of it is kept."""
    server.files[NAME] = server.files[NAME][:-1] + b"?"
    with pytest.raises(PackageError, match="SHA-256"):
        install("ru-en", models=tmp_path / "m", index=index)
    assert not (tmp_path / "m").exists()


def test_a_hostile_download_is_refused(index: str, server: Server, tmp_path: Path) -> None:
    """The archive's members are checked whatever way it came."""
    hostile = tmp_path / "hostile.zip"
    hostile.write_bytes(server.files["translate-en_de-1_0.argosmodel"])
    with zipfile.ZipFile(hostile, "a") as packed:
        packed.writestr("../../outside", "x")
    server.files["translate-en_de-1_0.argosmodel"] = hostile.read_bytes()
    with pytest.raises(PackageError, match=f"{server.url}/.* leaves its folder"):
        install("en-de", models=tmp_path / "m", index=index)
    assert list((tmp_path / "m").iterdir()) == []


def test_a_package_of_another_pair_than_promised_is_refused(index: str, server: Server, tmp_path: Path) -> None:
    """The index and the package must agree, or nothing is installed or replaced."""
    server.files["translate-en_de-1_0.argosmodel"] = server.files[NAME]
    with pytest.raises(PackageError, match="the package is ru-en"):
        install("en-de", models=tmp_path / "m", index=index)
    assert find_packages(tmp_path / "m") == []


@pytest.mark.parametrize("content", [b"{", b"{}", b"\xff\xfe"])
def test_what_is_no_index_is_named(server: Server, content: bytes) -> None:
    """Broken JSON, another shape, another encoding."""
    server.files["index.json"] = content
    with pytest.raises(PackageError, match="no package index"):
        available(server.url)


def test_a_server_that_is_not_there_is_named(server: Server, tmp_path: Path) -> None:
    """Also a file that is not there, and an address that is none."""
    url = server.url
    server.close()
    with pytest.raises(PackageError, match=r"cannot be read: Connection refused\.$"):
        available(url)
    with pytest.raises(PackageError, match="cannot be read"):
        available(str(tmp_path / "nothing.json"))
    with pytest.raises(PackageError, match="https"):
        download("ftp://example.org/x", tmp_path / "x")
