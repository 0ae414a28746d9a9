"""Installing, removing and verifying packages that lie on this machine."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.errors import PackageError
from polyglot_news.files import write_json
from polyglot_news.translate.archive import SUFFIX, cache_folder, scratch_beside, sha256, unpack
from polyglot_news.translate.download import Progress, download
from polyglot_news.translate.engine import Threads
from polyglot_news.translate.index import Available, available, find, outdated
from polyglot_news.translate.packages import (
    Package,
    Place,
    all_packages,
    argos_folder,
    entries,
    folder_name,
    open_package,
    places,
)

RECEIPT = "receipt.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying found: the path of a package, its pair when it has one, and its fault or nothing."""

    path: Path
    pair: str = ""
    fault: str = ""


def install_file(archive: Path, *, models: Path | None = None, pair: str = "") -> Package:
    """Installs an ``.argosmodel`` into ``models`` or Argos's own folder, in place of any package of the same pair.

    Its folder is called after its metadata, whatever the archive calls it. The package appears whole or not at all,
    with a receipt of the sizes and SHA-256 of its files. Raises PackageError for an archive that is broken, hostile, no
    translation package, a model that does not translate, or not of the ``pair`` that was promised.
    """
    target = models or argos_folder()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with scratch_beside(target) as scratch:
            fresh = unpack(archive, scratch / "package")
            package = _loaded(fresh, archive)
            if pair not in ("", package.pair):
                raise PackageError(f"The index promised {pair}, but the package is {package.pair}.")
            write_json(fresh / RECEIPT, _receipt(fresh, archive))
            installed = target / folder_name(package)
            _swap(fresh, installed, replaced=_replaced(package, installed))
    except OSError as error:
        raise PackageError(f"{archive} cannot be installed into {target}: {error.strerror}.") from error
    return open_package(installed, place=Place.GIVEN if models else Place.ARGOS)


def install(
    what: str, *, models: Path | None = None, index: str | None = None, progress: Progress | None = None
) -> Package:
    """Installs a package file, a URL, or the newest package of a pair (``ru-en``) in an index.

    Raises PackageError when there is no such package or it cannot be downloaded or used.
    """
    if what.startswith(("http://", "https://")):
        return _install_from([what], models=models, progress=progress)
    if what.endswith(SUFFIX) or Path(what).is_file():
        return install_file(Path(what), models=models)
    return install_entry(find(what, available(index)), models=models, progress=progress)


def install_entry(entry: Available, *, models: Path | None = None, progress: Progress | None = None) -> Package:
    """Downloads and installs a package of an index, from the first of its links that works."""
    return _install_from(entry.links, sha256=entry.sha256, pair=entry.pair, models=models, progress=progress)


def update(
    *, models: Path | None = None, index: str | None = None, progress: Progress | None = None
) -> list[tuple[Package, Package]]:
    """Installs every newer package of the pairs that are installed; returns the old beside the new."""
    place = Place.GIVEN if models else Place.ARGOS
    old = {package.pair: package for package in reversed(all_packages(models)) if package.place is place}
    newer = outdated(list(old.values()), available(index))
    return [(old[entry.pair], install_entry(entry, models=models, progress=progress)) for entry in newer]


def remove(pair: str, *, models: Path | None = None) -> list[Package]:
    """Removes the packages of a pair from ``models``, else from Argos's own folder; shipped ones stay.

    Raises PackageError when there is none to remove.
    """
    place = Place.GIVEN if models else Place.ARGOS
    here = [package for package in all_packages(models) if package.place is place]
    found = [package for package in here if package.pair == pair.replace("_", "-")]
    if not found:
        known = ", ".join(sorted({package.pair for package in here})) or "none"
        raise PackageError(
            f"There is no package {pair} to remove from {models or argos_folder()}. Packages there: {known}."
        )
    for package in found:
        _delete(package.path)
    return found


def verify(models: Path | None = None) -> list[Verdict]:
    """Checks every package that can be found: readable, complete, and unchanged since it was installed.

    Raises PackageError when ``models`` is not there.
    """
    if models is not None and not models.exists():
        raise PackageError(f"The models folder {models} is not there.")
    return [_verify(path) for _, folder in places(models) for path in _claims(folder)]


def info(package: Package) -> dict[str, object]:
    """Returns what is known of a package, for a person: languages, version, place, size, tokenizer, digest."""
    folder = package.folder()
    receipt = _read_receipt(folder)
    return {
        "pair": package.pair,
        "name": package.name,
        "version": package.version,
        "small": package.small,
        "place": package.place.value,
        "path": str(package.path),
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "tokenizer": "sentencepiece" if (folder / "sentencepiece.model").is_file() else "bpe",
        "sha256": receipt.get("sha256") if receipt else None,
    }


