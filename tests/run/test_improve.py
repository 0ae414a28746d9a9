"""The second try: asked for only where it is needed, taken only where it is better."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from polyglot_news.glossary import NO_TERMS, Term, Terms
from polyglot_news.records import Translation
from polyglot_news.run import improve as module
from polyglot_news.run.improve import faults_of, improve

TRIES = {
    "Цены на хлеб выросли в этом году": (
        "Prices, prices, prices, prices, prices, prices",
        "Bread prices rose this year",
    ),
    "Министры подписали соглашение": ("Ministers signed an agreement", "never asked for"),
    "Капитан сообщил об учениях": ("captain captain captain captain captain", "Капитан сообщил об учениях"),
}


class Fallible:
    """Fails at first, and gets some things right when it is careful."""

    def __init__(self) -> None:
        self.asked_again: list[str] = []

    def translate(self, texts: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Translation]:
        if careful:
            self.asked_again += texts
        return [
            Translation(source_lang=source, target_lang=target, source=text, target=TRIES[text][careful],
                        engine="fallible", model="m", model_version="1", score=-0.5)
            for text in texts
        ]  # fmt: skip


def test_only_what_is_refused_is_asked_again_and_the_better_is_kept() -> None:
    """A good first try stays, a bad one gives way to a good second, and stays before a bad second."""
    engine = Fallible()
    first = engine.translate(list(TRIES), source="ru", target="en")
    improved = improve(first, engine=engine, terms=NO_TERMS)  # type: ignore[arg-type]
    assert [t.target for t in improved] == [
        "Bread prices rose this year",
        "Ministers signed an agreement",
        "captain captain captain captain captain",
    ]
    assert engine.asked_again == ["Цены на хлеб выросли в этом году", "Капитан сообщил об учениях"]
    assert [t.source for t in improved] == list(TRIES)


def test_without_thresholds_nothing_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The echo engine's marks are no translations."""
    monkeypatch.setattr(module, "scores_of", None)
    engine = Fallible()
    first = engine.translate(list(TRIES), source="ru", target="en")
    assert improve(first, engine=engine, terms=NO_TERMS, thresholds=()) == first  # type: ignore[arg-type]


def test_without_doubt_nothing_is_asked() -> None:
    """A chunk of good translations costs nothing more; neither does an empty one."""
    engine = Fallible()
    good = engine.translate([list(TRIES)[1]], source="ru", target="en")
    assert improve(good, engine=engine, terms=NO_TERMS) == good == [*good, *improve([], engine=engine, terms=NO_TERMS)]  # type: ignore[arg-type]
    assert engine.asked_again == []


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("Write us soon", "Write us at a@example.org soon", 1),
        ("Write us at a@example.org soon", "Write us soon", 0),
        ("Write us at b@example.org soon", "Write to us soon", 0),
    ],
)
def test_of_two_tries_with_as_many_faults_the_one_that_lost_less_is_kept(first: str, second: str, kept: int) -> None:
    """Of two addresses one is better than none; where nothing tells the tries apart the first stays."""
    text = "Напишите нам на a@example.org или b@example.org поскорее"

    class Forgetful:
        def translate(
            self, texts: Sequence[str], *, source: str, target: str, careful: bool = False
        ) -> list[Translation]:
            return [
                Translation(source_lang=source, target_lang=target, source=text, target=(first, second)[careful],
                            engine="forgetful", model="m", model_version="1", score=-0.5)
                for text in texts
            ]  # fmt: skip

    [improved] = improve(
        Forgetful().translate([text], source="ru", target="en"),
        engine=Forgetful(),  # type: ignore[arg-type]
        terms=NO_TERMS,
    )
    assert improved.target == (first, second)[kept]


def test_of_two_bad_tries_the_one_with_fewer_faults_is_kept() -> None:
    """A term that is there at last counts, though the numbers are still wrong."""
    text = "В порту погибло 12 человек"

    class HalfGood:
        def translate(
            self, texts: Sequence[str], *, source: str, target: str, careful: bool = False
        ) -> list[Translation]:
            answer = "In the harbour people died" if careful else "In the port people died"
            return [
                Translation(source_lang=source, target_lang=target, source=text, target=answer, engine="half",
                            model="m", model_version="1", score=-0.5)
                for text in texts
            ]  # fmt: skip

    terms = Terms([Term(forms=("порту",), targets=("harbour",))])
    first = HalfGood().translate([text], source="ru", target="en")
    assert faults_of(first[0], terms=terms) == ["lost_term", "numbers_differ"]
    [improved] = improve(first, engine=HalfGood(), terms=terms)  # type: ignore[arg-type]
    assert improved.target == "In the harbour people died"
    assert faults_of(improved, terms=terms) == ["numbers_differ"]
