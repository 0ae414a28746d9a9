"""What the profile script packs is what routing reads."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from polyglot_news.route import packed, profiles
from polyglot_news.route.weights import LETTER, value

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_profiles.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("train_profiles", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_profiles"] = module
    spec.loader.exec_module(module)
    return module


def test_packed_profiles_are_read_back(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every gram of every language comes back with its value, and a letter with what a letter says."""
    words = {"aa": {"the": 5, "then": 2}, "bb": {"der": 4, "den": 3}}
    shares: dict[str, dict[str, float]] = {}
    for tag, counted in words.items():
        counts = script.grams(counted)
        totals = [sum(n for gram, n in counts.items() if len(gram) == length) for length in range(1, 6)]
        shares[tag] = {gram: n / totals[len(gram) - 1] for gram, n in counts.items()}
    (tmp_path / "profiles.bin").write_bytes(script.packed({"Latin": shares}, {}))
    monkeypatch.setattr(packed, "FOLDER", tmp_path)
    header, arrays = packed.unpack("profiles.bin")
    group = profiles._group(header["groups"][0], arrays, step=header["step"])
    for column, tag in enumerate(group.languages):
        for gram, share in shares[tag].items():
            numbers = [profiles.SPACE if c == " " else int(group.letters[ord(c)]) for c in gram]
            row = profiles.find(group, np.array([int.from_bytes(bytes(numbers), "big")], dtype=np.uint64))[0]
            expected = value(share, len(gram), group.step) + (LETTER if len(gram) == 1 else 0)
            assert group.values[row, column] == expected, gram


def test_langdetect_counts_are_one_source(script: ModuleType) -> None:
    """The script reads langdetect's own files, capitals and small letters together."""
    counts = script.langdetect_grams("tr")
    assert counts["a"] > 0
    assert not [gram for gram in counts if gram != gram.lower()]
