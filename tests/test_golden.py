"""Every folder of fixtures/golden holds a page and what becomes of it, checked by eye."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from polyglot_news.records import BODY_ROLES


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


FLOOR = 0.96
BODY = {role.value for role in BODY_ROLES}
BY_HAND = [case for case in golden.cases() if (case / "body.txt").exists()]


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case.name)
def test_what_is_kept_is_what_a_person_would_keep(case: Path) -> None:
    """Weighed by letters, the kept article and the lines of body.txt, written by hand, agree above the floor."""
    blocks = json.loads(golden.kept(case)[1])["blocks"]
    found = Counter(block["text"] for block in blocks if block["role"] in BODY)
    wanted = Counter((case / "body.txt").read_text(encoding="utf-8").splitlines())
    agreed = sum(len(text) * count for text, count in (found & wanted).items())
    total = sum(len(text) * count for text, count in (found + wanted).items())
    assert 2 * agreed / total >= FLOOR


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
