"""Where models run, and what is done when a GPU fails: with a CTranslate2 that behaves as if the machine had GPUs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import ctranslate2
import pytest
from typer.testing import CliRunner

from polyglot_news.cli import app
from polyglot_news.errors import PackageError
from polyglot_news.translate.engine import Threads, open_engine
from polyglot_news.translate.hardware import CORE_TOKENS, GPU_TOKENS, Hardware
from polyglot_news.translate.model import Model

if TYPE_CHECKING:
    from conftest import Packages

CUBLAS = "Library libcublas.so.12 is not found or cannot be loaded"
DRIVER = "CUDA failed with error CUDA driver version is insufficient for CUDA runtime version"
UNSUPPORTED = "cuBLAS failed with status CUBLAS_STATUS_NOT_SUPPORTED"
FULL = "CUDA failed with error out of memory"
TEXTS = [f"{'капитан судна ' * length}{length}" for length in range(1, 9)]
REAL = ctranslate2.Translator


class Failed:
    """The answer to a batch that a GPU could not decode."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def result(self) -> None:
        raise self._fault


class Gpus:
    """A machine with GPUs, in whose place the cores compute.

    ``load`` and ``decode`` are what CTranslate2 says, in an error of type ``kind``, when a model is loaded there and
    when a batch is decoded; a batch of more than ``room`` tokens finds the memory full and hears ``full``, and so does
    everything after ``until`` batches. Numbers in ``wrong`` cannot be multiplied, nor can any on the GPUs in ``dead``;
    those in ``lost`` do not even say what numbers they have, as CTranslate2 does not without a driver.
    ``core_types`` is what the processor has, whatever it is that this machine has.
    """

    def __init__(self, count: int = 1, types: Sequence[str] = ("float32", "int8_float16", "float16")) -> None:
        self.count, self.types = count, types
        self.core_types = {"int8", "int8_float32", "float32"}
        self.load = self.decode = ""
        self.full = FULL
        self.kind: type[Exception] = RuntimeError
        self.wrong: set[str] = set()
        self.dead: set[int] = set()
        self.lost: set[int] = set()
        self.types_of: dict[int, Sequence[str]] = {}
        self.room, self.until = 1 << 30, 1 << 30
        self.loaded: list[dict[str, Any]] = []
        self.batches: list[tuple[str, int]] = []

    def module(self) -> Any:
        return SimpleNamespace(
            get_cuda_device_count=lambda: self.count,
            get_supported_compute_types=self.supported,
            Translator=self.translator,
        )

    def supported(self, device: str, device_index: int = 0) -> set[str]:
        if device != "cuda":
            return self.core_types
        if self.load == DRIVER or device_index in self.lost:
            raise RuntimeError(DRIVER)
        return set(self.types_of.get(device_index, self.types))

    def translator(self, model: str, **options: Any) -> Any:
        self.loaded.append(options)
        if options["device"] == "cpu":
            return Watched(REAL(model, **{**options, "compute_type": "default"}), self, options)
        if self.load:
            raise self.kind(self.load)
        return Gpu(REAL(model, device="cpu"), self, options)


class Watched:
    """A translator on the cores whose batches are counted."""

    device = "cpu"

    def __init__(self, translator: Any, gpus: Gpus, options: dict[str, Any]) -> None:
        self._translator, self._gpus, self._options = translator, gpus, options
        self.compute_type = options["compute_type"].replace("auto", "int8_float32")

    def translate_batch(self, batch: list[list[str]], *args: Any, **options: Any) -> Any:
        self._gpus.batches.append((self.device, len(batch) * max(map(len, batch))))
        return self._translator.translate_batch(batch, *args, **options)


class Gpu(Watched):
    """A translator that says it runs on a GPU, and fails as one does: at once, or when its answer is asked for."""

    device = "cuda"

    def translate_batch(self, batch: list[list[str]], *args: Any, **options: Any) -> Any:
        answers = super().translate_batch(batch, *args, **options)
        full = self._gpus.batches[-1][1] > self._gpus.room or len(self._gpus.batches) > self._gpus.until
        fault = self._gpus.decode or (self._gpus.full if full else "")
        if self.compute_type in self._gpus.wrong or self._gpus.dead.intersection(self._options["device_index"]):
            fault = UNSUPPORTED
        if not fault:
            return answers
        if options.get("asynchronous"):
            return [Failed(self._gpus.kind(fault)) for _ in batch]
        raise self._gpus.kind(fault)


