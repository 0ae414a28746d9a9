"""docs/rejects.md names every reason that the program gives."""

from __future__ import annotations

from pathlib import Path

from polyglot_news.read.reasons import Reason
from polyglot_news.score import DEFAULT

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "rejects.md").read_text(encoding="utf-8")


def test_every_reason_of_reading_and_deciding_is_explained() -> None:
    """Whoever finds a word in a table finds it in the document."""
    for word in [*Reason, *(threshold.reason for threshold in DEFAULT)]:
        assert f"`{word}`" in TEXT, word


def test_what_ends_a_reader_is_explained_where_reading_is() -> None:
    """The words that also stand for pages have a row of their own among the inputs."""
    for word in ("timeout", "memory", "crash"):
        assert f"| `{word}` |" in TEXT.split("stage `read`")[1].split("##")[0], word


def test_the_reasons_of_a_run_are_explained() -> None:
    """Those that workers, copies and missing models give."""
    for word in ("duplicate", "near_duplicate", "timeout", "memory", "crash", "error", "no_model", "no_translation"):
        assert f"| `{word}`" in TEXT, word


def test_the_reasons_of_skipped_segments_are_explained() -> None:
    """Those that routing gives, and the splitter."""
    for word in ("no_language", "unsure", "residue", "not_selected", "too_long"):
        assert f"| `{word}` |" in TEXT.split("action `skip`")[1].split("##")[0], word