def _install_from(
    links: Sequence[str],
    *,
    models: Path | None,
    progress: Progress | None,
    sha256: str = "",
    pair: str = "",
) -> Package:
    fault: PackageError | None = None
    for link in links:
        name = hashlib.sha256(link.encode()).hexdigest()[:32] + SUFFIX
        with _alone(_downloads()) as downloads:
            try:
                archive = download(link, downloads / name, sha256=sha256, progress=progress)
            except PackageError as error:
                fault = error
                continue
            try:
                return install_file(archive, models=models, pair=pair)
            except PackageError as error:
                raise PackageError(str(error).replace(str(archive), link)) from error
            finally:
                archive.unlink()
    raise fault or PackageError("The index gives no link from which the package can be downloaded.")


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Waits until no other process downloads into a folder: two would write into the same part."""
    import fcntl

    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _downloads() -> Path:
    """Returns the folder for what is under way: the user's cache, so that it can be resumed, else a temporary one."""
    folder = cache_folder() / "downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / "polyglot-news-downloads"
    return folder


def _claims(folder: Path) -> list[Path]:
    """Returns what claims to be a package: in a folder, or what is named itself."""
    if folder.is_file() or (folder / "metadata.json").is_file():
        return [folder]
    return entries(folder) if folder.is_dir() else []


def _verify(path: Path) -> Verdict:
    pair = ""
    try:
        package = open_package(path)
        pair = package.pair
        folder = package.folder()
        fault = _changed(folder) or _unloadable(folder)
    except PackageError as error:
        fault = str(error)
    return Verdict(path=path, pair=pair, fault=fault)


def _changed(folder: Path) -> str:
    """Says which files differ from the receipt; a package installed by others has none."""
    receipt = _read_receipt(folder)
    files = receipt.get("files") if receipt else None
    if not isinstance(files, dict):
        return ""
    found = _files(folder)
    changed = sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))
    return f"changed since it was installed: {', '.join(changed)}" if changed else ""


def _unloadable(folder: Path) -> str:
    import ctranslate2

    if not ctranslate2.contains_model(str(folder / "model")):
        return "its model folder holds no CTranslate2 model"
    from polyglot_news.translate.model import Model

    outputs = Model(folder, threads=Threads(batches=1), beam=1).translate(["a"])
    return "" if len(outputs) == 1 else "its model does not answer"


def _receipt(folder: Path, archive: Path) -> Mapping[str, object]:
    return {"sha256": sha256(archive), "bytes": archive.stat().st_size, "files": _files(folder)}


def _files(folder: Path) -> dict[str, object]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECEIPT)
    return {path.relative_to(folder).as_posix(): [path.stat().st_size, sha256(path)] for path in paths}


def _read_receipt(folder: Path) -> Mapping[str, object] | None:
    try:
        receipt = json.loads((folder / RECEIPT).read_bytes())
    except (OSError, ValueError):
        return None
    return receipt if isinstance(receipt, dict) else None


def _loaded(fresh: Path, archive: Path) -> Package:
    """Opens what an archive was unpacked to, once it has translated something; a fault is told of the archive."""
    try:
        package = open_package(fresh)
        if fault := _unloadable(fresh):
            raise PackageError(f"{archive} cannot be used: {fault}.")
        return package
    except PackageError as error:
        raise PackageError(str(error).replace(str(fresh), str(archive))) from error


def _replaced(package: Package, place: Path) -> list[Path]:
    """Returns what gives way to a package at ``place``: all that is of its pair, and what is broken at that very place.

    Raises PackageError when a package of another pair is there.
    """
    pairs = {path: _pair(path) for path in entries(place.parent)}
    if pairs.get(place) not in (None, package.pair):
        raise PackageError(f"{place} is a package for {pairs[place]}. Move it away to install one for {package.pair}.")
    same = [path for path, pair in pairs.items() if pair == package.pair]
    return same if place in same or not place.exists() else [*same, place]


def _pair(path: Path) -> str | None:
    try:
        return open_package(path).pair
    except PackageError:
        return None


def _swap(fresh: Path, place: Path, *, replaced: Iterable[Path]) -> None:
    """Moves ``fresh`` to ``place``; what it replaces is moved aside first and back if that fails."""
    old = list(replaced)
    with scratch_beside(place.parent) as aside:
        for path in old:
            path.rename(aside / path.name)
        try:
            fresh.rename(place)
        except OSError:
            for path in old:
                (aside / path.name).rename(path)
            raise


def _delete(path: Path) -> None:
    try:
        path.unlink() if path.is_file() else shutil.rmtree(path)
    except OSError as error:
        raise PackageError(f"{path} cannot be removed: {error.strerror}.") from error
