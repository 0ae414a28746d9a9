"""What must come through is counted on both sides, and in its order where the order says what it is."""

from __future__ import annotations

import pytest

from polyglot_news.glossary import NO_TERMS, Term, Terms
from polyglot_news.score import Candidate
from polyglot_news.score.placeholders import placeholders


def share(source: str, target: str, terms: Terms = NO_TERMS) -> float | None:
    return placeholders(Candidate(source=source, target=target, source_lang="ru", target_lang="en", terms=terms))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Нажмите %s.", "Press %s and %s.", 0.5),
        ("Нажмите.", "Press %s.", 0.0),
        ("Адрес: press@example.org", "Address: press@example.org, example.com", 0.5),
        ("%s и %d", "%d and %s", 0.0),
        ("{:d} из {:s}", "{:s} of {:d}", 0.0),
        ("%s, %d и %f", "%s, %f and %d", 1 / 3),
        ("<b>тут</b>", "</b>here<b>", 0.5),
        ("<i><b>тут</b></i>", "<i><b>here</i></b>", 0.75),
        ("Ещё %s", "More", 0.0),
        ("100%% готово", "100% done", 0.0),
        ("Сайт lenta.example.org", "Site example.org", 0.0),
        ("★", "a", 0.0),
    ],
)
def test_what_is_lost_added_or_moved_is_refused(source: str, target: str, expected: float) -> None:
    """Each counts against the share."""
    assert share(source, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("%1$s и %2$d", "%2$d and %1$s"),
        ("%(a)s и %(b)s", "%(b)s and %(a)s"),
        ("{a} и {b}", "{b} and {a}"),
        ("<b>тут</b> и <i>там</i>", "<i>there</i> and <b>here</b>"),
        ("<p><b>тут</b> текст<br>", "<p>text <br><b>here</b>"),
        ("</b> конец <b>", "</b> the end <b>"),
        ("文件%s不存在 {a}", "File %s does not exist {a}"),
        ("Темы Example.org и {a}", "Themes of example.org and {a}"),
    ],
)
def test_what_may_move_or_was_written_otherwise_is_kept(source: str, target: str) -> None:
    """Names and numbers say what belongs where; glued to a word or in capitals it was there all the same."""
    assert share(source, target) == 1.0


@pytest.mark.parametrize(("source", "target"), [("文件%s不存在", "File %s does not exist"), ("Да", "Yes")])
def test_there_is_no_share_of_nothing(source: str, target: str) -> None:
    """Also where only the target has it by itself."""
    assert share(source, target) is None


def test_a_glossary_may_bring_an_address() -> None:
    """Another one is still too much."""
    terms = Terms([Term(forms=("наш сайт",), targets=("example.org",))])
    assert share("Это наш сайт", "This is example.org", terms) is None
    assert share("Это наш сайт", "This is example.com", terms) == 0.0
