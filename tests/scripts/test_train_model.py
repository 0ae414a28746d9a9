"""The training scripts, and the small packages they made."""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import ctranslate2
import pytest
import sacrebleu
import sentencepiece

from polyglot_news.translate.engine import Threads
from polyglot_news.translate.hardware import Hardware
from polyglot_news.translate.model import Model
from polyglot_news.translate.packages import Package, open_package

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "fixtures" / "models"
HAND_WRITTEN = ROOT / "tests" / "data" / "small_model.ru-en.tsv"
LARGEST = 12_000_000
CHRF_FLOOR = {
    ("ru", "en", "interface"): 54.0,
    ("ru", "en", "news"): 70.0,
    ("en", "ru", "interface"): 83.0,
    ("en", "ru", "news"): 80.0,
}

WORDS = {
    "красный": "red", "синий": "blue", "новый": "new", "старый": "old", "дом": "house", "стол": "table",
    "файл": "file", "город": "city", "видит": "sees", "любит": "loves", "и": "and", "мой": "my",
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(MODELS.glob("*.argosmodel")), ids=lambda path: path.stem)
def archive(request: pytest.FixtureRequest) -> Path:
    """Every package that ships with the project."""
    path: Path = request.param
    return path


@cache
def model(source: str, target: str) -> Model:
    """A small model that ships, loaded."""
    archive = MODELS / f"translate-{source}_{target}-1_0.argosmodel"
    return Model(open_package(archive).folder(), hardware=Hardware(Threads(batches=1)), beam=4)


def pairs(count: int) -> list[tuple[str, str]]:
    """Sentences of a language whose words translate one by one."""
    picks = random.Random(1)
    chosen = [picks.choices(list(WORDS), k=picks.randint(2, 6)) for _ in range(count)]
    return [(" ".join(WORDS[word] for word in words), " ".join(words)) for words in chosen]


def test_small_packages_are_small(archive: Path) -> None:
    """A shipped package stays below 12 MB."""
    assert archive.stat().st_size <= LARGEST


def test_small_packages_are_argos_packages(archive: Path) -> None:
    """A shipped package has one folder with what Argos expects, and says that it is small."""
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        metadata = json.loads(packed.read(f"{archive.stem}/metadata.json"))
    assert {name.split("/")[0] for name in names} == {archive.stem}
    assert {"sentencepiece.model", "README.md", "model/model.bin", "model/config.json"} <= {
        name.removeprefix(f"{archive.stem}/") for name in names
    }
    assert metadata["type"] == "translate"
    assert metadata["size_class"] == "small"
    assert archive.stem == f"translate-{metadata['from_code']}_{metadata['to_code']}-1_0"


def test_interface_residue_is_translated() -> None:
    """The label under many Russian pages comes out as what it means."""
    translation = model("ru", "en").translate(["Ссылка скопирована"])[0].text.lower()
    assert "link" in translation
    assert "cop" in translation


@pytest.mark.parametrize(("source", "target", "origin"), CHRF_FLOOR)
def test_quality_does_not_fall(source: str, target: str, origin: str) -> None:
    """Sentences written for this test reach the floor; it only rises."""
    rows = [line.split("\t") for line in HAND_WRITTEN.read_text(encoding="utf-8").splitlines()]
    chosen = [{"en": english, "ru": russian} for english, russian, kind in rows if kind == origin]
    outputs = [output.text for output in model(source, target).translate([pair[source] for pair in chosen])]
    score = sacrebleu.corpus_chrf(outputs, [[pair[target] for pair in chosen]]).score
    assert score >= CHRF_FLOOR[source, target, origin]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package trained for half a minute on 200 pairs."""
    if importlib.util.find_spec("torch") is None:
        pytest.skip("PyTorch is not installed: pip install torch")
    folder = tmp_path_factory.mktemp("training")
    text, out = folder / "pairs.tsv", folder / "translate-ru_en-1_0.argosmodel"
    text.write_text("".join(f"{english}\t{russian}\ttoy\n" for english, russian in pairs(200)), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts" / "train_model.py"), str(text), "--out", str(out)]
    sizes = [
        "--vocabulary",
        "330",
        "--width",
        "64",
        "--hidden",
        "128",
        "--encoder-layers",
        "1",
        "--decoder-layers",
        "1",
    ]
    subprocess.run([*command, *sizes, "--work", str(folder / "work"), "--minutes", "0.5"], check=True, timeout=110)
    return open_package(out)


def test_training_goes_on_from_what_ships(archive: Path, tmp_path: Path) -> None:
    """The weights read back from a package are packed to the same bytes again."""
    torch = pytest.importorskip("torch")
    sys.path.insert(0, str(ROOT / "scripts"))
    from training.export import export_model
    from training.model import Shape, Translator
    from training.packed import start_from

    package = open_package(archive).folder()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    words = json.loads((package / "model" / "target_vocabulary.json").read_text(encoding="utf-8"))
    ids = torch.tensor([pieces.piece_to_id(word) for word in words])
    model = Translator(Shape(vocabulary=pieces.get_piece_size(), targets=len(words)), ids)
    start_from(model, package, pieces)
    export_model(model, pieces, tmp_path)
    assert (tmp_path / "model.bin").read_bytes() == (package / "model" / "model.bin").read_bytes()


@pytest.mark.slow
def test_training_makes_a_package_that_translates(trained: Package) -> None:
    """Half a minute of training teaches a model the words of a toy language."""
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(trained.folder() / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(trained.folder() / "model"))
    result = translator.translate_batch([pieces.encode("новый дом", out_type=str)])[0]
    assert pieces.decode(result.hypotheses[0]) == "new house"
