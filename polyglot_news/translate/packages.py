"""Finding model packages: in the folder that was given, where argos-translate keeps its own, and shipped ones."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from polyglot_news.errors import PackageError
from polyglot_news.files import fingerprint, hash_of
from polyglot_news.languages import argos_code
from polyglot_news.translate.archive import SUFFIX, parse_metadata, read_metadata, unpacked

_CODE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"(?:translate-)?([A-Za-z]{2,3})_([A-Za-z]{2,3})(?=[-.]|$)")
_TOKENIZERS = ("sentencepiece.model", "bpe.model")


class Place(StrEnum):
    """Where a package lies, in the order in which places are searched."""

    GIVEN = "given"
    ARGOS = "argos"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A model for one language pair (Argos codes), unpacked in a folder or still in its ``.argosmodel``.

    ``small`` marks a demonstration model: its metadata says ``"size_class": "small"``.
    """

    source: str
    target: str
    version: str
    path: Path
    name: str
    small: bool = False
    place: Place = Place.GIVEN

    @property
    def pair(self) -> str:
        """The pair as ``models install`` takes it."""
        return f"{self.source}-{self.target}"

    def folder(self) -> Path:
        """Returns the folder that holds the package, unpacking it into the cache when it is an archive."""
        return unpacked(self.path) if self.path.is_file() else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What claims to be a package and is none that can translate; ``fault`` says why.

    ``pair`` is that of its metadata, else of its name, else empty.
    """

    path: Path
    pair: str
    place: Place
    fault: str


def find_packages(models: Path | None = None) -> list[Package]:
    """Returns one package a language pair, the first found in ``models``, Argos's own folder, those shipped.

    Inside one place a full model comes before a small one and a newer before an older. Raises PackageError for a
    broken package in ``models``; elsewhere broken ones are passed over.
    """
    found: dict[str, Package] = {}
    for package in all_packages(models):
        found.setdefault(package.pair, package)
    return sorted(found.values(), key=lambda package: package.pair)


def all_packages(models: Path | None = None) -> list[Package]:
    """Returns every package, preferred ones first; raises PackageError like :func:`find_packages`."""
    packages, broken = whole_and_broken(models)
    for each in broken:
        if each.place is Place.GIVEN:
            raise PackageError(each.fault)
    return packages


def whole_and_broken(models: Path | None = None) -> tuple[list[Package], list[Broken]]:
    """Returns every package in the order in which they are preferred, and what is broken.

    Raises PackageError when ``models`` cannot be read.
    """
    packages: list[Package] = []
    broken: list[Broken] = []
    for place, folder in places(models):
        found = [_opened(path, place) for path in _claims(folder, strict=place is Place.GIVEN)]
        packages += _sorted(each for each in found if isinstance(each, Package))
        broken += [each for each in found if isinstance(each, Broken)]
    return packages, broken


def places(models: Path | None = None) -> list[tuple[Place, Path]]:
    """Returns the folders that are searched, in order."""
    shipped = shipped_folder()
    return [
        *([(Place.GIVEN, models)] if models else []),
        (Place.ARGOS, argos_folder()),
        *([(Place.SHIPPED, shipped)] if shipped else []),
    ]


def entries(folder: Path) -> list[Path]:
    """Returns what in a folder claims to be a package: archives, and folders with ``metadata.json``."""
    return [
        entry
        for entry in sorted(folder.iterdir())
        if not entry.name.startswith(".") and (entry.suffix == SUFFIX or (entry / "metadata.json").is_file())
    ]


def claims(folder: Path) -> list[Path]:
    """Returns what claims to be a package: in a folder, or what is named itself."""
    return [folder] if folder.is_file() or (folder / "metadata.json").is_file() else entries(folder)


def open_package(path: Path, *, place: Place = Place.GIVEN) -> Package:
    """Returns the package in a folder or archive; raises PackageError when there is none that can translate."""
    metadata = read_metadata(path) if path.is_file() else _folder_metadata(path)
    source, target = metadata.get("from_code"), metadata.get("to_code")
    if metadata.get("type", "translate") != "translate" or not isinstance(source, str) or not isinstance(target, str):
        raise PackageError(f"{path} is no package that translates one language into another.")
    if not (_CODE.fullmatch(source) and _CODE.fullmatch(target)):
        raise PackageError(f"{path} names languages that are no language codes: {source!r} to {target!r}.")
    return Package(
        source=source,
        target=target,
        version=str(metadata.get("package_version", "")),
        path=path,
        name=str(metadata.get("code") or f"translate-{source}_{target}"),
        small=metadata.get("size_class") == "small",
        place=place,
    )


def claimed_pair(path: Path) -> str:
    """Returns the pair of a package that may be broken: of its metadata, else of its name, else nothing."""
    with suppress(PackageError, OSError):
        metadata = (
            read_metadata(path) if path.is_file() else parse_metadata((path / "metadata.json").read_bytes(), path)
        )
        codes = [str(metadata.get(name, "")) for name in ("from_code", "to_code")]
        if all(map(_CODE.fullmatch, codes)):
            return "-".join(codes)
    named = _NAME.match(path.name)
    return "-".join(named.groups()) if named else ""


def content(path: Path) -> str:
    """Returns a hash of the files of a package that its translations depend on."""
    if path.is_file():
        return hash_of(path)
    files = [*sorted((path / "model").iterdir()), *(path / name for name in _TOKENIZERS)]
    return fingerprint([(file.name, hash_of(file)) for file in files])


def folder_name(package: Package) -> str:
    """Returns what argostranslate calls the folder of a package: ``translate-ru_en-1_9``."""
    version = "_".join(re.findall(r"[A-Za-z0-9]+", package.version))[:40]
    return f"translate-{package.source}_{package.target}" + (f"-{version}" if version else "")


def argos_folder() -> Path:
    """Returns the folder in which argos-translate keeps its packages, without creating it as argos-translate does."""
    home = Path(os.environ.get("SNAP_USER_DATA", "")) if "SNAP" in os.environ else Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "argos-translate"
    config = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "argos-translate"
    told = os.environ.get("ARGOS_PACKAGES_DIR") or _settings(config / "settings.json").get("ARGOS_PACKAGES_DIR")
    return Path(str(told)) if told else data / "packages"


def shipped_folder() -> Path | None:
    """Returns the folder of the packages that come with the project: inside a wheel, or in a source checkout."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "models", package.parent / "fixtures" / "models")
    return next((place for place in places if place.is_dir()), None)


