"""The numbers that routing ships, in files mapped into memory: nothing is unpacked, and processes share them."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
FOLDER = Path(__file__).with_name("data")
_ALIGNED = 64


def pack(header: Mapping[str, Any], arrays: Arrays) -> bytes:
    """Returns a file: a line of JSON, then the arrays one behind the other, each at a multiple of 64 bytes."""
    kinds = {name: (array.dtype.newbyteorder("<").str, array.shape) for name, array in arrays.items()}
    line = json.dumps({**header, "arrays": kinds}, ensure_ascii=False).encode()
    parts = [line + b"\n", *(array.astype(kinds[name][0]).tobytes() for name, array in arrays.items())]
    return b"".join(part + bytes(-len(part) % _ALIGNED) for part in parts)


def unpack(name: str) -> tuple[dict[str, Any], Arrays]:
    """Returns the header and the arrays of a file in ``data``; what is not looked at is not read."""
    with (FOLDER / name).open("rb") as file:
        raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    line = raw.readline()
    header: dict[str, Any] = json.loads(line)
    arrays: dict[str, NDArray[Any]] = {}
    at = len(line)
    for key, (kind, shape) in header.pop("arrays").items():
        at += -at % _ALIGNED
        size = int(np.prod(shape, dtype=np.int64))
        arrays[key] = np.frombuffer(raw, dtype=kind, count=size, offset=at).reshape(shape)
        at += arrays[key].nbytes
    return header, arrays
