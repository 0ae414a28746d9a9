"""How well each signal finds its fault, on labelled outputs in a dozen languages; the floors only rise."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from polyglot_news.run.scores import scores_of
from polyglot_news.score import DEFAULT, Candidate, decide

sys.path.insert(0, str(Path(__file__).parent))
from labelled import Labelled, labelled

OUTPUTS = list(labelled())
FLOOR = {
    "empty": (1.0, 1.0),
    "repetition": (1.0, 1.0),
    "wrong_script": (1.0, 1.0),
    "wrong_language": (1.0, 1.0),
    "copy": (1.0, 1.0),
    "too_short": (1.0, 1.0),
    "too_long": (1.0, 1.0),
    "lost_placeholder": (1.0, 1.0),
    "lost_term": (1.0, 1.0),
    "numbers_differ": (1.0, 1.0),
}
"""Precision and recall of each reason."""


def found(output: Labelled) -> str:
    source_lang, target_lang = output.languages
    candidate = Candidate(
        source=output.source,
        target=output.target,
        source_lang=source_lang,
        target_lang=target_lang,
        mt_score=-0.4,
        terms=output.terms,
    )
    return decide(scores_of(candidate)).reason


def test_the_set_is_large_enough() -> None:
    """At least 300 outputs, and at least a dozen of each fault."""
    assert len(OUTPUTS) >= 300
    assert min(Counter(output.fault for output in OUTPUTS).values()) >= 10


@pytest.mark.parametrize("fault", [threshold.reason for threshold in DEFAULT if threshold.reason in FLOOR])
def test_each_fault_is_found(fault: str) -> None:
    """Precision counts what is refused for this reason, recall what has this fault and is refused for any."""
    refused = [output for output in OUTPUTS if found(output) == fault]
    faulty = [output for output in OUTPUTS if output.fault == fault]
    right = sum(bool(output.fault) for output in refused)
    precision, recall = right / max(1, len(refused)), sum(found(output) != "" for output in faulty) / len(faulty)
    missed = [output for output in faulty if not found(output)]
    wrong = [output for output in refused if not output.fault]
    assert (precision, recall) >= FLOOR[fault], (wrong, missed)
    assert recall >= FLOOR[fault][1], missed


def test_most_faults_are_found_for_their_own_reason() -> None:
    """Not only refused: nine of ten are told by the name of their fault."""
    faulty = [output for output in OUTPUTS if output.fault]
    assert sum(found(output) == output.fault for output in faulty) / len(faulty) >= 0.9


def test_good_translations_are_kept() -> None:
    """All that were written as good."""
    assert [output for output in OUTPUTS if not output.fault and found(output)] == []