def install_command(source: str, target: str, have: Iterable[Package] = ()) -> str:
    """Returns the command that installs what is missing between two languages: through English where neither is."""
    source, target = argos_code(source), argos_code(target)
    steps = [(source, target)] if "en" in (source, target) else [(source, "en"), ("en", target)]
    present = {package.pair for package in have if not package.small}
    missing = [pair for pair in (f"{a}-{b}" for a, b in steps) if pair not in present]
    return f"polyglot-news models install {' '.join(missing)}"


def remedy(source: str, target: str, have: Iterable[Package] = (), *, pivot: bool = True) -> str:
    """Returns what helps where nothing leads from one language to another: what to install, what to allow."""
    command = install_command(source, target, have)
    if pivot or "en" in (argos_code(source), argos_code(target)):
        return command
    return f"leave out --no-pivot; where that is not enough: {command}"


def _claims(folder: Path, *, strict: bool) -> list[Path]:
    try:
        return claims(folder)
    except OSError as error:
        if strict:
            raise PackageError(f"The models folder {folder} cannot be read: {error.strerror}.") from error
        return []


def _opened(path: Path, place: Place) -> Package | Broken:
    try:
        return open_package(path, place=place)
    except PackageError as error:
        return Broken(path=path, pair=claimed_pair(path), place=place, fault=str(error))


def version_key(version: str) -> tuple[int, ...]:
    """Returns a version as numbers, so that 1.10 is newer than 1.9."""
    numbers = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    return tuple([*numbers, 0, 0, 0][:4])


def _sorted(packages: Iterable[Package]) -> list[Package]:
    return sorted(packages, key=lambda package: (package.small, _negative(package.version), package.path.name))


def _negative(version: str) -> tuple[int, ...]:
    return tuple(-number for number in version_key(version))


def _folder_metadata(folder: Path) -> Mapping[str, object]:
    try:
        metadata = parse_metadata((folder / "metadata.json").read_bytes(), folder)
    except OSError as error:
        raise PackageError(f"{folder} is no model package: {error.strerror}.") from error
    if not (folder / "model").is_dir() or not any((folder / name).is_file() for name in _TOKENIZERS):
        raise PackageError(f"{folder} is no model package: it needs model/ and one of {', '.join(_TOKENIZERS)}.")
    return metadata


def _settings(path: Path) -> Mapping[str, object]:
    try:
        settings = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}
