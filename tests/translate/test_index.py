"""Downloading packages from an index on this machine: slow, cut off, absent, corrupted, hostile, resumed."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polyglot_news.errors import PackageError
from polyglot_news.translate import download as module
from polyglot_news.translate import packages as packages_module
from polyglot_news.translate.archive import cache_folder
from polyglot_news.translate.download import download
from polyglot_news.translate.index import available, find, with_sizes
from polyglot_news.translate.install import install, update, verify
from polyglot_news.translate.packages import find_packages

if TYPE_CHECKING:
    from conftest import Packages


class Server:
    """Serves files from memory; ``cut`` many answers break off half-way, ``busy`` many are refused with 503."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut = self.busy = 0
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def do_HEAD(self) -> None:
                outer.answer(self, body=False)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler, *, body: bool = True) -> None:
        self.asked.append((request.path, request.headers.get("Range", "")))
        content = self.files.get(request.path.strip("/"))
        if content is None:
            return request.send_error(404)
        if self.busy:
            self.busy -= 1
            return request.send_error(503)
        tag = hashlib.sha256(content).hexdigest()
        start = 0
        if request.headers.get("Range") and request.headers.get("If-Range") == tag:
            start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        request.send_response(206 if start else 200)
        request.send_header("ETag", tag)
        request.send_header("Content-Length", str(len(content) - start))
        request.end_headers()
        rest = content[start:]
        if self.cut and body:
            self.cut -= 1
            rest = rest[: len(rest) // 2]
        if body:
            request.wfile.write(rest)
        return None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(module, "BACKOFF", 0.0)
    monkeypatch.setattr(packages_module, "shipped_folder", lambda: None)
    server = Server()
    yield server
    server.close()


@pytest.fixture
def index(server: Server, packages: Packages, tmp_path: Path) -> str:
    """An index of ru-en in two versions and en-de, the newer ru-en with its digest."""
    rows = []
    for source, target, version in [("ru", "en", "1.9"), ("ru", "en", "1.10"), ("en", "de", "1.0")]:
        archive = packages.archive(tmp_path / version, source, target, package_version=version)
        server.files[archive.name] = content = archive.read_bytes()
        digest = {"sha256": hashlib.sha256(content).hexdigest()} if version == "1.10" else {}
        rows.append({"from_code": source, "to_code": target, "package_version": version, "type": "translate",
                     "links": [f"{server.url}/{archive.name}"], **digest})  # fmt: skip
    rows.append({"type": "sbd", "from_codes": ["en"], "links": []})
    server.files["index.json"] = json.dumps(rows).encode()
    return f"{server.url}/index.json"


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


def test_a_file_that_changed_meanwhile_is_begun_anew(index: str, server: Server, tmp_path: Path) -> None:
    """Two versions are never glued together."""
    path = tmp_path / "file"
    server.cut = module.ATTEMPTS
    with pytest.raises(PackageError):
        download(f"{server.url}/{NAME}", path)
    server.files[NAME] = b"another file altogether" * 1000
    assert index and download(f"{server.url}/{NAME}", path).read_bytes() == server.files[NAME]


def test_a_busy_server_is_asked_again(index: str, server: Server, tmp_path: Path) -> None:
    """As often as there are attempts."""
    server.busy = module.ATTEMPTS - 1
    assert index and install(f"{server.url}/{NAME}", models=tmp_path / "m")


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
    with pytest.raises(PackageError, match="leaves its folder"):
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
    with pytest.raises(PackageError, match="cannot be read"):
        available(url)
    with pytest.raises(PackageError, match="cannot be read"):
        available(str(tmp_path / "nothing.json"))
    with pytest.raises(PackageError, match="https"):
        download("ftp://example.org/x", tmp_path / "x")
