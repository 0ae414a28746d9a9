"""What the guard finds in the outputs of a model that really failed.

``failing.tsv`` is what ``scripts/eval_guard.py --save`` made of the Russian sentences of these tests: by the shipped
package, by copies of it with noise on the weights, and of damaged texts; source, target, mean log-probability, chrF.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot_news.run.scores import scores_of
from polyglot_news.score import Candidate, refusals

BAD, GOOD = 20.0, 45.0


class Output(NamedTuple):
    """An output with the reasons to refuse it and its chrF against the reference."""

    source: str
    target: str
    reasons: list[str]
    chrf: float


def outputs() -> list[Output]:
    rows = [
        line.split("\t") for line in Path(__file__).with_name("failing.tsv").read_text(encoding="utf-8").splitlines()
    ]
    return [
        Output(source, target, refusals(scores_of(candidate)), float(chrf))
        for source, target, score, chrf in rows
        for candidate in [
            Candidate(source=source, target=target, source_lang="ru", target_lang="en", mt_score=float(score))
        ]
    ]


OUTPUTS = outputs()
REFUSED = [output for output in OUTPUTS if output.reasons]
PRECISION = {"improbable": 1.0, "repetition": 1.0, "too_long": 1.0, "wrong_language": 1.0, "lost_placeholder": 1.0}
WRONG_NUMBERS = {
    "According to experts, the reform of the budget in the amount of 1.4.5 million rubles.",
    "According to experts, the reformance of the amount of budget in the 1.4.5 million roubles.",
    "On 14 February, 2026, signed a memorary of the ships.",
}


def test_the_set_is_large_enough() -> None:
    """Good and bad outputs, three hundred and more in all."""
    assert len(OUTPUTS) >= 300
    assert sum(output.chrf >= GOOD for output in OUTPUTS) >= 60 <= sum(output.chrf < BAD for output in OUTPUTS)


@pytest.mark.parametrize("reason", sorted(PRECISION))
def test_what_is_refused_is_bad(reason: str) -> None:
    """Of what is refused for a reason and is clearly good or bad, nearly all is bad, and there are five at least."""
    refused = [output for output in REFUSED if reason in output.reasons]
    bad, good = (
        [output for output in refused if output.chrf < BAD],
        [output for output in refused if output.chrf >= GOOD],
    )
    assert len(bad) >= 5 and len(bad) / (len(bad) + len(good)) >= PRECISION[reason], good


def test_most_of_what_is_bad_is_refused_and_good_is_kept() -> None:
    """A fluent mistranslation is not seen; three of five failures are, and hardly a good translation is lost.

    A good one with a wrong number is no good one, though chrF hardly sees it.
    """
    share = {
        kind: sum(bool(output.reasons) for output in found) / len(found)
        for kind, found in {
            "bad": [output for output in OUTPUTS if output.chrf < BAD],
            "good": [output for output in OUTPUTS if output.chrf >= GOOD and output.reasons != ["numbers_differ"]],
        }.items()
    }
    assert share["bad"] >= 0.62 and share["good"] == 0, share


def test_a_wrong_number_is_seen_in_what_is_good_otherwise() -> None:
    """Each of these was looked at: the number is wrong in all."""
    good = {output.target for output in OUTPUTS if output.chrf >= GOOD and output.reasons == ["numbers_differ"]}
    assert good == WRONG_NUMBERS


def test_no_signal_is_alone() -> None:
    """At least six of them speak on real failures."""
    assert len(Counter(reason for output in REFUSED for reason in output.reasons)) >= 6
