"""The script that fits the confidence, on made-up scores."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("fit_confidence", SCRIPTS / "fit_confidence.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_a_curve_never_falls_and_comes_close_to_the_truth(script: ModuleType) -> None:
    """Of outcomes drawn with a known probability."""
    chance = np.random.default_rng(1)
    scores = chance.uniform(-2, 0, 20_000)
    truth = 1 / (1 + np.exp(-4 * (scores + 1)))
    corners = np.array(script.fitted(scores, (chance.random(20_000) < truth).astype(float)))
    assert (np.diff(corners[:, 0]) > 0).all() and (np.diff(corners[:, 1]) > 0).all()
    assert np.abs(np.interp(scores, *corners.T) - truth).max() < 0.06


def test_scores_that_say_nothing_give_the_mean_everywhere(script: ModuleType) -> None:
    """What falls is pooled."""
    scores = np.linspace(-2, 0, 1_000)
    [(_, share)] = script.fitted(scores, (scores < -1).astype(float))
    assert share == pytest.approx(0.5)


def test_nothing_is_said_of_few(script: ModuleType) -> None:
    """A row of the table with fewer than thirty joins its neighbour, and no corner of a curve is made of fewer."""
    predicted = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9], [40, 29, 40, 40, 6])
    rows = list(script._rows(np.ones(len(predicted)), predicted))
    assert [(name, number) for name, number, _, _ in rows] == [("0.0–0.2", 40), ("0.2–0.6", 69), ("0.6–1.0", 46)]
    assert [(name, number) for name, number, *_ in script._rows(np.ones(9), np.linspace(0, 1, 9))] == [("0.0–1.0", 9)]
    scores = np.linspace(-2, 0, 100)
    assert len(script.fitted(scores, (scores > -1).astype(float))) <= 3 == 100 // script.FEWEST


def test_a_prediction_does_not_know_its_own_origin(script: ModuleType) -> None:
    """An origin in which everything is good is predicted by the others, in which nothing is."""
    scores = np.tile(np.linspace(-2, 0, 100), 2)
    found = script.Tries(
        pair="ru-en", scores=scores, chrf=np.repeat([90.0, 10.0], 100), origins=np.repeat(["a", "b"], 100), refused=[]
    )
    assert script.held_out(found).tolist() == [0.0] * 100 + [1.0] * 100
    assert script.reliability(found)["auc"] == pytest.approx(0.5, abs=0.01)
