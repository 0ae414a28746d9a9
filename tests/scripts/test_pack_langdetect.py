"""What ships of langdetect's counts is what the script packs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from polyglot_news.route.detector import COUNTS
from polyglot_news.route.packed import FOLDER

SCRIPT = Path(__file__).parents[2] / "scripts" / "pack_langdetect.py"


def test_the_file_that_ships_is_packed_from_the_installed_langdetect() -> None:
    """The script gives it byte for byte, so that a newer langdetect is seen."""
    spec = importlib.util.spec_from_file_location("pack_langdetect", SCRIPT)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.packed() == (FOLDER / COUNTS).read_bytes()
