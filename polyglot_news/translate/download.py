"""Downloading a file that may be large over a line that may break."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from polyglot_news.errors import PackageError
from polyglot_news.translate.archive import MAX_BYTES

Answer = TypeVar("Answer")
Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes there will be, None where the server does not say."""

ATTEMPTS = 5
BACKOFF = 1.0
TIMEOUT = 30.0
_BLOCK = 1 << 18
_NOTHING_FOLLOWS = 416
_GIVE_UP = {400, 401, 403, 404, 405, 410, 451}
_REFUSED_REDIRECTS = range(300, 400)
"""What is left of redirects when urllib follows one no further: in a circle, or to what is no download."""
_BROKEN = (OSError, http.client.HTTPException)


class _Unfinished(Exception):  # noqa: N818 - a state of the download, not a fault
    """Fewer bytes came than were announced."""


def download(
    url: str, path: Path, *, sha256: str = "", size: int | None = None, progress: Progress | None = None
) -> Path:
    """Downloads ``url`` to ``path``, which appears whole or not at all.

    What a broken line left in ``path.part`` is resumed, if the server still has the same file. Raises PackageError when
    the server refuses, when all attempts failed, or when the content has another size or SHA-256 than it should; no
    more than ``size`` bytes are taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    fault = f"{url} cannot be downloaded"
    fetch = partial(_fetch, url, part, most=size or MAX_BYTES, progress=progress or _silent)
    _persistently(fetch, fault=fault, advice=" Try again: what has arrived is kept.")
    _check(url, part, sha256=sha256, size=size)
    part.replace(path)
    _tag(part).unlink(missing_ok=True)
    return path


def read(url: str, *, limit: int = 64 << 20) -> bytes:
    """Returns the content of a small file; raises PackageError like :func:`download`."""

    def content() -> bytes:
        with _open(url) as answer:
            found: bytes = answer.read(limit + 1)
            announced = _announced(answer)
        if len(found) <= limit:
            _all_there(len(found), announced)
        return found

    found = _persistently(content, fault=f"{url} cannot be read")
    if len(found) > limit:
        raise PackageError(f"{url} cannot be read: it is larger than {limit >> 20} MiB.")
    return found


def size_of(url: str) -> int | None:
    """Returns how many bytes a download would be, None where the server does not say."""
    try:
        with _open(url, method="HEAD") as answer:
            return _announced(answer)
    except _BROKEN:
        return None


def _persistently(attempt: Callable[[], Answer], *, fault: str, advice: str = "") -> Answer:
    """Makes up to ``ATTEMPTS`` attempts, with pauses that double; raises PackageError after the last.

    What a server refuses for good is not asked for again.
    """
    reason = ""
    for number in range(ATTEMPTS):
        if number:
            time.sleep(BACKOFF * 2 ** (number - 1))
        try:
            return attempt()
        except urllib.error.HTTPError as error:
            reason = f"the server says {error.code} {error.reason}"
            error.close()
            if error.code in _GIVE_UP or error.code in _REFUSED_REDIRECTS:
                raise PackageError(f"{fault}: {reason}.") from error
        except (*_BROKEN, _Unfinished) as error:
            reason = _said(error)
    raise PackageError(f"{fault}: {reason}.{advice}")


def _said(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__


def _fetch(url: str, part: Path, *, most: int, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    tag = _tag(part).read_text(encoding="utf-8") if have and _tag(part).exists() else ""
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if have and tag else {}
    with _opened(url, part, headers) as answer:
        resumed = answer.status == 206
        have = have if resumed else 0
        rest = _announced(answer)
        total = have + rest if rest is not None else None
        _tag(part).write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", encoding="utf-8")
        with part.open("ab" if resumed else "wb") as file:
            for block in iter(partial(answer.read1, _BLOCK), b""):
                have += len(block)
                if have > most:
                    break
                file.write(block)
                progress(have, total)
    if have > most:
        part.unlink()
        raise PackageError(f"{url} cannot be downloaded: it is larger than the {most:,} bytes it should be.")
    _all_there(have, total)


def _opened(url: str, part: Path, headers: dict[str, str]) -> Any:
    """Opens the rest of a file; a part that nothing can follow, as a killed program leaves one, is removed."""
    try:
        return _open(url, headers=headers)
    except urllib.error.HTTPError as error:
        if error.code == _NOTHING_FOLLOWS:
            part.unlink()
        raise


def _all_there(have: int, total: int | None) -> None:
    if total is not None and have != total:
        raise _Unfinished(f"the connection broke after {have:,} of {total:,} bytes")


def _open(url: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Any:
    if not url.startswith(("http://", "https://")):
        raise PackageError(f"{url} is no address of a download: it should begin with https://.")
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "polyglot-news", **(headers or {})})
    return urllib.request.urlopen(request, timeout=TIMEOUT)


def _check(url: str, part: Path, *, sha256: str, size: int | None) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    have, fault = part.stat().st_size, ""
    if size not in (None, have):
        fault = f"it has {have:,} bytes, expected {size:,}"
    elif sha256 and found != sha256.lower():
        fault = f"its SHA-256 is {found}, expected {sha256.lower()}"
    if fault:
        part.unlink()
        raise PackageError(f"{url} is not what it should be: {fault}.")


def _tag(part: Path) -> Path:
    """Beside a part lies the server's name for the version of the file that it is a part of."""
    return part.with_name(part.name + ".tag")


def _announced(answer: Any) -> int | None:
    length = answer.headers.get("Content-Length")
    return int(length) if length and length.isdecimal() else None


def _silent(_have: int, _total: int | None) -> None:
    pass
