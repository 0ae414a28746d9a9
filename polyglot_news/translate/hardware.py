"""Where models run: on GPUs where they answer there, else on the cores, and what is done when a GPU fails later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from polyglot_news.translate.engine import Threads, silent

CORE_TOKENS = 1024
GPU_TOKENS = 8192
"""Tokens a batch, padding included: on a GPU a beam of 4 needs about 0.1 MB for each (6+6 layers, 512 wide)."""
_GPU_TYPES = ("int8_float16", "float16")
_CORE_TYPES = ("int8_bfloat16",)
_FULL = ("out of memory", "out_of_memory", "cublas_status_alloc_failed", "cudaerrormemoryallocation")
"""What the driver, cuBLAS and the runtime say of full memory, in small letters."""
_ADVICE = {
    "is not found or cannot be loaded": "Install cuBLAS for CUDA 12 (pip install nvidia-cublas-cu12) and name its "
    "folder in LD_LIBRARY_PATH",
    "driver": "Install the driver that it needs",
    **dict.fromkeys(_FULL, "Free its memory (nvidia-smi says who uses it)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """A CTranslate2 model that is loaded somewhere, and how many tokens its batches have there."""

    model: Path
    translator: Any
    batch_tokens: int

    @property
    def place(self) -> str:
        """The device and the kind of numbers: ``cpu int8_float32``."""
        return f"{self.translator.device} {self.translator.compute_type}"


class Hardware:
    """What models can run on; a GPU that has failed one model is not tried for the next.

    ``say`` is told what a person should know.
    """

    def __init__(self, threads: Threads, *, gpu: bool = True, say: Callable[[str], None] = silent) -> None:
        self._threads, self._gpu, self._say = threads, gpu, say

    def decoder(self, model: Path) -> Decoder:
        """Loads a model on every GPU, once it has decoded a word there, else on the cores.

        Raises RuntimeError for a model that cannot be loaded anywhere.
        """
        try:
            gpu = _on_gpus(model) if self._gpu else None
        except Exception as error:  # whatever it is: the cores tell whether the model is at fault
            return self._without_gpu(model, error)
        return gpu or _on_cores(model, self._threads)

    def instead(self, decoder: Decoder, error: Exception) -> Decoder:
        """Returns what goes on where decoding has failed: batches of half the size in a full GPU, else the cores.

        Raises the error when it came from the cores.
        """
        if decoder.translator.device == "cpu":
            raise error
        tokens = decoder.batch_tokens // 2
        if not _is_full(error) or tokens < CORE_TOKENS:
            return self._without_gpu(decoder.model, error)
        self._say(f"The GPU is full: its batches have {tokens:,} tokens from now on.")
        return replace(decoder, batch_tokens=tokens)

    def _without_gpu(self, model: Path, error: Exception) -> Decoder:
        decoder = _on_cores(model, self._threads)
        advice = _advice(error) or "See docs/translation.md"
        self._say(
            f"The GPU cannot be used: {_said(error)}. The processor translates instead, slower. {advice}, or "
            "set CUDA_VISIBLE_DEVICES= (to nothing) to use the processor from the start."
        )
        self._gpu = False
        return decoder


def _on_gpus(model: Path) -> Decoder | None:
    """Loads a model on every GPU, in the first kind of numbers in which each has decoded a word; None without a GPU.

    The weights of packages are int8, so the same with float16 between is nearest to what the cores compute; some cuBLAS
    cannot multiply int8 on GPUs newer than itself, though CTranslate2 says that they can. Raises what the last kind
    failed with, or the first failure that other numbers cannot help.
    """
    import ctranslate2

    if not (count := ctranslate2.get_cuda_device_count()):
        return None
    types = set.intersection(*(set(ctranslate2.get_supported_compute_types("cuda", index)) for index in range(count)))
    kinds = [kind for kind in _GPU_TYPES if kind in types] or ["auto"]
    for kind in kinds:
        try:
            return _probed(model, kind, count)
        except Exception as error:
            if _advice(error):
                raise
    return _probed(model, "float32", count)


def _probed(model: Path, kind: str, count: int) -> Decoder:
    """Loads a model on every GPU, after a word was decoded on each: only that shows whether cuBLAS is there.

    Which of several decodes a batch cannot be told, so each is asked alone before.
    """
    for index in range(count if count > 1 else 0):
        try:
            _answering(model, kind, [index])
        except Exception as error:
            raise RuntimeError(f"{_said(error)} (GPU {index} of {count}, counted from 0)") from error
    return Decoder(model=model, translator=_answering(model, kind, list(range(count))), batch_tokens=GPU_TOKENS)


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
