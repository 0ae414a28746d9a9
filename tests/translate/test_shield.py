"""What must come through is cut out of a text and put back, whatever became of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.glossary import NO_TERMS, Glossary, Term, Terms
from polyglot_news.translate.engine import ENGINES, Engine, open_engine
from polyglot_news.translate.shield import MASK, shield

if TYPE_CHECKING:
    from conftest import Packages

PORT = Term(forms=("порту", "example"), targets=("harbour",))
TEXT = "В порту: <b>12</b> на https://example.org/a_b, press@example.org, @harbour, %s и {name}."


@given(st.lists(st.sampled_from(["порту", "<b>", " %d ", " ", ",", "слово", "https://a.org/b", "a@b.org"])))
def test_what_is_cut_out_can_be_put_back(parts: list[str]) -> None:
    """With nothing translated the text is what it was, joined or behind masks."""
    text = " ".join("".join(parts).split())
    cut = shield(text, NO_TERMS)
    assert cut.joined({}) == text == cut.unmasked(cut.masked)
    assert len(cut.between) == len(cut.items) + 1


def test_everything_protected_is_an_item_and_terms_are_their_translations() -> None:
    """A term inside of an address is part of the address."""
    items = ("harbour", "<b>", "</b>", "https://example.org/a_b", "press@example.org", "@harbour", "%s", "{name}")
    assert shield(TEXT, Terms([PORT])).items == items


@pytest.mark.parametrize(
    "item",
    [
        "https://example.org/wiki/Bread_(food)",
        "{user.name}",
        "{0:.2f}",
        "${size}",
        "{}",
        "%d",
        "%(size)s",
        "%1$s",
        "%-5.2f",
        "HTTPS://EXAMPLE.COM/Help",
        "lenta.example.org",
        "{first name}",
        "{user[0]}",
        "%e",
        '<a title="a > b">',
        "&quot;",
        "$USER",
        "{n, plural, one {# файл} other {# файлов}}",
    ],
)
def test_what_is_protected_is_whole(item: str) -> None:
    """Also beside a bracket and in a text with a percent sign written twice."""
    assert shield(f"Смотри ({item}), 5%% и {item}, {item}", NO_TERMS).items == (item, "%%", item, item)


def test_a_percent_sign_may_follow_a_placeholder() -> None:
    """Written twice, as printf wants it; once, the letter before it is a word."""
    assert shield("Готово %d%%", NO_TERMS).items == ("%d", "%%")
    assert shield("100%s%", NO_TERMS).items == ()


def test_a_long_token_is_looked_through_once() -> None:
    """What begins like an address or a placeholder and never ends is none, however long it is."""
    for token in ("a" * 200_000 + " @", "%" + "0" * 200_000, "https://" + "(" * 200_000):
        assert shield(token, NO_TERMS).items == ()


def test_pieces_keep_the_space_around_items() -> None:
    """A translation has none at its ends, the text had."""
    cut = shield("Мост <b>закрыт</b>, см. %s", NO_TERMS)
    assert cut.pieces == ["Мост", "закрыт", ", см."]
    targets = {"Мост": "Bridge", "закрыт": "closed", ", см.": ", see"}
    assert cut.joined(targets) == "Bridge <b>closed</b>, see %s"


def test_a_translation_without_punctuation_does_not_grow_into_an_item() -> None:
    """An address would be another one with a word behind it; a translation's own punctuation stands."""
    cut = shield("Адрес («press@example.org»), пишите нам", NO_TERMS)
    assert (
        cut.joined({"Адрес («": "Address", "»), пишите нам": "write us"}) == "Address («press@example.org»), write us"
    )
    assert cut.joined({"Адрес («": "At (", "»), пишите нам": "), write"}) == "At (press@example.org), write"


def test_a_lost_mask_is_noticed() -> None:
    """Also one too many."""
    cut = shield("Файл %d не найден", NO_TERMS)
    assert cut.unmasked(f"File {MASK} not found") == "File %d not found"
    assert cut.unmasked("File not found") is None and cut.unmasked(f"File {MASK}{MASK}") is None


@pytest.fixture(scope="session")
def models(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("models")
    packages.folder(folder, "ru", "en")
    packages.folder(folder, "en", "de")
    yield folder


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, models: Path) -> Engine:
    return open_engine(request.param, models=models, glossary=Glossary(terms=(PORT,)))


@pytest.mark.parametrize("target", ["en", "de"])
def test_a_careful_engine_keeps_everything(engine: Engine, target: str) -> None:
    """Terms, addresses and placeholders, one or many in a text, also through a third language."""
    for text in (TEXT, "Вчера в порту прошли учения", "Цены выросли %s", "https://example.org", ""):
        [answer] = engine.translate([text], source="ru", target=target, careful=True)
        cut = shield(text, Terms([PORT]))
        assert all(item in answer.target for item in cut.items), answer.target
        assert answer.source == text


def test_terms_of_another_pair_are_not_asked_for(models: Path) -> None:
    """A glossary may be for several language pairs."""
    french = Term(forms=("порту",), targets=("port",), source_lang="ru", target_lang="fr")
    engine = open_engine("argos", models=models, glossary=Glossary(terms=(french,)))
    [answer] = engine.translate(["В порту"], source="ru", target="en", careful=True)
    assert answer.target == "В порту"