@pytest.fixture
def gpus(monkeypatch: pytest.MonkeyPatch) -> Gpus:
    gpus = Gpus()
    monkeypatch.setitem(sys.modules, "ctranslate2", gpus.module())
    return gpus


@pytest.fixture
def folder(packages: Packages, tmp_path: Path) -> Path:
    return packages.folder(tmp_path / "models")


def model(folder: Path, said: list[str] | None = None, threads: str = "2") -> Model:
    say = said.append if said is not None else print
    return Model(folder, beam=1, hardware=Hardware(Threads.of(threads), say=say))


def on_cores(folder: Path, texts: Sequence[str]) -> list[str]:
    hardware = Hardware(Threads(batches=1), gpu=False)
    return [output.text for output in Model(folder, beam=1, hardware=hardware).translate(texts)]


def test_a_gpu_that_answers_is_used(gpus: Gpus, folder: Path) -> None:
    """All of them, after each has decoded a word, with larger batches and nothing said."""
    gpus.count, said = 2, list[str]()
    loaded = model(folder, said)
    assert gpus.batches == [("cuda", 1)] * 3 and loaded.place == "cuda int8_float16" and said == []
    assert [options["device_index"] for options in gpus.loaded] == [[0], [1], [0, 1]]
    assert gpus.loaded[-1] == {
        "device": "cuda", "device_index": [0, 1], "compute_type": "int8_float16", "max_queued_batches": 4,
    }  # fmt: skip
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    longest = max(tokens for device, tokens in gpus.batches if device == "cuda")
    loaded.translate([f"{'капитан судна ' * 20}{number}" for number in range(60)])
    assert longest <= CORE_TOKENS < max(tokens for _, tokens in gpus.batches) <= GPU_TOKENS


@pytest.mark.parametrize(
    ("types", "chosen"),
    [
        (["float32", "int8", "int8_float16", "float16", "bfloat16"], "int8_float16"),
        (["float32", "float16"], "float16"),
        (["float32", "int8_float32", "int8"], "auto"),
    ],
)
def test_numbers_are_what_the_gpu_has(gpus: Gpus, folder: Path, types: list[str], chosen: str) -> None:
    """Those nearest to what packages hold; what CTranslate2 finds fastest where the GPU has no float16."""
    gpus.types = types
    model(folder)
    assert gpus.loaded[0]["compute_type"] == chosen


@pytest.mark.parametrize(
    ("wrong", "tried"),
    [
        ({"int8_float16"}, ["int8_float16", "float16"]),
        ({"int8_float16", "float16"}, ["int8_float16", "float16", "float32"]),
    ],
)
def test_numbers_that_fail_give_way_to_the_next(gpus: Gpus, folder: Path, wrong: set[str], tried: list[str]) -> None:
    """Before the cores do: a GPU may be newer than the cuBLAS that should multiply int8 on it."""
    gpus.wrong, said = wrong, list[str]()
    loaded = model(folder, said)
    assert [options["compute_type"] for options in gpus.loaded] == tried
    assert loaded.place == f"cuda {tried[-1]}" and said == []


@pytest.mark.parametrize("fault", ["dead", "lost"])
def test_a_dead_gpu_leaves_the_work_to_the_others(gpus: Gpus, folder: Path, fault: str) -> None:
    """It is told of by its number, once."""
    setattr(gpus, fault, {1})
    gpus.count, said = 3, list[str]()
    loaded = model(folder, said)
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place == "cuda int8_float16" and gpus.loaded[-2]["device_index"] == [0, 2]
    assert len(said) == 1 and said[0].startswith("GPU 1 of 3 (counted from 0)") and "others translate" in said[0]


def test_the_last_gpu_alive_is_used(gpus: Gpus, folder: Path) -> None:
    """With the model that was loaded there to ask it."""
    gpus.count, gpus.dead, said = 3, {0, 1}, list[str]()
    assert model(folder, said).place == "cuda int8_float16"
    assert gpus.loaded[-1]["device_index"] == [2] and len(said) == 2


def test_without_any_gpu_alive_the_cores_are_used(gpus: Gpus, folder: Path) -> None:
    """With one note."""
    gpus.count, gpus.dead, said = 2, {0, 1}, list[str]()
    loaded = model(folder, said)
    assert loaded.place.startswith("cpu ") and len(said) == 1 and "GPU 0 of 2" in said[0]


def test_several_gpus_compute_in_numbers_that_all_have(gpus: Gpus, folder: Path) -> None:
    """Though one of them had others rather."""
    gpus.count, gpus.types_of, said = 2, {1: ["float32", "float16"]}, list[str]()
    assert model(folder, said).place == "cuda float16" and said == []
    gpus.types_of = {1: ["float32", "int8_float32"]}
    assert model(folder, said).place == "cuda float32" and said == []


