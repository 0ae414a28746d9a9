"""What every engine promises, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polyglot_news.errors import ConfigError
from polyglot_news.translate.engine import ENGINES, Engine, open_engine

if TYPE_CHECKING:
    from conftest import Packages

TEXTS = [
    "Вчера в порту прошли учения, сообщил капитан судна.",
    "Цены на хлеб выросли на 12 процентов.",
    "Ссылка скопирована",
    "Читать далее",
]


@pytest.fixture(scope="session")
def models(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    packages.folder(folder, "ru", "en")
    packages.bpe_folder(folder, "en", "de")
    return folder


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, models: Path) -> Engine:
    return open_engine(request.param, models=models, threads=2)


def test_an_engine_knows_its_name(engine: Engine) -> None:
    """The table's name is the name written into every translation."""
    assert engine.name in ENGINES
    assert {t.engine for t in engine.translate(TEXTS, source="ru", target="en")} == {engine.name}


def test_every_text_is_answered_in_its_place(engine: Engine) -> None:
    """There are as many translations as texts, in their order, repeated and empty ones included."""
    texts = [*TEXTS, "", TEXTS[0], *reversed(TEXTS)]
    assert [t.source for t in engine.translate(texts, source="ru", target="en")] == texts


def test_equal_texts_have_equal_translations(engine: Engine) -> None:
    """A text's translation does not hang on its neighbours in the list."""
    together = engine.translate([*TEXTS, *TEXTS], source="ru", target="en")
    assert together[: len(TEXTS)] == together[len(TEXTS) :]
    assert engine.translate([TEXTS[1]], source="ru", target="en") == [together[1]]


def test_no_text_gives_no_translation(engine: Engine) -> None:
    """An empty list is a valid question."""
    assert engine.translate([], source="ru", target="en") == []


def test_an_empty_text_stays_empty(engine: Engine) -> None:
    """Nothing is made up where nothing was said."""
    assert engine.translate([""], source="ru", target="en")[0].target == ""


def test_the_chain_is_what_the_translations_say(engine: Engine) -> None:
    """Model, version and pivots of the chain are those of every translation."""
    for target in ("en", "de"):
        chain = engine.chain("ru", target)
        assert chain
        for translation in engine.translate(TEXTS, source="ru", target=target):
            assert (translation.source_lang, translation.target_lang) == ("ru", target) == (chain.source, chain.target)
            assert (translation.model, translation.model_version) == (chain.model, chain.model_version)
            assert translation.pivots == chain.pivots


def test_a_language_needs_no_chain_to_itself(engine: Engine) -> None:
    """What is already in the target language is not translated."""
    assert engine.chain("en", "en") is None


def test_thread_numbers_change_nothing(engine: Engine, models: Path) -> None:
    """One thread gives the same translations and scores as two."""
    alone = open_engine(engine.name, models=models, threads=1)
    assert alone.translate(TEXTS, source="ru", target="de") == engine.translate(TEXTS, source="ru", target="de")


def test_an_unknown_engine_is_named_beside_the_known() -> None:
    """The message lists what there is."""
    with pytest.raises(ConfigError, match="argos, echo"):
        open_engine("babel")


def test_a_stream_gives_chunk_for_chunk(engine: Engine) -> None:
    """Each chunk is answered for itself, empty ones included, also through a third language."""
    chunks = [TEXTS, [], TEXTS[:1], ["", TEXTS[2]]]
    for target in ("en", "de"):
        streamed = list(engine.stream(chunks, source="ru", target=target))
        assert streamed == [engine.translate(chunk, source="ru", target=target) for chunk in chunks]


def test_a_stream_reads_no_further_than_it_must(engine: Engine) -> None:
    """Memory is bounded: the first answer comes before the last question was read."""
    asked: list[int] = []

    def chunks() -> Iterator[list[str]]:
        for number in range(8):
            asked.append(number)
            yield [f"{number}"]

    next(iter(engine.stream(chunks(), source="ru", target="de")))
    assert len(asked) <= 4
