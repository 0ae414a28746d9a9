"""Other tools open what we write, without code of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.dataset as ds
import pytest

from tests.conftest import Build


@pytest.fixture
def built(pages: Path, tmp_path: Path, run: Build) -> Path:
    """A small build."""
    run(pages, out=tmp_path / "out", residue="keep")
    return tmp_path / "out"


def test_datasets_reads_a_translation_feature(built: Path, tmp_path: Path) -> None:
    """``load_dataset`` on the files of a language pair gives ``translation`` with the languages of the pair."""
    code = """
import sys
from datasets import Translation, load_dataset
rows = load_dataset("parquet", data_files=sys.argv[1], split="train")
assert rows.features["translation"] == Translation(languages=["en", "ru"]), rows.features
assert rows.features["dup_count"].dtype == "int64" and rows.features["source"].dtype == "string"
print(rows[0]["translation"]["ru"])
"""
    files = str(built / "pairs/src=ru/tgt=en/*.parquet")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "cache")}
    result = subprocess.run([sys.executable, "-c", code, files], env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "Мост через реку откроют весной"


def test_duckdb_counts_pairs_by_partition(built: Path) -> None:
    """DuckDB sees the hive partitions as columns."""
    table = f"read_parquet('{built}/pairs/**/*.parquet', hive_partitioning = true)"
    with duckdb.connect() as database:
        counts = database.sql(f"select src, tgt, count(*) from {table} group by all").fetchall()
    frame = pl.read_parquet(built / "pairs/**/*.parquet")
    assert counts == [("ru", "en", frame.height)]


def test_arrow_and_polars_agree(built: Path) -> None:
    """Every table has the same rows and columns for pyarrow and polars."""
    for table in ("articles", "segments", "rejects", "memory"):
        files = sorted((built / table).rglob("*.parquet"))
        arrow = ds.dataset(files).to_table()
        frame = pl.read_parquet(files, hive_partitioning=False)
        assert arrow.num_rows == frame.height
        assert arrow.column_names == frame.columns


def test_the_columns_are_those_of_the_documentation(built: Path) -> None:
    """Renaming a column breaks readers, so it shows here."""
    assert pl.read_parquet(built / "articles/*.parquet").columns == (
        "id source url title author date section site language text n_blocks n_residue extra".split()
    )
    assert pl.read_parquet(built / "segments/*.parquet").columns == (
        "id page_id block index role text start end language probability action reason".split()
    )
    assert pl.read_parquet(built / "rejects/*.parquet").columns == "page_id source stage reason detail text".split()
    pairs = pl.read_parquet(built / "pairs/**/*.parquet", hive_partitioning=False).columns
    assert pairs[:17] == (
        "id translation source_lang target_lang source target page_id source_url block index role start end "
        "source_lid target_lid mt_score length_ratio".split()
    )
    assert pairs[-8:] == "keep reason engine model model_version pivots origin dup_count".split()
