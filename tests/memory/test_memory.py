"""The translation memory on disk."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.errors import OutputError
from polyglot_news.memory import Memory, normalise, normalised
from polyglot_news.records import Origin, Translation


def translation(
    source: str, target: str, *, model: str = "m", origin: Origin = Origin.MT, glossary: str = ""
) -> Translation:
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
        glossary=glossary,
    )


def asked(*texts: str, glossary: str = "") -> pl.LazyFrame:
    return pl.LazyFrame(
        {"source": texts, "glossary": [glossary] * len(texts)}, schema={"source": pl.String, "glossary": pl.String}
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
    texts = asked("да", "нет", "может быть")
    found = memory.lookup(texts, "ru", "en", model="m", version="1")
    assert dict(found.select("source", "target").iter_rows()) == {"да": "yes", "нет": "nope"}
    known = memory.known(texts, "ru", "en", model="m", version="1")
    assert sorted(known.get_column("source")) == ["да", "нет"]


def test_a_translation_is_good_for_the_glossary_it_was_made_with(tmp_path: Path) -> None:
    """Another asks anew, unless a person translated; what is there for each stays."""
    memory = Memory(tmp_path)
    rows = [
        translation("порт", "port"),
        translation("порт", "harbour", glossary="a"),
        translation("нет", "no", origin=Origin.HUMAN),
    ]
    memory.insert(memory.part("ru", "en", "a"), rows)
    for glossary, targets in {"": ["no", "port"], "a": ["harbour", "no"], "b": ["no"]}.items():
        found = memory.lookup(asked("порт", "нет", glossary=glossary), "ru", "en", model="m", version="1")
        assert sorted(found.get_column("target")) == targets


def test_a_memory_without_glossaries_is_still_read(tmp_path: Path) -> None:
    """Parts of an earlier version lack the column: they were made without one. Further columns do not matter."""
    memory = Memory(tmp_path)
    part = memory.part("ru", "en", "a")
    memory.insert(part, [translation("да", "yes")])
    pl.read_parquet(part).drop("glossary").with_columns(note=pl.lit("x")).write_parquet(part)
    memory.insert(memory.part("ru", "en", "b"), [translation("нет", "no")])
    found = memory.lookup(asked("да", "нет"), "ru", "en", model="m", version="1")
    assert sorted(found.get_column("target")) == ["no", "yes"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "other", "empty"])
def test_a_damaged_part_is_named(tmp_path: Path, damage: str) -> None:
    """Cut off, a byte changed in the middle, a table of something else, no content at all."""
    memory = Memory(tmp_path)
    memory.insert(memory.part("ru", "en", "a"), [translation("да", "yes")])
    part = memory.part("ru", "en", "b")
    memory.insert(part, [translation(f"текст {n}", f"text {n}") for n in range(500)])
    content = part.read_bytes()
    if damage == "other":
        pl.DataFrame({"x": [1]}).write_parquet(part)
    else:
        part.write_bytes({"cut": content[:-9], "flipped": _flipped(content), "empty": b""}[damage])
    with pytest.raises(OutputError, match=r"part-b\.parquet is no part of a translation memory, or damaged"):
        memory.lookup(asked("да", "текст 3"), "ru", "en", model="m", version="1")


def _flipped(content: bytes) -> bytes:
    return content[:8] + bytes(255 - byte for byte in content[8:200]) + content[200:]


def test_an_empty_memory_knows_nothing(tmp_path: Path) -> None:
    """A language pair without parts has no rows, and the columns it would have."""
    found = Memory(tmp_path).lookup(asked("да"), "ru", "en", model="m", version="1")
    assert found.is_empty()
    assert "target" in found.columns
