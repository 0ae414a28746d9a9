"""Installing, updating and removing packages."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from polyglot_news.errors import PackageError
from polyglot_news.translate.archive import SUFFIX, cache_folder, scratch_beside, unpack
from polyglot_news.translate.download import Progress, download
from polyglot_news.translate.index import Available, available, find, outdated
from polyglot_news.translate.packages import (
    Broken,
    Package,
    Place,
    argos_folder,
    claimed_pair,
    entries,
    folder_name,
    open_package,
    whole_and_broken,
)
from polyglot_news.translate.receipt import write_receipt
from polyglot_news.translate.verify import unloadable


def install_file(archive: Path, *, models: Path | None = None, promised: Available | None = None) -> Package:
    """Installs an ``.argosmodel`` into ``models`` or Argos's own folder, in place of any package of the same pair.

    Its folder is called after its metadata, whatever the archive calls it. The package appears whole or not at all,
    with a receipt of the sizes and SHA-256 of its files. Raises PackageError for an archive that is broken, hostile, no
    translation package, a model that does not translate, or not of the pair that an index ``promised``.
    """
    target = models or argos_folder()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with scratch_beside(target) as scratch:
            fresh = unpack(archive, scratch / "package")
            package = _loaded(fresh, archive)
            if promised and promised.pair != package.pair:
                raise PackageError(f"The index promised {promised.pair}, but the package is {package.pair}.")
            write_receipt(fresh, archive, promised=promised.version if promised else "")
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
    return _install_from(entry.links, promised=entry, models=models, progress=progress)


def update(
    *, models: Path | None = None, index: str | None = None, progress: Progress | None = None
) -> list[tuple[Package, Package]]:
    """Installs every newer package of the pairs that are installed; returns the old beside the new.

    What is broken is passed by: :func:`installed` tells of it.
    """
    old = {package.pair: package for package in reversed(installed(models)[0])}
    newer = outdated(list(old.values()), available(index))
    return [(old[entry.pair], install_entry(entry, models=models, progress=progress)) for entry in newer]


def installed(models: Path | None = None) -> tuple[list[Package], list[Broken]]:
    """Returns the packages in ``models``, else in Argos's own folder, and what is broken there."""
    place = Place.GIVEN if models else Place.ARGOS
    packages, broken = whole_and_broken(models)
    return [each for each in packages if each.place is place], [each for each in broken if each.place is place]


def remove(pair: str, *, models: Path | None = None) -> list[Package | Broken]:
    """Removes the packages of a pair, broken or not, from ``models``, else from Argos's own folder; shipped ones stay.

    Raises PackageError when there is none to remove.
    """
    packages, broken = installed(models)
    here: list[Package | Broken] = [*packages, *(each for each in broken if each.pair)]
    found = [each for each in here if each.pair == pair.replace("_", "-")]
    if not found:
        known = ", ".join(sorted({package.pair for package in here})) or "none"
        raise PackageError(
            f"There is no package {pair} to remove from {models or argos_folder()}. Packages there: {known}."
        )
    for each in found:
        _delete(each.path)
    return found


def _install_from(
    links: Sequence[str],
    *,
    models: Path | None,
    progress: Progress | None,
    promised: Available | None = None,
) -> Package:
    sha256, size = (promised.sha256, promised.size) if promised else ("", None)
    fault: PackageError | None = None
    for link in links:
        name = hashlib.sha256(link.encode()).hexdigest()[:32] + SUFFIX
        with _alone(_downloads()) as downloads:
            try:
                archive = download(link, downloads / name, sha256=sha256, size=size, progress=progress)
            except PackageError as error:
                fault = error
                continue
            try:
                return install_file(archive, models=models, promised=promised)
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


def _loaded(fresh: Path, archive: Path) -> Package:
    """Opens what an archive was unpacked to, once it has translated something; a fault is told of the archive."""
    try:
        package = open_package(fresh)
        if fault := unloadable(fresh):
            raise PackageError(f"{archive} cannot be used: {fault}.")
        return package
    except PackageError as error:
        raise PackageError(str(error).replace(str(fresh), str(archive))) from error


def _replaced(package: Package, place: Path) -> list[Path]:
    """Returns what gives way to a package at ``place``: what is of its pair, broken or not, and what is broken there.

    Raises PackageError when a package of another pair is there.
    """
    pairs = {path: _pair(path) for path in entries(place.parent)}
    if pairs.get(place) not in (None, package.pair):
        raise PackageError(f"{place} is a package for {pairs[place]}. Move it away to install one for {package.pair}.")
    same = [path for path, pair in pairs.items() if (pair or claimed_pair(path)) == package.pair]
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
