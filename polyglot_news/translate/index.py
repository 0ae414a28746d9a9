"""The index of packages that can be downloaded, Argos's or one of the same form."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot_news.errors import PackageError
from polyglot_news.languages import argos_code
from polyglot_news.translate.download import read, size_of
from polyglot_news.translate.model import argos_package_module
from polyglot_news.translate.packages import Package, version_key
from polyglot_news.translate.receipt import promised_version

_INDEX = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A package in an index (Argos codes); ``size`` in bytes and ``sha256`` where the index or server says."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    size: int | None = None
    sha256: str = ""

    @property
    def pair(self) -> str:
        """The pair as ``models install`` takes it."""
        return f"{self.source}-{self.target}"


def available(index: str | None = None) -> list[Available]:
    """Returns the newest package of every pair in an index: a file, a URL, ``ARGOS_PACKAGE_INDEX`` or Argos's own.

    Raises PackageError when the index cannot be read or is none.
    """
    where = index or os.environ.get("ARGOS_PACKAGE_INDEX") or _argos_index()
    newest: dict[str, Available] = {}
    for entry in _entries(where):
        if entry.pair not in newest or version_key(entry.version) > version_key(newest[entry.pair].version):
            newest[entry.pair] = entry
    return sorted(newest.values(), key=lambda entry: entry.pair)


def with_sizes(entries: Sequence[Available]) -> list[Available]:
    """Returns the entries with the sizes that their servers tell; one that does not answer leaves None."""

    def sized(entry: Available) -> Available:
        links = () if entry.size is not None else entry.links
        return replace(entry, size=next((size for link in links if (size := size_of(link))), entry.size))

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(sized, entries))


def find(pair: str, entries: Sequence[Available]) -> Available:
    """Returns the package of a pair, given as ``ru-en``, ``ru_en`` or with BCP-47 tags (``pt-BR-en``).

    Raises PackageError when there is none, naming the two that lead through English where they exist.
    """
    by_pair = {entry.pair: entry for entry in entries}
    wanted = [f"{argos_code(source)}-{argos_code(target)}" for source, target in _splits(pair)]
    for name in wanted:
        if name in by_pair:
            return by_pair[name]
    raise PackageError(f"The index has no package {pair}.{_advice(pair, by_pair)}")


def outdated(packages: Sequence[Package], entries: Sequence[Available]) -> list[Available]:
    """Returns the packages of an index that are newer than the installed ones of their pairs.

    An index may call a package newer than the package does itself; what it was installed as counts, too.
    """
    installed = {package.pair: max(map(version_key, versions(package))) for package in packages}
    return [
        entry for entry in entries if entry.pair in installed and version_key(entry.version) > installed[entry.pair]
    ]


def versions(package: Package) -> tuple[str, str]:
    """Returns what a package calls its version, and what the index called it from which it was installed."""
    return package.version, promised_version(package.path)


def _entries(where: str) -> list[Available]:
    try:
        found = json.loads(_content(where))
    except ValueError as error:
        raise PackageError(f"{where} is no package index: {error}.") from error
    if not isinstance(found, list):
        raise PackageError(f"{where} is no package index: it should be a JSON list.")
    return [entry for item in found if (entry := _entry(item))]


def _content(where: str) -> bytes:
    if where.startswith(("http://", "https://")):
        return read(where if where.endswith(".json") else f"{where.rstrip('/')}/{_INDEX}")
    if "://" in where:
        raise PackageError(
            f"{where} is no address of a package index: it is a file, or begins with https:// or http://."
        )
    path = Path(where)
    try:
        return (path / _INDEX if path.is_dir() else path).read_bytes()
    except OSError as error:
        raise PackageError(f"The package index {where} cannot be read: {error.strerror}.") from error


def _entry(item: object) -> Available | None:
    """Returns what an index says of a translation package; other kinds and broken rows are passed over."""
    if not isinstance(item, dict) or item.get("type", "translate") != "translate":
        return None
    source, target, links, size = (item.get(name) for name in ("from_code", "to_code", "links", "size"))
    if not (isinstance(source, str) and isinstance(target, str) and isinstance(links, list)):
        return None
    return Available(
        source=source,
        target=target,
        version=str(item.get("package_version", "")),
        links=tuple(link for link in links if isinstance(link, str) and link.startswith(("http://", "https://"))),
        size=size if isinstance(size, int) and size > 0 else None,
        sha256=str(item.get("sha256") or ""),
    )


def _splits(pair: str) -> list[tuple[str, str]]:
    parts = pair.replace("_", "-").split("-")
    return [("-".join(parts[:i]), "-".join(parts[i:])) for i in range(1, len(parts))]


def _advice(pair: str, by_pair: dict[str, Available]) -> str:
    for source, target in _splits(pair):
        steps = f"{argos_code(source)}-en", f"en-{argos_code(target)}"
        if all(step in by_pair for step in steps):
            return f" Through English it has both ways: polyglot-news models install {' '.join(steps)}"
    return " See what it has: polyglot-news models available"


def _argos_index() -> str:
    argos_package_module()
    from argostranslate import settings

    return str(settings.remote_package_index)
