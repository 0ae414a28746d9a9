"""Small packages built for the tests: they copy their input, or say one word forever."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import IO

import pytest

from polyglot_news.translate import download
from polyglot_news.translate import packages as packages_module

TEXT = """\
Вчера в порту прошли учения, сообщил капитан судна.
Министры двух стран подписали соглашение о ремонте кораблей.
Цены на хлеб выросли на 12 процентов, а на молоко на 7,5.
Ссылка скопирована. Поделиться новостью, читать далее.
Yesterday the harbour held a drill, said the captain of the ship.
The ministers of both countries signed an agreement on ship repair.
Bread prices rose by 12 percent and milk prices by 7.5 in 2026.
Link copied. Share this story, read more, quickly and quietly.
Gestern fand im Hafen eine Übung statt, sagte der Kapitän des Schiffes.
ABCDEFGHIJKLMNOPQRSTUVWXYZ АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ ёъь 0123456789 %s {name} <b> @_/:.-
"""


def _builder() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "build_random_package.py"
    spec = importlib.util.spec_from_file_location("build_random_package", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Packages:
    """Builds package folders and archives below one folder."""

    def __init__(self, folder: Path) -> None:
        self._builder = _builder()
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        text = folder / "text.txt"
        text.write_text(TEXT, encoding="utf-8")
        self._vocabulary = self._builder.train_sentencepiece(text, folder / "sentencepiece", 400)

    def folder(
        self, where: Path, source: str = "ru", target: str = "en", *, loop: bool = False, **metadata: object
    ) -> Path:
        """Puts a sentencepiece package ``translate-ru_en-1_0`` into ``where``."""
        version = str(metadata.get("package_version", "1.0"))
        folder = where / f"translate-{source}_{target}-{version.replace('.', '_')}"
        spec = self._builder.copying_model(self._vocabulary, self._builder.Shape(), loop=loop)
        self._builder.save_package(folder, spec, from_code=source, to_code=target, **metadata)
        (folder / "sentencepiece.model").write_bytes((self._folder / "sentencepiece.model").read_bytes())
        return folder

    def bpe_folder(self, where: Path, source: str = "de", target: str = "en") -> Path:
        """Puts a package of the older kind into ``where``: BPE, and a vocabulary that is plain lines."""
        folder = where / f"translate-{source}_{target}-1_0"
        letters = sorted({letter for letter in TEXT if not letter.isspace()})
        pieces = ["<unk>", "<s>", "</s>", *(f"{letter}@@" for letter in letters), *letters]
        spec = self._builder.copying_model(pieces, self._builder.Shape())
        self._builder.save_package(folder, spec, from_code=source, to_code=target)
        (folder / "bpe.model").write_text("#version: 0.2\n", encoding="utf-8")
        (folder / "model" / "shared_vocabulary.json").unlink()
        (folder / "model" / "shared_vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
        return folder

    def archive(self, where: Path, source: str = "ru", target: str = "en", **metadata: object) -> Path:
        """Puts ``translate-ru_en-1_0.argosmodel`` into ``where``."""
        where.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(dir=self._folder))
        folder = self.folder(own, source, target, **metadata)
        archive: Path = self._builder.zip_package(folder, where / f"{folder.name}.argosmodel")
        return archive


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return Packages(tmp_path_factory.mktemp("packages"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that no package of this machine is found."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR", "SNAP"):
        monkeypatch.delenv(name, raising=False)
    return home


class Server:
    """Serves files from memory.

    ``cut`` many answers break off half-way, ``silent`` many say nothing more from there on, ``busy`` many are refused
    with 503; between the pieces of an answer are ``pause`` seconds.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut = self.busy = self.silent = 0
        self.pause = 0.0
        self.asked: list[tuple[str, str]] = []
        self._closing = threading.Event()
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
        self._closing.set()
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
        if start >= len(content):
            return request.send_error(416)
        request.send_response(206 if start else 200)
        request.send_header("ETag", tag)
        request.send_header("Content-Length", str(len(content) - start))
        request.end_headers()
        rest = content[start:]
        if self.cut and body:
            self.cut -= 1
            rest = rest[: len(rest) // 2]
        if self.silent and body:
            self.silent -= 1
            request.wfile.write(rest[: len(rest) // 2])
            self._closing.wait(2)
        elif body:
            self._send(request.wfile, rest)
        return None

    def _send(self, line: IO[bytes], content: bytes) -> None:
        size = max(1, len(content) // 32 if self.pause else len(content))
        for start in range(0, len(content), size):
            line.write(content[start : start + size])
            line.flush()
            time.sleep(self.pause)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(download, "BACKOFF", 0.0)
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
