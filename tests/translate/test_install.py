"""Installing, removing and verifying local packages; archives that nobody should unpack."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polyglot_news.errors import PackageError
from polyglot_news.translate import archive as module
from polyglot_news.translate import packages as packages_module
from polyglot_news.translate.install import install_file, remove
from polyglot_news.translate.packages import argos_folder, find_packages
from polyglot_news.translate.verify import info, verify

if TYPE_CHECKING:
    from conftest import Packages


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages_module, "shipped_folder", lambda: None)


def test_an_archive_is_installed_where_argos_looks(packages: Packages, tmp_path: Path) -> None:
    """The installed package is what argostranslate itself would find: one folder, nothing beside it."""
    installed = install_file(packages.archive(tmp_path))
    assert installed.path.parent == argos_folder() and [p.pair for p in find_packages()] == ["ru-en"]
    assert [path.name for path in argos_folder().iterdir()] == ["translate-ru_en-1_0"]


def test_a_newer_package_replaces_the_older_of_its_pair(packages: Packages, tmp_path: Path) -> None:
    """One package a pair is left, other pairs stay."""
    models = tmp_path / "models"
    install_file(packages.archive(tmp_path, "en", "de"), models=models)
    for version in ("1.0", "1.1", "1.1", "1.0"):
        install_file(packages.archive(tmp_path, package_version=version), models=models)
        assert [(p.pair, p.version) for p in find_packages(models)] == [("en-de", "1.0"), ("ru-en", version)]
    assert len(list(models.iterdir())) == 2


def test_what_was_installed_can_be_removed(packages: Packages, tmp_path: Path) -> None:
    """Removing names what is there when the pair is not."""
    install_file(packages.archive(tmp_path))
    with pytest.raises(PackageError, match="ru-en"):
        remove("en-ru")
    assert [package.pair for package in remove("ru-en")] == ["ru-en"]
    assert find_packages() == []


def _renamed(archive: Path, folder: str) -> Path:
    """The same archive with another top folder, none when it is empty."""
    other = archive.with_name("other.argosmodel")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr("/".join([folder, *name.split("/")[1:]]).lstrip("/"), old.read(name))
    return other


@pytest.mark.parametrize("folder", ["translate-ru_en-1_0", ".hid", "", "a b", "-rf"])
def test_the_metadata_name_the_folder(packages: Packages, tmp_path: Path, folder: str) -> None:
    """Not the archive: it could name a package of another pair, or a folder that nobody lists or removes."""
    models = tmp_path / "models"
    install_file(packages.archive(tmp_path), models=models)
    installed = install_file(_renamed(packages.archive(tmp_path, "de", "en"), folder), models=models)
    assert installed.path.name == "translate-de_en-1_0"
    assert [p.pair for p in find_packages(models)] == ["de-en", "ru-en"] == [v.pair for v in verify(models)]
    assert [package.pair for package in remove("de-en", models=models)] == ["de-en"]


@pytest.mark.parametrize("version", ["../../up", "1/0", "", ".", "1\n2", "9" * 300])
def test_a_version_leads_nowhere(packages: Packages, tmp_path: Path, version: str) -> None:
    """It is a part of the folder's name, whatever it is."""
    archive = packages.folder(tmp_path / "in", package_version="1.0")
    metadata = json.loads((archive / "metadata.json").read_text())
    (archive / "metadata.json").write_text(json.dumps({**metadata, "package_version": version}))
    zipped = tmp_path / "in.argosmodel"
    with zipfile.ZipFile(zipped, "w") as packed:
        for path in archive.rglob("*"):
            packed.write(path, path.relative_to(archive.parent).as_posix())
    installed = install_file(zipped, models=tmp_path / "models")
    assert [installed.path] == list((tmp_path / "models").iterdir()) and installed.path.name.startswith("translate-")


def test_a_package_of_another_pair_is_never_replaced(packages: Packages, tmp_path: Path) -> None:
    """Where its folder has the name of the new one, nothing happens; what is broken there gives way."""
    models = tmp_path / "models"
    (packages.folder(models, "de", "en")).rename(models / "translate-ru_en-1_0")
    with pytest.raises(PackageError, match="is a package for de-en"):
        install_file(packages.archive(tmp_path), models=models)
    assert [p.pair for p in find_packages(models)] == ["de-en"]
    (models / "translate-ru_en-1_0" / "sentencepiece.model").unlink()
    assert install_file(packages.archive(tmp_path), models=models).pair == "ru-en"
    assert len(list(models.iterdir())) == 1


