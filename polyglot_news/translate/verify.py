"""Telling whether packages on this machine are whole and answer, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from polyglot_news.errors import PackageError
from polyglot_news.translate.engine import Threads
from polyglot_news.translate.packages import Package, claimed_pair, claims, open_package, places
from polyglot_news.translate.receipt import changed, read_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying found: the path of a package, the pair it is or claims to be of, and its fault or nothing."""

    path: Path
    pair: str = ""
    fault: str = ""


def verify(models: Path | None = None) -> list[Verdict]:
    """Checks every package that can be found: readable, complete, and unchanged since it was installed.

    Raises PackageError when ``models`` is not there.
    """
    if models is not None and not models.exists():
        raise PackageError(f"The models folder {models} is not there.")
    return [_verify(path) for _, folder in places(models) if folder.exists() for path in claims(folder)]


def info(package: Package) -> dict[str, object]:
    """Returns what is known of a package, for a person: languages, version, place, size, tokenizer, digest."""
    folder = package.folder()
    return {
        "pair": package.pair,
        "name": package.name,
        "version": package.version,
        "small": package.small,
        "place": package.place.value,
        "path": str(package.path),
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "tokenizer": "sentencepiece" if (folder / "sentencepiece.model").is_file() else "bpe",
        "sha256": read_receipt(folder).get("sha256"),
    }


def unloadable(folder: Path) -> str:
    """Says why an unpacked package cannot translate, nothing where it can.

    Raises PackageError when it cannot be loaded.
    """
    import ctranslate2

    if not ctranslate2.contains_model(str(folder / "model")):
        return "its model folder holds no CTranslate2 model"
    from polyglot_news.translate.hardware import Hardware
    from polyglot_news.translate.model import Model

    outputs = Model(folder, hardware=Hardware(Threads(batches=1), gpu=False), beam=1).translate(["a"])
    return "" if len(outputs) == 1 else "its model does not answer"


def _verify(path: Path) -> Verdict:
    try:
        folder = open_package(path).folder()
        fault = changed(folder) or unloadable(folder)
    except PackageError as error:
        fault = str(error)
    return Verdict(path=path, pair=claimed_pair(path), fault=fault)
