"""Paragraphs that a dump has broken are put together again."""

from __future__ import annotations

from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.paragraphs import broken_pages, join_lines

BROKEN = """Mittelschule im Notbetrieb
Rund die Hälfte der Kinder blieb zu Hause, sagte die Leiterin der
Volksschule Tristach
, die am Vormittag nur wenige Klassen führte. In den
Heimen
wurde ein Plan aktiviert.
In einigen Schulen ging es heiß her
Die Fenster sollten geschlossen bleiben.
Das fiel
(wie in der Zeit davor)
, vielen schwer."""
WHOLE = "First line of a list\nsecond line of a list\nthird line of a list"


def joined(text: str) -> list[str]:
    """The text's blocks when every line is body."""
    lines = split_lines([text])
    return [" ".join(lines.texts[i] for i in span) for span in join_lines(lines, [True] * len(lines))]


def test_lines_of_one_sentence_become_one_block() -> None:
    """A clause that goes on, a link inside a sentence and an open end join; headings and full stops do not."""
    assert joined(BROKEN)[:4] == [
        "Mittelschule im Notbetrieb",
        "Rund die Hälfte der Kinder blieb zu Hause, sagte die Leiterin der Volksschule Tristach , die am Vormittag nur "
        "wenige Klassen führte. In den Heimen wurde ein Plan aktiviert.",
        "In einigen Schulen ging es heiß her",
        "Die Fenster sollten geschlossen bleiben.",
    ]


def test_a_page_that_is_not_broken_keeps_its_lines() -> None:
    """Lines that begin with small letters are no sign by themselves."""
    assert broken_pages(split_lines([BROKEN, WHOLE, BROKEN])) == [True, False, True]


def test_residue_is_never_joined() -> None:
    """A line outside the body stays by itself, and the paragraph around it stays in two."""
    lines = split_lines([BROKEN])
    body = [True] * len(lines)
    body[2] = False
    assert range(2, 3) in join_lines(lines, body)


def test_every_line_is_in_one_block() -> None:
    """The ranges follow each other without a hole."""
    lines = split_lines([BROKEN])
    spans = join_lines(lines, [i % 4 > 0 for i in range(len(lines))])
    assert [i for span in spans for i in span] == list(range(len(lines)))
