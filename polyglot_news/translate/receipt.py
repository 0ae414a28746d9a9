"""The receipt that lies in an installed package: what was put there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from polyglot_news.files import write_json
from polyglot_news.translate.archive import sha256

_RECEIPT = "receipt.json"


def write_receipt(folder: Path, archive: Path, *, promised: str = "") -> None:
    """Notes the size and SHA-256 of an archive, and of every file in the folder that it was unpacked to.

    ``promised`` is the version that an index gave it, which need not be the package's own.
    """
    facts = {"sha256": sha256(archive), "bytes": archive.stat().st_size, "files": _files(folder)}
    write_json(folder / _RECEIPT, facts | ({"promised": promised} if promised else {}))


def read_receipt(folder: Path) -> Mapping[str, object]:
    """Returns the receipt of a package, an empty one where others installed it."""
    try:
        receipt = json.loads((folder / _RECEIPT).read_bytes())
    except (OSError, ValueError):
        return {}
    return receipt if isinstance(receipt, dict) else {}


def promised_version(folder: Path) -> str:
    """Returns the version under which an index offered a package, nothing where none did."""
    return str(read_receipt(folder).get("promised", ""))


def changed(folder: Path) -> str:
    """Says which files differ from the receipt, nothing where there is none."""
    files = read_receipt(folder).get("files")
    if not isinstance(files, dict):
        return ""
    found = _files(folder)
    names = sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))
    return f"changed since it was installed: {', '.join(names)}" if names else ""


def _files(folder: Path) -> dict[str, object]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _RECEIPT)
    return {path.relative_to(folder).as_posix(): [path.stat().st_size, sha256(path)] for path in paths}