def test_a_gpu_that_dies_under_way_leaves_the_work_to_the_others(gpus: Gpus, folder: Path) -> None:
    """What was under way is decoded again; the next model is not tried on it."""
    gpus.count, said = 3, list[str]()
    hardware = Hardware(Threads.of("2"), say=said.append)
    loaded = Model(folder, beam=1, hardware=hardware)
    gpus.dead = {2}
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place == "cuda int8_float16" and len(said) == 1 and "GPU 2 of 3" in said[0]
    gpus.loaded.clear()
    Model(folder, beam=1, hardware=hardware)
    assert [options["device_index"] for options in gpus.loaded] == [[0], [1], [0, 1]] and len(said) == 1


def test_gpus_that_answer_but_fail_leave_the_work_to_the_cores(gpus: Gpus, folder: Path) -> None:
    """None of them is dead, so asking them for ever helps nobody."""
    gpus.count, said = 2, list[str]()
    loaded = model(folder, said)
    gpus.room, gpus.full = 1, UNSUPPORTED
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place.startswith("cpu ") and len(said) == 1


def test_without_a_gpu_the_cores_are_used(gpus: Gpus, folder: Path) -> None:
    """As many as told, in the fastest numbers the processor has, and nothing is said of a GPU."""
    gpus.count, said = 0, list[str]()
    loaded = model(folder, said, threads="3x2")
    assert gpus.loaded == [
        {"device": "cpu", "compute_type": "auto", "inter_threads": 3, "intra_threads": 2, "max_queued_batches": 6}
    ]
    assert said == [] and gpus.batches == [] and loaded.place == "cpu int8_float32"
    gpus.core_types |= {"int8_bfloat16"}
    assert model(folder).place == "cpu int8_bfloat16" and gpus.loaded[-1]["compute_type"] == "int8_bfloat16"


@pytest.mark.parametrize("when", ["load", "decode"])
@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (CUBLAS, "pip install nvidia-cublas-cu12"),
        (DRIVER, "driver"),
        (FULL, "nvidia-smi"),
        ("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED", "nvidia-smi"),
        ("CUDA failed with error no kernel image is available for execution on the device", "docs/translation.md"),
    ],
)
def test_a_gpu_that_does_not_answer_is_left_alone(gpus: Gpus, folder: Path, when: str, fault: str, advice: str) -> None:
    """The cores translate; one note says what failed, what helps, and how to be without the note."""
    setattr(gpus, when, fault)
    said: list[str] = []
    loaded = model(folder, said)
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place.startswith("cpu ")
    (note,) = said
    assert fault in note and advice in note and "CUDA_VISIBLE_DEVICES=" in note


@pytest.mark.parametrize("kind", [ValueError, MemoryError])
@pytest.mark.parametrize("when", ["load", "decode", "later"])
@pytest.mark.parametrize("fault", ["std::bad_alloc", ""])
def test_whatever_fails_on_a_gpu_is_a_failure_of_the_gpu(
    gpus: Gpus, folder: Path, kind: type[Exception], when: str, fault: str
) -> None:
    """Of whatever type, with words or without, at the start or under way; the package is not blamed."""
    gpus.kind, said = kind, list[str]()
    if when != "later":
        setattr(gpus, when, fault or " ")
    loaded = model(folder, said)
    gpus.decode = fault or " "
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place.startswith("cpu ") and len(said) == 1 and (fault or kind.__name__) in said[0]


