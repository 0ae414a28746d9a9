"""The bench of the translate stage, with few texts."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def test_a_few_texts_are_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the bench writes is what an extract stage leaves behind."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    bench = importlib.import_module("bench_queue")
    bench.segments(tmp_path, 30)
    bench.run_stage(tmp_path, "echo", tmp_path)
    figure = json.loads(capsys.readouterr().out)
    assert figure["texts"] == 30 and figure["engine"] == "echo" and figure["peak_mb"] > 0
