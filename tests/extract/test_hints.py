"""What lines say of themselves in the words of page interfaces, by language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyglot_news.extract.clues import gather
from polyglot_news.extract.interface import announced, points_elsewhere
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.reasons import Reason
from polyglot_news.extract.residue import explain
from polyglot_news.extract.terms import HINTS

WRITTEN = Path(__file__).parent / "data" / "interface_lines.tsv"
ROWS = [line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines()[1:]]
TEXTS = {language: text for language, reason, text in ROWS if reason == "-"}
LINES = [(language, reason, line) for language, reason, line in ROWS if reason != "-"]
FLOOR = {"dump": (0.99, 0.97), "html": (0.99, 0.97)}
"""The least precision and recall of reasons; by words of whatever language they were .64 and .64."""


def lead_of(line: str, text: str) -> str:
    """What a line says of itself on a page with this text."""
    clues = gather(split_lines([f"{line}\n{text}"]), None)
    lead = int(clues.leads[0])
    return Reason.RELATED if clues.pointing[0] else HINTS[lead] if lead >= 0 else "none"


def found_by(kind: str) -> Iterator[tuple[str, str]]:
    """The reason a person gives of each line and the one that is found."""
    for language, reason, line in LINES:
        if kind == "dump":
            yield reason, lead_of(line, TEXTS[language])
        else:
            folded = line.casefold()
            yield reason, Reason.RELATED if points_elsewhere(folded) else announced(folded, language) or "none"


@pytest.mark.parametrize("kind", FLOOR)
def test_reasons_are_those_a_person_gives(kind: str) -> None:
    """Of labels the reason, of headlines that hold a word of interfaces none, in 35 languages."""
    found = list(found_by(kind))
    told, wanted = ([pair for pair in found if pair[side] != "none"] for side in (1, 0))
    precision, recall = (sum(a == b for a, b in some) / len(some) for some in (told, wanted))
    assert (precision >= FLOOR[kind][0], recall >= FLOOR[kind][1]) == (True, True), (precision, recall)


def test_the_written_lines_are_of_many_languages_and_of_both_sorts() -> None:
    """At least 120 lines in 25 languages, two fifths of them no interface."""
    assert len(LINES) >= 120
    assert len({language for language, _, _ in LINES}) >= 25
    assert 0.4 < sum(reason == "none" for _, reason, _ in LINES) / len(LINES) < 0.6


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Home Menu Search Contact About Archive Facebook", Reason.NAVIGATION),
        ("Facebook Home", Reason.SHARE),
        ("Home Facebook", Reason.NAVIGATION),
    ],
)
def test_what_is_said_most_leads_and_then_what_is_said_first(line: str, reason: Reason) -> None:
    """The order of the table decides nothing."""
    lines = split_lines([f"{line}\n{TEXTS['en']}"])
    assert explain(gather(lines, None), lines.starts < 0)[0] is reason


@pytest.mark.parametrize("text", [TEXTS["en"], TEXTS["es"], TEXTS["ja"]])
def test_a_label_tells_on_pages_of_other_languages(text: str) -> None:
    """Interfaces come in other languages than articles; single short words are too often another word there."""
    assert lead_of("Ссылка скопирована", text) is Reason.SHARE
    assert lead_of("Kommentare", text) is Reason.COMMENTS
    assert lead_of("del", text) == "none"


def test_words_of_a_language_count_on_its_pages() -> None:
    """Danish "del" is share, and Spanish "del" is nothing."""
    assert [lead_of("Del 12", TEXTS[language]) for language in ("da", "es")] == [Reason.SHARE, "none"]
