"""How a model's texts are put into batches, and when it stops."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.translate.engine import Threads
from polyglot_news.translate.hardware import Hardware
from polyglot_news.translate.model import Model, batches

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Packages


@given(
    st.dictionaries(st.text(min_size=1), st.lists(st.just("piece"), max_size=300), max_size=40), st.integers(300, 9_000)
)
def test_batches_hold_every_text_once(tokens: dict[str, list[str]], most: int) -> None:
    """The longest come first, and with its padding no batch is larger than it may be."""
    found = list(batches(tokens, most))
    lengths = [len(tokens[text]) for batch in found for text in batch]
    assert sorted(text for batch in found for text in batch) == sorted(tokens)
    assert lengths == sorted(lengths, reverse=True)
    assert all(len(batch) * len(tokens[batch[0]]) <= most for batch in found)


class Slow:
    """A translator that takes its time over every batch."""

    def __init__(self, translator: Any) -> None:
        self._translator, self.batches = translator, 0

    def translate_batch(self, *args: Any, **options: Any) -> Any:
        self.batches += 1
        time.sleep(0.01)
        return self._translator.translate_batch(*args, **options)


def test_what_nobody_waits_for_is_not_translated(packages: Packages, tmp_path: Path) -> None:
    """Who stops reading does not wait for the rest of a window."""
    model = Model(packages.folder(tmp_path), beam=1, hardware=Hardware(Threads(batches=1)))
    slow = Slow(model._decoder.translator)
    model._decoder = replace(model._decoder, translator=slow)
    answers = model.stream([["капитан"], [f"{'капитан судна ' * 20}{number}" for number in range(2_000)]])
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert slow.batches < 50


def test_what_has_no_words_is_not_asked(packages: Packages, tmp_path: Path) -> None:
    """Symbols are their own translation, without a score; what stands beside them is translated."""
    model = Model(packages.folder(tmp_path), beam=1, hardware=Hardware(Threads(batches=1)))
    slow = Slow(model._decoder.translator)
    model._decoder = replace(model._decoder, translator=slow)
    symbols = ["🎉", "★★★", "。", "❤️", "", "— …"]
    assert [(output.text, output.tokens) for output in model.translate(symbols)] == [(text, 0) for text in symbols]
    assert slow.batches == 0
    assert [output.text for output in model.translate(["★", "капитан", "🎉"])][::2] == ["★", "🎉"]
    assert slow.batches == 1
