"""Reading an ``.argosmodel``: a zip that nobody vouches for, looked at before anything of it is written."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath

from polyglot_news.errors import PackageError

SUFFIX = ".argosmodel"
MAX_BYTES = 4 << 30
MAX_MEMBERS = 5_000
MAX_GROWTH = 20
"""Weights hardly shrink in a zip, so packages grow to 1.1 to 2.5 times their size; a vocabulary alone grows sixfold."""
SMALL = 16 << 20
"""So few bytes fill no disk, however much they have grown."""
_METADATA = "metadata.json"
_MAX_METADATA = 1 << 20


def read_metadata(archive: Path) -> Mapping[str, object]:
    """Returns ``metadata.json`` of an archive without unpacking it; raises PackageError when the archive is unfit."""
    with _opened(archive) as packed:
        return parse_metadata(packed.read(_metadata(packed, archive)), archive)


def parse_metadata(content: bytes, where: Path) -> Mapping[str, object]:
    """Returns metadata as an object; raises PackageError when it is none."""
    try:
        metadata = json.loads(content)
    except ValueError as error:
        raise PackageError(f"{where} has an unreadable metadata.json: {error}.") from error
    if not isinstance(metadata, dict):
        raise PackageError(f"{where} has a metadata.json that is no object.")
    return metadata


def unpack(archive: Path, folder: Path) -> Path:
    """Unpacks the one package of an archive as ``folder``, whole or not at all.

    Raises PackageError for a member that would leave the folder or fall together with another, a link, or more bytes
    than a model can have.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _opened(archive) as packed, scratch_beside(folder.parent) as scratch:
        root = PurePosixPath(_metadata(packed, archive).filename).parent
        packed.extractall(scratch)
        _put(scratch / root, folder)
    return folder


def unpacked(archive: Path) -> Path:
    """Returns a folder with the content of an archive, unpacked once for each content into the user's cache.

    Where the cache cannot be written it is a temporary folder, removed when the process ends.
    """
    digest = sha256(archive)
    for base in (cache_folder() / "packages", _temporary()):
        folder = base / digest[:32]
        if folder.is_dir():
            return folder
        try:
            return unpack(archive, folder)
        except OSError:
            continue
    raise PackageError(f"{archive} cannot be unpacked: no folder to write to. Set XDG_CACHE_HOME or TMPDIR.")


def sha256(path: Path) -> str:
    """Returns the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        packed = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError) as error:
        raise PackageError(f"{archive} is no model package: {error}.") from error
    except OSError as error:
        raise PackageError(f"{archive} cannot be opened: {error.strerror}.") from error
    with packed:
        for member in packed.infolist():
            _check(member, archive)
        _check_names(packed.infolist(), archive)
        _check_size(packed.infolist(), archive)
        try:
            yield packed
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise PackageError(f"{archive} cannot be unpacked: {error}.") from error


def _check(member: zipfile.ZipInfo, archive: Path) -> None:
    name, path = member.filename, PurePosixPath(member.filename)
    fault = None
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name or not path.parts:
        fault = "leaves its folder"
    elif stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        fault = "is a link or a device"
    elif any(unicodedata.category(letter).startswith("C") for letter in name):
        fault = "has a control character in its name"
    elif member.flag_bits & 1:
        fault = "is encrypted"
    if fault:
        raise PackageError(f"{archive} is not safe to unpack: its member {name!r} {fault}.")


def _check_names(members: list[zipfile.ZipInfo], archive: Path) -> None:
    """Refuses members that would be one, also on a file system that keeps no letter case and no kind of accents."""
    paths = [(PurePosixPath(member.filename), member.is_dir()) for member in members]
    files = [path for path, is_folder in paths if not is_folder]
    folders = {path for path, is_folder in paths if is_folder} | {
        folder for path, _ in paths for folder in path.parents
    }
    names = Counter(_folded(str(path)) for path in (*files, *folders))
    if twice := [path for path in files + sorted(folders) if names[_folded(str(path))] > 1]:
        raise PackageError(f"{archive} is not safe to unpack: several of its members would be {str(twice[-1])!r}.")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _check_size(members: list[zipfile.ZipInfo], archive: Path) -> None:
    if len(members) > MAX_MEMBERS:
        raise PackageError(f"{archive} is not safe to unpack: it has {len(members):,} members.")
    size = sum(member.file_size for member in members)
    if size > MAX_BYTES:
        raise PackageError(f"{archive} is not safe to unpack: it would grow to {size / 2**30:.1f} GiB.")
    if sum(member.compress_size for member in members) > archive.stat().st_size:
        raise PackageError(f"{archive} is not safe to unpack: its members lie in one another.")
    # Each is held to its own bytes, or others that hardly shrink would pay for one that grows a thousandfold.
    if sum(max(0, member.file_size - MAX_GROWTH * member.compress_size) for member in members) > SMALL:
        times = max(member.file_size // max(1, member.compress_size) for member in members)
        raise PackageError(f"{archive} is not safe to unpack: a member would grow to {times:,} times its size.")


def _metadata(packed: zipfile.ZipFile, archive: Path) -> zipfile.ZipInfo:
    """Returns the one ``metadata.json`` in the archive's root or in the one folder in it."""
    found = [m for m in packed.infolist() if PurePosixPath(m.filename).name == _METADATA]
    near = [member for member in found if len(PurePosixPath(member.filename).parts) < 3]
    if len(near) != 1 or near[0].file_size > _MAX_METADATA:
        raise PackageError(f"{archive} is no model package: it needs one {_METADATA} in its top folder.")
    return near[0]


@contextmanager
def scratch_beside(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder on the file system of ``folder``, outside of it where that is possible.

    Argos takes every folder among its packages for a package, also one that a killed program left there.
    """
    outside = folder.parent
    fit = os.access(outside, os.W_OK) and outside.stat().st_dev == folder.stat().st_dev
    scratch = Path(tempfile.mkdtemp(prefix=".partial-", dir=outside if fit else folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put(content: Path, folder: Path) -> None:
    content.chmod(0o755)
    try:
        content.rename(folder)
    except OSError:
        # Another process was faster with the same content.
        if not folder.is_dir():
            raise


def cache_folder() -> Path:
    """Returns the user's cache folder for this program."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "polyglot-news"


@cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="polyglot-news-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
