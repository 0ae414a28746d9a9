"""Every folder of fixtures/golden holds a page and what becomes of it, checked by eye."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest


def load_script() -> ModuleType:
    path = Path(__file__).parents[1] / "scripts" / "update_golden.py"
    spec = importlib.util.spec_from_file_location("update_golden", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


golden = load_script()


@pytest.mark.parametrize("case", golden.cases(), ids=lambda case: case.name)
def test_page_becomes_what_is_kept(case: Path) -> None:
    """Extracting the page gives the kept article, or the kept reject, to the last block and offset."""
    name, text = golden.outcome(case)
    assert (name, json.loads(text)) == (golden.kept(case)[0], json.loads(golden.kept(case)[1]))


def test_update_shows_the_difference_and_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case changes only when the answer is yes."""
    case = tmp_path / "case"
    case.mkdir()
    (case / "page.html").write_bytes(b"")
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert not golden.update(case, sure=False)
    assert '+  "reason": "empty"' in capsys.readouterr().out
    assert golden.kept(case) == ("", "")
    assert golden.update(case, sure=True)
    assert golden.kept(case) == golden.outcome(case)