def test_a_good_package_is_verified(packages: Packages, tmp_path: Path) -> None:
    """Installed by us or unpacked by others, it has no fault."""
    install_file(packages.archive(tmp_path))
    packages.bpe_folder(argos_folder())
    assert [(verdict.pair, verdict.fault) for verdict in verify()] == [("de-en", ""), ("ru-en", "")]


def test_a_changed_file_is_found(packages: Packages, tmp_path: Path) -> None:
    """One byte of the model is enough, and the fault names the file."""
    folder = install_file(packages.archive(tmp_path)).path
    weights = bytearray((folder / "model" / "model.bin").read_bytes())
    weights[-1] ^= 1
    (folder / "model" / "model.bin").write_bytes(weights)
    [verdict] = verify()
    assert "model/model.bin" in verdict.fault and "metadata" not in verdict.fault


@pytest.mark.parametrize("missing", ["sentencepiece.model", "model/model.bin"])
def test_a_missing_file_is_found(packages: Packages, missing: str) -> None:
    """Also in a package that others installed."""
    (packages.folder(argos_folder()) / missing).unlink()
    assert [bool(verdict.fault) for verdict in verify()] == [True]


def test_info_tells_what_a_person_asks(packages: Packages, tmp_path: Path) -> None:
    """Pair, version, size, tokenizer, digest."""
    facts = info(install_file(packages.archive(tmp_path)))
    assert (facts["pair"], facts["version"], facts["tokenizer"]) == ("ru-en", "1.0", "sentencepiece")
    assert isinstance(facts["bytes"], int) and facts["bytes"] > 10_000
    assert isinstance(facts["sha256"], str) and len(facts["sha256"]) == 64


