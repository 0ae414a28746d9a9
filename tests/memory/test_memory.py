"""The translation memory on disk."""

from __future__ import annotations

import errno
import os
import tempfile
from collections import Counter
from dataclasses import replace
from io import FileIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.errors import OutputError
from polyglot_news.memory import Memory, Texts, Wanted
from polyglot_news.normal import normalise, normalised
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


WANTED = Wanted(source_lang="ru", target_lang="en", model="m", version="1")


def known(memory: Memory, *texts: str, glossary: str = "") -> dict[str, str]:
    """The texts that the memory can translate, with their translation."""
    base = Texts(memory.root / "texts")
    try:
        base.add((text, glossary, 1) for text in texts)
        base.take(memory, WANTED)
        found = base.find(texts)
        lacking = {source for chunk in base.lacking(2) for source, _ in chunk}
    finally:
        base.close()
    assert lacking == set(found.filter(pl.col("target").is_null()).get_column("source"))
    return dict(found.drop_nulls("target").select("source", "target").iter_rows())


@given(st.lists(st.text(), min_size=1))
def test_python_and_polars_normalise_alike(texts: list[str]) -> None:
    """A text looked up one by one and a column looked up at once have the same key."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    assert frame.select(normalised(pl.col("text"))).get_column("text").to_list() == [normalise(text) for text in texts]


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The key of a key is itself."""
    assert normalise(normalise(text)) == normalise(text)


def test_a_text_has_one_translation(tmp_path: Path) -> None:
    """A person's translation comes before the model's; other models' are not used."""
    memory = Memory(tmp_path)
    rows = [translation("да", "yes"), translation("нет", "no"), translation("да", "yeah", model="other")]
    memory.insert(memory.part("ru", "en", "a"), rows)
    memory.insert(memory.part("ru", "en", "b"), [translation("нет", "nope", model="", origin=Origin.HUMAN)])
    assert known(memory, "да", "нет", "может быть") == {"да": "yes", "нет": "nope"}


@settings(deadline=None)
@given(targets=st.lists(st.text(min_size=1), min_size=1, max_size=5), data=st.data())
def test_which_translation_is_taken_does_not_depend_on_the_parts(targets: list[str], data: st.DataObject) -> None:
    """Of several by the same model the first in the order of their characters, in whatever files they lie."""
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory(Path(folder))
        for number, target in enumerate(data.draw(st.permutations(targets))):
            memory.insert(memory.part("ru", "en", str(number)), [translation("да", target)])
        assert known(memory, "да") == {"да": min(targets, key=str.encode)}


@pytest.mark.parametrize("scores", [(-0.5, None), (-0.5, -0.25)])
def test_of_equal_translations_one_is_taken_wherever_it_lies(
    tmp_path: Path, scores: tuple[float, float | None]
) -> None:
    """The parts of a memory come in no order, so that what they hold decides."""
    found = []
    for names in ("ab", "ba"):
        memory = Memory(tmp_path / names)
        for name, score in zip(names, scores, strict=True):
            memory.insert(memory.part("ru", "en", name), [replace(translation("да", "yes"), score=score)])
        base = Texts(tmp_path / "texts")
        base.add([("да", "", 1)])
        for part in sorted(memory.parts("ru", "en")):
            monkey = Memory(tmp_path / names)
            monkey.parts = lambda *_, part=part: iter([part])  # type: ignore[method-assign]
            base.take(monkey, WANTED)
        found.append(base.find(["да"]).row(0))
        base.close()
    assert found[0] == found[1]


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), max_size=30))
def test_texts_are_counted_and_come_by_length(texts: list[str]) -> None:
    """Each once, with how often it was added, the shorter first."""
    with tempfile.TemporaryDirectory() as folder:
        base = Texts(Path(folder, "texts"))
        base.add((text, "", 1) for text in texts)
        waiting = [source for chunk in base.lacking(3) for source, _ in chunk]
        found = base.find(waiting)
        size = len(base)
        base.close()
    assert waiting == sorted(set(texts), key=lambda text: (len(text), text.encode()))
    assert size == len(waiting)
    assert dict(found.select("source", "dup_count").iter_rows()) == Counter(texts)


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
        assert sorted(known(memory, "порт", "нет", glossary=glossary).values()) == targets


def test_a_memory_without_glossaries_is_still_read(tmp_path: Path) -> None:
    """Parts of an earlier version lack the column: they were made without one. Further columns do not matter."""
    memory = Memory(tmp_path)
    part = memory.part("ru", "en", "a")
    memory.insert(part, [translation("да", "yes")])
    pl.read_parquet(part).drop("glossary").with_columns(note=pl.lit("x")).write_parquet(part)
    memory.insert(memory.part("ru", "en", "b"), [translation("нет", "no")])
    assert known(memory, "да", "нет") == {"да": "yes", "нет": "no"}


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
        known(memory, "да", "текст 3")


@pytest.mark.parametrize("trouble", ["gone", "folder", "disk"])
def test_a_part_that_the_system_does_not_give_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """A person who follows the advice loses no translations that could be read another time."""
    memory, part = Memory(tmp_path), tmp_path / "part-a.parquet"
    match trouble:
        case "folder":
            part.mkdir()
        case "disk":
            memory.insert(part, [translation("да", "yes")])
            monkeypatch.setattr(Path, "open", lambda *_: Failing(part))
    with pytest.raises(OutputError, match=r"^Cannot read .*part-a\.parquet: ") as told:
        memory.read(part)
    assert "damaged" not in str(told.value)
    assert "again" not in str(told.value)


class Failing(FileIO):
    """A file on a disk that fails."""

    def readinto(self, _: object, /) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def read(self, _: int | None = -1, /) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_no_flipped_bit_changes_a_translation(tmp_path: Path) -> None:
    """It is told, or stands where it changes nothing."""
    memory, part = Memory(tmp_path), tmp_path / "part-a.parquet"
    memory.insert(part, [translation(f"текст {n}", f"text {n}") for n in range(100)])
    written, content, told = memory.read(part), part.read_bytes(), 0
    for bit in range(0, 8 * len(content), 61):
        part.write_bytes(bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(content)))
        try:
            assert memory.read(part).equals(written)
        except OutputError:
            told += 1
    assert told > 100


def test_nothing_put_aside_is_lost(tmp_path: Path) -> None:
    """Each time it gets a name of its own."""
    memory = Memory(tmp_path)
    part = memory.part("ru", "en", "a")
    for text in ("once", "twice", "thrice"):
        memory.insert(part, [translation("да", text)])
        memory.put_aside(part)
    kept = [memory.read(path)["target"].item() for path in sorted(part.parent.glob("*.damaged*"))]
    assert kept == ["once", "twice", "thrice"]
    assert known(memory, "да") == {}


def _flipped(content: bytes) -> bytes:
    return content[:8] + bytes(255 - byte for byte in content[8:200]) + content[200:]


def test_an_empty_memory_knows_nothing(tmp_path: Path) -> None:
    """A language pair without parts has no rows."""
    assert known(Memory(tmp_path), "да") == {}
