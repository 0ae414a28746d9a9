"""The table of what interfaces say."""

from __future__ import annotations

import pytest

from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.terms import HINTS, TABLE, terms

ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
MAIN = {Reason.SHARE, Reason.COOKIE_NOTICE, Reason.NEWSLETTER, Reason.RELATED, Reason.COMMENTS, Reason.ACCOUNT,
        Reason.ADVERTISEMENT, Reason.COPYRIGHT, Reason.CREDIT, Reason.NAVIGATION}  # fmt: skip
KNOWN = """af ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv mk ml mr ne nl no pa pl
    pt ro ru sk sl so sq sv sw ta te th tl tr uk ur vi zh""".split()
"""The languages of langdetect, both ways of writing Chinese as one."""


def test_each_row_is_a_language_a_reason_and_its_terms() -> None:
    """The table can be read by anyone who splits at tabs."""
    assert ROWS[0] == ["language", "reason", "terms"]
    assert {len(row) for row in ROWS} == {3}
    assert {row[1] for row in ROWS[1:]} == {*HINTS, "common"}
    pairs = [(language, reason) for language, reason, _ in ROWS]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("language", KNOWN)
def test_every_language_has_the_main_reasons(language: str) -> None:
    """What interfaces everywhere say is known in all languages that are told apart."""
    assert {reason for name, reason, _ in ROWS if name == language} >= MAIN


@pytest.mark.parametrize("language", KNOWN)
def test_a_term_of_a_language_has_one_reason(language: str) -> None:
    """Which of two reasons came first in the table would decide otherwise."""
    listed = [
        (term.strip("()"), reason)
        for name, reason, row in ROWS
        if name == language and reason != "common"
        for term in row.casefold().split(", ")
    ]
    reasons = {term: {reason for other, reason in listed if other == term} for term, _ in listed}
    assert {term: found for term, found in reasons.items() if len(found) > 1} == {}


def test_languages_are_bits() -> None:
    """Regions and scripts do not matter; English comes with every language."""
    known = terms()
    assert known.bits(["zh-Hant"]) == known.bits([]) == known.bits(["en"])
    assert (known.bits(["da"]) ^ known.bits([])).bit_count() == 1
