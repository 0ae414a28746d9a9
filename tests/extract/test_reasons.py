"""The vocabulary of reasons and its page of documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyglot_news.extract.reasons import Reason, RejectReason

EXTRACT = Path(__file__).parents[2] / "polyglot_news" / "extract"
PAGE = Path(__file__).parents[2] / "docs" / "reasons.md"


@pytest.mark.parametrize("vocabulary", [Reason, RejectReason])
def test_every_reason_is_documented_with_its_meaning(vocabulary: type[Reason] | type[RejectReason]) -> None:
    """docs/reasons.md lists each word beside the sentence the code gives it."""
    documented = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M))
    assert {reason.value: reason.meaning for reason in vocabulary}.items() <= documented.items()


def test_nothing_else_is_documented() -> None:
    """docs/reasons.md has no word that the code does not know."""
    documented = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(documented) == sorted([*Reason, *RejectReason])


@pytest.mark.parametrize("reason", [*Reason, *RejectReason])
def test_every_reason_is_given_by_some_rule(reason: Reason | RejectReason) -> None:
    """A word that no rule uses would promise what nobody finds."""
    rules = "".join(path.read_text(encoding="utf-8") for path in EXTRACT.rglob("*.py") if path.name != "reasons.py")
    assert f"{type(reason).__name__}.{reason.name}" in rules


def test_a_reason_is_its_word() -> None:
    """A reason goes into a block as the plain string that a reader of the output sees."""
    assert f"{Reason.SHARE}" == "share"
