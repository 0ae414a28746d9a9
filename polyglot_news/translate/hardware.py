"""Where models run: on GPUs where they answer there, else on the cores, and what is done when a GPU fails later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from polyglot_news.translate.engine import Threads, silent

CORE_TOKENS = 1024
GPU_TOKENS = 8192
"""Tokens a batch, padding included: on a GPU a beam of 4 needs about 0.1 MB for each (6+6 layers, 512 wide)."""
_GPU_TYPES = ("int8_float16", "float16")
_ANY_TYPE, _LAST_TYPE = "auto", "float32"
_CORE_TYPES = ("int8_bfloat16",)
_FULL = ("out of memory", "out_of_memory", "cublas_status_alloc_failed", "cudaerrormemoryallocation")
"""What the driver, cuBLAS and the runtime say of full memory, in small letters."""
_ADVICE = {
    "is not found or cannot be loaded": "Install cuBLAS for CUDA 12 (pip install nvidia-cublas-cu12) and name its "
    "folder in LD_LIBRARY_PATH",
    "driver": "Install the driver that it needs",
    **dict.fromkeys(_FULL, "Free its memory (nvidia-smi says who uses it)"),
}
_UNKNOWN = "See docs/translation.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """A CTranslate2 model that is loaded somewhere, on ``gpus`` or none, and how many tokens its batches have there."""

    model: Path
    translator: Any
    batch_tokens: int
    gpus: Sequence[int] = ()

    @property
    def place(self) -> str:
        """The device and the kind of numbers: ``cpu int8_float32``."""
        return f"{self.translator.device} {self.translator.compute_type}"


class Hardware:
    """What models can run on; a GPU that has failed one model is not tried for the next, while others go on.

    ``say`` is told what a person should know.
    """

    def __init__(self, threads: Threads, *, gpu: bool = True, say: Callable[[str], None] = silent) -> None:
        self._threads, self._gpu, self._say = threads, gpu, say
        self._dead: set[int] = set()

    def decoder(self, model: Path) -> Decoder:
        """Loads a model on every GPU on which it has decoded a word, else on the cores.

        Raises RuntimeError for a model that cannot be loaded anywhere.
        """
        try:
            gpu = self._on_gpus(model) if self._gpu else None
        except Exception as error:  # whatever it is: the cores tell whether the model is at fault
            return self._without_gpu(model, error)
        return gpu or _on_cores(model, self._threads)

    def instead(self, decoder: Decoder, error: Exception) -> Decoder:
        """Returns what goes on where decoding has failed: half the batch in a full GPU, other GPUs, else the cores.

        Raises the error when it came from the cores.
        """
        if decoder.translator.device == "cpu":
            raise error
        tokens = decoder.batch_tokens // 2
        if not _is_full(error) or tokens < CORE_TOKENS:
            return self._without_dead(decoder) or self._without_gpu(decoder.model, error)
        self._say(f"The GPU is full: its batches have {tokens:,} tokens from now on.")
        return replace(decoder, batch_tokens=tokens)

    def _on_gpus(self, model: Path) -> Decoder | None:
        """Loads a model on every GPU that answers, and says which do not; None without a GPU.

        Raises what the first failed with where none answers.
        """
        import ctranslate2

        count = ctranslate2.get_cuda_device_count()
        if not (indices := [index for index in range(count) if index not in self._dead]):
            return None
        found = _probed(model, indices)
        faults = [(index, found.faults[index]) for index in indices if index not in found.living]
        if not found.living:
            raise RuntimeError(_said(faults[0][1]) + (f" (GPU 0 of {count}, counted from 0)" if count > 1 else ""))
        for index, fault in faults:
            self._say(
                f"GPU {index} of {count} (counted from 0) cannot be used: {_said(fault)}. The others translate. "
                f"{_advice(fault) or _UNKNOWN}."
            )
            self._dead.add(index)
        translator = found.translator or _answering(model, found.kind, found.living)
        return Decoder(model=model, translator=translator, batch_tokens=GPU_TOKENS, gpus=found.living)

    def _without_dead(self, decoder: Decoder) -> Decoder | None:
        """Asks every GPU again where several decode; None where that finds none dead, or none alive."""
        try:
            gpu = self._on_gpus(decoder.model) if len(decoder.gpus) > 1 else None
        except Exception:  # the first failure is told
            return None
        fewer = gpu is not None and len(gpu.gpus) < len(decoder.gpus)
        return replace(gpu, batch_tokens=decoder.batch_tokens) if gpu and fewer else None

    def _without_gpu(self, model: Path, error: Exception) -> Decoder:
        decoder = _on_cores(model, self._threads)
        advice = _advice(error) or _UNKNOWN
        self._say(
            f"The GPU cannot be used: {_said(error)}. The processor translates instead, slower. {advice}, or "
            "set CUDA_VISIBLE_DEVICES= (to nothing) to use the processor from the start."
        )
        self._gpu = False
        return decoder


@dataclass(slots=True, kw_only=True)
class _Probed:
    """On which GPUs a model decodes a word, in which kind of numbers; ``faults`` are what others said last."""

    kind: str = ""
    living: list[int] = field(default_factory=list)
    translator: Any = None
    faults: dict[int, Exception] = field(default_factory=dict)


def _probed(model: Path, indices: Sequence[int]) -> _Probed:
    """Finds the kind of numbers in which most GPUs decode a word, the first of those: only that shows cuBLAS is there.

    The weights of packages are int8, so the same with float16 between is nearest to what the cores compute; some cuBLAS
    cannot multiply int8 on GPUs newer than itself, though CTranslate2 says that they can. A GPU that other numbers
    cannot help is asked no more. Which of several decodes a batch cannot be told, so each is asked alone; only one
    needs to be loaded no more.
    """
    found, asked = _Probed(), set(indices)
    for kind in (*_GPU_TYPES, _ANY_TYPE, _LAST_TYPE):
        living: dict[int, Any] = {}
        for index in sorted(asked):
            try:
                if kind in _kinds(index):
                    living[index] = _answering(model, kind, [index])
            except Exception as error:
                found.faults[index] = error
                asked -= {index} if _advice(error) else set()
        if len(living) > len(found.living):
            found.kind, found.living = kind, list(living)
            found.translator = next(iter(living.values())) if len(living) == 1 else None
        if len(found.living) == len(asked):
            break
    return found


def _kinds(index: int) -> Sequence[str]:
    import ctranslate2

    types = ctranslate2.get_supported_compute_types("cuda", index)
    return [*([kind for kind in _GPU_TYPES if kind in types] or [_ANY_TYPE]), _LAST_TYPE]


def _answering(model: Path, kind: str, indices: list[int]) -> Any:
    import ctranslate2

    translator = ctranslate2.Translator(
        str(model),
        device="cuda",
        device_index=indices,
        compute_type=kind,
        max_queued_batches=2 * len(indices),
    )
    translator.translate_batch([["a"]], max_decoding_length=1)
    return translator


def _on_cores(model: Path, threads: Threads) -> Decoder:
    """Loads a model for so many batches at once; int8 is the fastest there, with bfloat16 beside it where that is."""
    import ctranslate2

    translator = ctranslate2.Translator(
        str(model),
        device="cpu",
        compute_type=_first(_CORE_TYPES, ctranslate2.get_supported_compute_types("cpu")),
        inter_threads=threads.batches,
        intra_threads=threads.cores,
        # What is queued is finished before the process can end, so no more than keeps the cores busy.
        max_queued_batches=2 * threads.batches,
    )
    return Decoder(model=model, translator=translator, batch_tokens=CORE_TOKENS)


def _first(wanted: tuple[str, ...], supported: set[str]) -> str:
    return next((kind for kind in wanted if kind in supported), "auto")


def _is_full(error: Exception) -> bool:
    return any(sign in str(error).lower() for sign in _FULL)


def _advice(error: Exception) -> str:
    """Says what helps against a failure that is one of the whole GPU, nothing where none is known."""
    return next((text for sign, text in _ADVICE.items() if sign in str(error).lower()), "")


def _said(error: Exception) -> str:
    return str(error).strip(" .") or type(error).__name__