def test_what_the_cores_fail_with_is_told_as_it_is(gpus: Gpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after a GPU has failed, and without a word of the GPU."""
    gpus.load, said = CUBLAS, list[str]()
    monkeypatch.setattr(Watched, "__init__", _full_machine)
    with pytest.raises(MemoryError, match="cores"):
        model(folder, said)
    assert said == []


def _full_machine(*_: object) -> None:
    raise MemoryError("cores")


def test_the_driver_that_is_not_here_is_really_missed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CTranslate2's own complaint, where it is told of a GPU that the machine does not have."""
    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a GPU")
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    said: list[str] = []
    loaded = model(folder, said)
    assert [output.text for output in loaded.translate(TEXTS)] == on_cores(folder, TEXTS)
    assert loaded.place.startswith("cpu ") and len(said) == 1 and "GPU cannot be used" in said[0]


def test_a_gpu_that_failed_one_model_is_not_tried_for_the_next(gpus: Gpus, packages: Packages, tmp_path: Path) -> None:
    """Two packages, one note, and translations through both."""
    packages.folder(tmp_path / "m", "ru", "en"), packages.folder(tmp_path / "m", "en", "de")
    gpus.decode, said = CUBLAS, list[str]()
    engine = open_engine("argos", models=tmp_path / "m", say=said.append)
    assert engine.place("ru", "de") == ""
    engine.translate(TEXTS, source="ru", target="de")
    assert [options["device"] for options in gpus.loaded] == ["cuda", "cpu", "cpu"]
    assert len(said) == 1 and engine.place("ru", "de").startswith("cpu int8") and "," not in engine.place("ru", "de")


@pytest.mark.usefixtures("gpus")
def test_a_broken_package_is_no_fault_of_the_gpu(folder: Path) -> None:
    """Where the cores cannot load it either, the package is named and nothing is said of the GPU."""
    (folder / "model" / "model.bin").write_bytes(b"nothing of the kind")
    said: list[str] = []
    with pytest.raises(PackageError, match="translate-ru_en-1_0"):
        model(folder, said)
    assert said == []


def windows() -> list[list[str]]:
    return [[f"{'капитан судна ' * length}{number}" for length in (30, 1) for number in range(50)], TEXTS, TEXTS]


@pytest.mark.parametrize(
    ("room", "full"),
    [
        (GPU_TOKENS // 2, FULL),
        (GPU_TOKENS // 4, "cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
        (GPU_TOKENS // 4, "CUDA_ERROR_OUT_OF_MEMORY"),
        (CORE_TOKENS, "cudaErrorMemoryAllocation"),
    ],
)
def test_a_full_gpu_gets_smaller_batches(gpus: Gpus, folder: Path, room: int, full: str) -> None:
    """Until they fit; the window is decoded again, and every text has its translation in its place."""
    gpus.full = full
    gpus.room, said = room, list[str]()
    loaded = model(folder, said)
    answers = [[output.text for output in outputs] for outputs in loaded.stream(windows())]
    assert answers == [on_cores(folder, window) for window in windows()]
    assert loaded.place.startswith("cuda ") and 1 <= len(said) <= 3 and f"{room:,} tokens" in said[-1]
    assert {device for device, _ in gpus.batches} == {"cuda", "cpu"}  # the cores gave the answers to compare with


def test_a_gpu_in_which_nothing_fits_gives_way_to_the_cores(gpus: Gpus, folder: Path) -> None:
    """Also for the window that was under way, and for a careful search; nothing is lost or changes its place."""
    gpus.room, said = 600, list[str]()
    loaded = model(folder, said)
    answers = [[output.text for output in outputs] for outputs in loaded.stream(windows(), careful=True)]
    assert [len(answer) for answer in answers] == [len(window) for window in windows()]
    assert answers[1] == answers[2] and loaded.place.startswith("cpu ")
    assert len(said) == 4 and "nvidia-smi" in said[-1]


@pytest.mark.parametrize("until", [1, 2, 3])
def test_a_gpu_that_breaks_under_way_gives_way_to_the_cores(gpus: Gpus, folder: Path, until: int) -> None:
    """What it has translated stays."""
    gpus.until, said = until, list[str]()
    loaded = model(folder, said)
    answers = [[output.text for output in outputs] for outputs in loaded.stream(windows())]
    assert answers == [on_cores(folder, window) for window in windows()]
    assert loaded.place.startswith("cpu ") and "GPU cannot be used" in said[-1]


def test_cores_that_fail_are_not_tried_again(gpus: Gpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing behind them."""
    gpus.count = 0
    loaded = model(folder)
    monkeypatch.setattr(Watched, "translate_batch", lambda *_, **__: [Failed(RuntimeError("mkl_malloc: failed"))])
    with pytest.raises(RuntimeError, match="mkl_malloc"):
        loaded.translate(["капитан"])


def test_a_build_says_where_it_translated(gpus: Gpus, folder: Path, pages: Path, tmp_path: Path) -> None:
    """The manifest has device and numbers, the person one note; the second run translates nothing and keeps both."""
    gpus.decode, out = CUBLAS, tmp_path / "out"
    command = ["build", str(pages), "--to", "en", "--models", str(folder), "--out", str(out), "--workers", "1"]
    for notes in (1, 0):
        told = CliRunner().invoke(app, command)
        assert told.exit_code == 0 and told.stderr.count("GPU cannot be used") == notes
        models = json.loads((out / "manifest.json").read_text())["models"]
        assert models["ru-en"]["places"] == ["cpu int8_float32"]
