"""Small packages built for the tests: they copy their input, or say one word forever."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest

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
