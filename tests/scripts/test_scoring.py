"""The benches score as they say, on pages they have not damaged."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BODY = "One two three four five.\nSix seven eight nine ten."


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    """The script whose name is the parameter."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module(request.param)


@pytest.mark.parametrize("script", ["scoring"], indirect=True)
def test_the_body_itself_scores_one(script: ModuleType) -> None:
    """What was asked for is found, whatever optional text comes with it."""
    assert script.score(BODY, BODY) == (1.0, 1.0)
    assert script.score(BODY, f"{BODY}\nA title of five words", ["A title of five words"])[1] == 1.0
    assert script.line_f1(BODY, f"A title\n{BODY}", ["A title"]) == 1.0


@pytest.mark.parametrize("script", ["scoring"], indirect=True)
def test_wrong_lines_cost_precision_and_lost_lines_recall(script: ModuleType) -> None:
    """Half of the body gives half the lines; residue beside it leaves recall alone."""
    first = BODY.splitlines()[0]
    precision, recall = script.score(BODY, first)
    assert precision == 1.0
    assert recall < 0.5
    precision, recall = script.score(BODY, f"{BODY}\nShare this story with all of your friends")
    assert precision < 1.0
    assert recall == 1.0
    assert script.line_f1(BODY, first) == pytest.approx(2 / 3)


@pytest.mark.parametrize("script", ["bench_extract"], indirect=True)
def test_a_dressed_page_keeps_its_own_markup(script: ModuleType) -> None:
    """The menu comes behind the body's start tag, and nothing of the page is lost."""
    page = '<html><body class="news"><p>One.</p></body></html>'
    dressed = script.dressed(page)
    assert dressed.startswith('<html><body class="news"><nav>')
    assert "<p>One.</p>" in dressed
    assert dressed.endswith("</body></html>")
