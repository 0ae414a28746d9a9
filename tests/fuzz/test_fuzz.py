"""Damaged inputs end as an article or a reject, never as a crash or a hang; `scripts/fuzz.py` runs many more."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

COUNT, PARTS = 500, 10
SLOWEST = 20.0


def load_script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fuzz = load_script()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_inputs_end_well(part: int) -> None:
    """Every input gives only pages that keep their promises and rejects with a reason, within a time."""
    for number in range(part, COUNT, PARTS):
        started = time.process_time()
        try:
            fuzz.check(*fuzz.damaged(number))
        except Exception as error:
            raise AssertionError(f"scripts/fuzz.py --only {number} repeats this") from error
        assert time.process_time() - started < SLOWEST, number


def test_an_input_is_decided_by_its_number() -> None:
    """The same number gives the same bytes, so that a failure can be repeated."""
    assert [fuzz.damaged(number) for number in range(20)] == [fuzz.damaged(number) for number in range(20)]
    assert len({fuzz.damaged(number) for number in range(20)}) == 20


def test_a_crash_and_a_hang_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The long run outlives an input that ends or stops its process, and names it."""

    def check(suffix: str, data: bytes) -> dict[str, int]:  # noqa: ARG001
        if data == b"1":
            sys.exit("crash")
        if data == b"2":
            while True:
                pass
        return {}

    monkeypatch.setattr(fuzz, "HANG", 1)
    monkeypatch.setattr(fuzz, "check", check)
    monkeypatch.setattr(fuzz, "damaged", lambda number: (".html", b"%d" % number))
    found = {result[0]: result[2] for result in fuzz.run(range(4)) if isinstance(result, tuple)}
    assert found == {0: "", 1: "crash (exit code 1)", 2: "hang", 3: ""}
