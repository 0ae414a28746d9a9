"""On a real GPU, where there is one: ``pytest tests/translate/test_gpu.py -n0 -rs`` says what is missing where not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import ctranslate2
import pytest
from typer.testing import CliRunner

from polyglot_news.cli import app
from polyglot_news.translate.engine import Threads
from polyglot_news.translate.hardware import Hardware
from polyglot_news.translate.model import Model
from polyglot_news.translate.packages import open_package

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "fixtures" / "models" / "translate-ru_en-1_0.argosmodel"
SENTENCES = sorted(
    {
        text
        for line in (ROOT / "tests" / "score" / "good.tsv").read_text(encoding="utf-8").splitlines()
        for source_lang, target_lang, source, target in [line.split("\t")]
        for language, text in [(source_lang, source), (target_lang, target)]
        if language == "ru"
    }
)
COUNT = ctranslate2.get_cuda_device_count()
on_a_gpu = pytest.mark.skipif(COUNT == 0, reason="CTranslate2 sees no GPU here (get_cuda_device_count is 0)")
without_a_gpu = pytest.mark.skipif(COUNT > 0, reason="there is a GPU")


@on_a_gpu
def test_a_gpu_translates_as_the_cores_do() -> None:
    """Rounding may decide between two near translations, in one of twenty at most; nothing is said of the GPU."""
    said: list[str] = []
    folder = open_package(PACKAGE).folder()
    there = Model(folder, beam=4, hardware=Hardware(Threads(batches=2), say=said.append))
    here = Model(folder, beam=4, hardware=Hardware(Threads(batches=2), gpu=False))
    assert there.place.startswith("cuda ") and here.place.startswith("cpu ") and said == []
    pairs = zip(there.translate(SENTENCES), here.translate(SENTENCES), strict=True)
    others = [(one.text, other.text) for one, other in pairs if one.text != other.text]
    assert there.place.startswith("cuda ") and len(others) <= len(SENTENCES) * 0.05, others


@on_a_gpu
def test_a_build_names_the_gpu(tmp_path: Path) -> None:
    """In the manifest, as what translated the pair."""
    (tmp_path / "page.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    out = tmp_path / "out"
    command = ["build", str(tmp_path / "page.txt"), "--to", "en", "--models", str(PACKAGE), "--out", str(out)]
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 0, told.stderr
    [place] = json.loads((out / "manifest.json").read_text())["models"]["ru-en"]["places"]
    assert place.startswith("cuda ")


@without_a_gpu
def test_without_a_gpu_ctranslate2_says_so_as_the_stand_in_does() -> None:
    """No numbers and no model there, each told in an error of its own, asked in a process that has not asked before."""
    model = open_package(PACKAGE).folder() / "model"
    for call in (
        'get_supported_compute_types("cuda", 0)',
        f'Translator({str(model)!r}, device="cuda", device_index=[0])',
    ):
        code = f"import ctranslate2\nctranslate2.{call}"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        *_, error = told.stderr.splitlines()
        assert told.returncode == 1
        assert error.startswith(
            ("RuntimeError: CUDA failed with error", "ValueError: This CTranslate2 package was not")
        )


@without_a_gpu
def test_without_a_gpu_the_cores_translate_the_same_sentences() -> None:
    """So that what the tests of a GPU compare with is there."""
    model = Model(open_package(PACKAGE).folder(), beam=4, hardware=Hardware(Threads(batches=2)))
    outputs = model.translate(SENTENCES)
    assert len(SENTENCES) >= 20 and all(output.text for output in outputs) and model.place.startswith("cpu ")
