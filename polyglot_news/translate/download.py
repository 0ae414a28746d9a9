"""Downloading a file that may be large over a line that may break."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from polyglot_news.errors import PackageError

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes there will be, None where the server does not say."""

ATTEMPTS = 5
BACKOFF = 1.0
TIMEOUT = 30.0
MAX_BYTES = 4 << 30
_BLOCK = 1 << 18
_GIVE_UP = {400, 401, 403, 404, 405, 410, 451}
_BROKEN = (OSError, http.client.HTTPException)


class _Unfinished(Exception):  # noqa: N818 - a state of the download, not a fault
    """Fewer bytes came than were announced."""


def download(url: str, path: Path, *, sha256: str = "", progress: Progress | None = None) -> Path:
    """Downloads ``url`` to ``path``, which appears whole or not at all.

    What a broken line left in ``path.part`` is resumed, if the server still has the same file; a failure is tried
    again ``ATTEMPTS`` times, twice as late each time. Raises PackageError when the server refuses, when all attempts
    failed, or when the content has another SHA-256 than it should.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part, fault = path.with_name(path.name + ".part"), ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(BACKOFF * 2 ** (attempt - 1))
        try:
            _fetch(url, part, progress or _silent)
            break
        except urllib.error.HTTPError as error:
            fault = f"the server says {error.code} {error.reason}"
            if error.code in _GIVE_UP:
                raise PackageError(f"{url} cannot be downloaded: {fault}.") from error
        except (*_BROKEN, _Unfinished) as error:
            fault = str(error) or type(error).__name__
    else:
        raise PackageError(f"{url} cannot be downloaded: {fault}. Try again: what has arrived is kept.")
    _check(url, part, sha256)
    part.replace(path)
    _tag(part).unlink(missing_ok=True)
    return path


def read(url: str, *, limit: int = 64 << 20) -> bytes:
    """Returns the content of a small file; raises PackageError like :func:`download`."""
    fault = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(BACKOFF * 2 ** (attempt - 1))
        try:
            with _open(url) as answer:
                content: bytes = answer.read(limit + 1)
        except urllib.error.HTTPError as error:
            fault = f"the server says {error.code} {error.reason}"
            if error.code in _GIVE_UP:
                break
        except _BROKEN as error:
            fault = str(error) or type(error).__name__
        else:
            if len(content) <= limit:
                return content
            fault = f"it is larger than {limit >> 20} MiB"
            break
    raise PackageError(f"{url} cannot be read: {fault}.")


def size_of(url: str) -> int | None:
    """Returns how many bytes a download would be, None where the server does not say."""
    try:
        with _open(url, method="HEAD") as answer:
            return _number(answer.headers.get("Content-Length"))
    except _BROKEN:
        return None


def _fetch(url: str, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    tag = _tag(part).read_text(encoding="utf-8") if have and _tag(part).exists() else ""
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if have and tag else {}
    with _open(url, headers=headers) as answer:
        resumed = answer.status == 206
        have = have if resumed else 0
        rest = _number(answer.headers.get("Content-Length"))
        total = have + rest if rest is not None else None
        _tag(part).write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", encoding="utf-8")
        with part.open("ab" if resumed else "wb") as file:
            have = _copy(answer, file, have=have, total=total, progress=progress)
    if total is not None and have != total:
        raise _Unfinished(f"the connection broke after {have:,} of {total:,} bytes")


def _copy(answer: Any, file: IO[bytes], *, have: int, total: int | None, progress: Progress) -> int:
    while block := answer.read1(_BLOCK):
        file.write(block)
        have += len(block)
        if have > MAX_BYTES:
            raise PackageError(f"The download is larger than {MAX_BYTES >> 30} GiB.")
        progress(have, total)
    return have


def _open(url: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Any:
    if not url.startswith(("http://", "https://")):
        raise PackageError(f"{url} is no address of a download: it should begin with https://.")
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "polyglot-news", **(headers or {})})
    return urllib.request.urlopen(request, timeout=TIMEOUT)


def _check(url: str, part: Path, sha256: str) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 and found != sha256.lower():
        part.unlink()
        raise PackageError(f"{url} is not what it should be: its SHA-256 is {found}, expected {sha256.lower()}.")


def _tag(part: Path) -> Path:
    """Beside a part lies the server's name for the version of the file that it is a part of."""
    return part.with_name(part.name + ".tag")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _silent(_have: int, _total: int | None) -> None:
    pass
