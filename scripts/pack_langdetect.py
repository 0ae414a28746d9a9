"""Packs the counts in langdetect's own profiles (Apache-2.0), so that one gram is looked up without reading all.

uv run scripts/pack_langdetect.py
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files

import numpy as np

from polyglot_news.route.detector import COUNTS, gram_key
from polyglot_news.route.packed import FOLDER, pack


def main() -> None:
    """Writes the file that the detector reads."""
    path = FOLDER / COUNTS
    path.write_bytes(packed())
    print(f"{path}: {path.stat().st_size:,} bytes", file=sys.stderr)


def packed() -> bytes:
    """Returns the file: languages in the order of their names, and for every gram who has it how often."""
    paths = sorted((files("langdetect") / "profiles").iterdir(), key=lambda path: path.name)
    profiles = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    counted = sorted(
        (gram_key(gram), column, count)
        for column, profile in enumerate(profiles)
        for gram, count in profile["freq"].items()
    )
    keys, columns, counts = (np.array(each) for each in zip(*counted, strict=True))
    grams, first = np.unique(keys, return_index=True)
    return pack(
        {"languages": [profile["name"] for profile in profiles]},
        {
            "totals": np.array([profile["n_words"] for profile in profiles], np.uint32).T,
            "grams": grams.astype(np.uint64),
            "starts": np.append(first, len(keys)).astype(np.uint32),
            "columns": columns.astype(np.uint8),
            "counts": counts.astype(np.uint32),
        },
    )


if __name__ == "__main__":
    main()
