"""The page the project exists for, from the dump to the pairs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.conftest import Build

PAGE = Path(__file__).resolve().parents[2] / "fixtures" / "pages" / "dump_caliber_en_russian_residue.txt"


def pairs(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "pairs/**/*.parquet", hive_partitioning=False)


def test_the_residue_in_another_language_becomes_a_pair(tmp_path: Path, run: Build) -> None:
    """Into English with ``--residue keep`` the one Russian line is translated, by the model that ships."""
    run(PAGE, out=tmp_path / "out", to="en", residue="keep", engine="argos")
    (pair,) = pairs(tmp_path / "out").iter_rows(named=True)
    assert (pair["source"], pair["role"], pair["source_lang"]) == ("Ссылка скопирована", "residue", "ru")
    assert PAGE.read_text(encoding="utf-8")[pair["start"] : pair["end"]] == pair["source"]
    assert (pair["engine"], pair["model"]) == ("argos", "translate-ru_en-small")
    assert "link" in pair["target"].lower()


def test_the_article_is_translated_and_nothing_else(tmp_path: Path, run: Build) -> None:
    """Into Russian title, byline, section and the ten paragraphs make pairs, by the model that ships; no interface."""
    run(PAGE, out=tmp_path / "out", to="ru", engine="argos")
    found = pairs(tmp_path / "out")
    roles = found.group_by("role").agg(pl.col("block").n_unique()).rows()
    assert dict(roles) == {"title": 1, "byline": 1, "section": 1, "paragraph": 10}
    assert set(found.get_column("source_lang")) == {"en"}
