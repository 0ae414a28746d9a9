"""The translation memory on disk."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.memory import Memory, normalise, normalised
from polyglot_news.records import Origin, Translation


def translation(source: str, target: str, *, model: str = "m", origin: Origin = Origin.MT) -> Translation:
    return Translation(
        source_lang="ru",
        target_lang="en",
        source=source,
        target=target,
        engine="argos",
        model=model,
        model_version="1",
        score=-0.5,
        origin=origin,
    )


@given(st.lists(st.text(), min_size=1))
def test_python_and_polars_normalise_alike(texts: list[str]) -> None:
    """A text looked up one by one and a column looked up at once have the same key."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    assert frame.select(normalised(pl.col("text"))).get_column("text").to_list() == [normalise(text) for text in texts]


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The key of a key is itself."""
    assert normalise(normalise(text)) == normalise(text)


def test_a_lookup_gives_one_translation_for_each_text(tmp_path: Path) -> None:
    """A person's translation comes before the model's; other models' are not used."""
    memory = Memory(tmp_path)
    rows = [translation("да", "yes"), translation("нет", "no"), translation("да", "yeah", model="other")]
    memory.insert(memory.part("ru", "en", "a"), rows)
    memory.insert(memory.part("ru", "en", "b"), [translation("нет", "nope", model="", origin=Origin.HUMAN)])
    texts = pl.LazyFrame({"source": ["да", "нет", "может быть"]})
    found = memory.lookup(texts, "ru", "en", model="m", version="1").collect()
    assert dict(found.select("source", "target").iter_rows()) == {"да": "yes", "нет": "nope"}


def test_an_empty_memory_knows_nothing(tmp_path: Path) -> None:
    """A language pair without parts has no rows, and the columns it would have."""
    texts = pl.LazyFrame({"source": ["да"]})
    found = Memory(tmp_path).lookup(texts, "ru", "en", model="m", version="1").collect()
    assert found.is_empty()
    assert "target" in found.columns