def _with_member(name: str, content: bytes = b"x", *, mode: int = 0) -> Callable[[zipfile.ZipFile], None]:
    def add(packed: zipfile.ZipFile) -> None:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        packed.writestr(member, content)

    return add


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_with_member("../outside"), "leaves its folder"),
        (_with_member("/etc/outside"), "leaves its folder"),
        (_with_member("translate-ru_en-1_0/../../outside"), "leaves its folder"),
        (_with_member("C:/outside"), "leaves its folder"),
        (_with_member("..\\outside"), "leaves its folder"),
        (_with_member("translate-ru_en-1_0/link", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "is a link"),
        (_with_member("translate-ru_en-1_0/pipe", b"", mode=stat.S_IFIFO | 0o777), "is a link or a device"),
        (_with_member("other/metadata.json", b"{}"), "one metadata.json"),
        (_with_member("translate-ru_en-1_0/metadata.json", b"{}"), "would be"),
        (_with_member("translate-ru_en-1_0/./sentencepiece.model"), "would be"),
        (_with_member("translate-ru_en-1_0//sentencepiece.model"), "would be"),
        (_with_member("translate-ru_en-1_0/METADATA.JSON", b"{}"), "would be"),
        (_with_member("translate-ru_en-1_0/Model/other.bin"), "would be"),
        (_with_member("translate-ru_en-1_0/model"), "would be"),
        (_with_member("translate-ru_en-1_0/metadata.json/x"), "would be"),
        (_with_member("translate-ru_en-1_0/\x1b[2Jx"), "control character"),
        (_with_member("translate-ru_en-1_0/a\nb"), "control character"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused(
    packages: Packages, tmp_path: Path, spoil: Callable[[zipfile.ZipFile], None], fault: str
) -> None:
    """Nothing of it is written anywhere."""
    archive = packages.archive(tmp_path / "in")
    with zipfile.ZipFile(archive, "a") as packed:
        packed.NameToInfo.clear()  # else it warns of a name that is there
        spoil(packed)
    with pytest.raises(PackageError, match=fault):
        install_file(archive, models=tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == [] and not (tmp_path / "outside").exists()


def test_a_bomb_is_refused(packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its size and by the number of its members."""
    archive = packages.archive(tmp_path)
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(PackageError, match="GiB"):
        install_file(archive)
    monkeypatch.undo()
    monkeypatch.setattr(module, "MAX_MEMBERS", 2)
    with pytest.raises(PackageError, match="members"):
        install_file(archive)


def test_what_grows_as_no_model_does_is_refused(packages: Packages, tmp_path: Path) -> None:
    """Zeros, long before they fill the disk; a few bytes more harm nobody."""
    archive = packages.archive(tmp_path)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("translate-ru_en-1_0/zeros", bytes(module.SMALL // 2))
    assert install_file(archive, models=tmp_path / "models").pair == "ru-en"
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("translate-ru_en-1_0/more", bytes(module.SMALL))
    with pytest.raises(PackageError, match="times its size"):
        install_file(archive, models=tmp_path / "models")


def test_nothing_pays_for_what_grows(packages: Packages, tmp_path: Path) -> None:
    """However many bytes that do not shrink lie beside it, or behind the last member."""
    archive = packages.archive(tmp_path)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("translate-ru_en-1_0/noise", os.urandom(module.SMALL // 4))
        packed.writestr("translate-ru_en-1_0/zeros", bytes(module.SMALL * 2))
        packed.comment = os.urandom(60_000)
    with pytest.raises(PackageError, match="times its size"):
        install_file(archive, models=tmp_path / "models")


def test_members_that_share_their_bytes_are_refused(packages: Packages, tmp_path: Path) -> None:
    """A thousand names for one member would grow a thousandfold without one that shrinks."""
    archive = packages.archive(tmp_path)
    with zipfile.ZipFile(archive, "a") as packed:
        model = max(packed.infolist(), key=lambda member: member.compress_size)
        for number in range(20):
            again = copy(model)
            again.filename = f"{model.filename}{number}"
            packed.filelist.append(again)
        packed._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(PackageError, match="lie in one another"):
        install_file(archive, models=tmp_path / "models")


@pytest.mark.parametrize("file", ["sentencepiece.model", "model/model.bin"])
def test_what_cannot_translate_is_not_installed(packages: Packages, tmp_path: Path, file: str) -> None:
    """Nor does it replace what can; the message names the archive."""
    models = tmp_path / "models"
    install_file(packages.archive(tmp_path), models=models)
    folder = packages.folder(tmp_path / "in", package_version="2.0")
    (folder / file).write_bytes(b"garbage")
    archive = tmp_path / "broken.argosmodel"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in folder.rglob("*"):
            packed.write(path, path.relative_to(folder.parent).as_posix())
    with pytest.raises(PackageError, match=r"broken\.argosmodel"):
        install_file(archive, models=models)
    assert [(p.version, p.path.name) for p in find_packages(models)] == [("1.0", "translate-ru_en-1_0")]
    assert [verdict.fault for verdict in verify(models)] == [""]


def test_a_damaged_archive_is_refused(packages: Packages, tmp_path: Path) -> None:
    """Cut short, not a zip, one byte wrong, absent: the message names the file and nothing is installed."""
    archive = packages.archive(tmp_path / "in")
    whole = archive.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"not a zip", _flipped(archive)):
        archive.write_bytes(content)
        with pytest.raises(PackageError, match=archive.name):
            install_file(archive, models=tmp_path / "models")
    archive.unlink()
    with pytest.raises(PackageError, match=archive.name):
        install_file(archive, models=tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_failed_swap_leaves_the_old_package(
    packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new package cannot take its place, the old one is back."""
    models = tmp_path / "models"
    install_file(packages.archive(tmp_path), models=models)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == models / "translate-ru_en-2_0":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PackageError, match="No space left"):
        install_file(packages.archive(tmp_path, package_version="2.0"), models=models)
    assert [p.version for p in find_packages(models)] == ["1.0"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_an_unpacked_package_is_readable(packages: Packages, tmp_path: Path) -> None:
    """Others on the machine can use what was installed."""
    folder = install_file(packages.archive(tmp_path)).path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def _flipped(archive: Path) -> bytes:
    """The archive with one byte of its largest member changed."""
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as packed:
        member = max(packed.infolist(), key=lambda m: m.compress_size)
    content[member.header_offset + 200 + member.compress_size // 2] ^= 0xFF
    return bytes(content)
