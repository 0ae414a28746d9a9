"""The distinct texts of a corpus on disk, with how often each occurs and its best known translation.

A scratch database of one process: memory stays small however many texts there are, and finding some of them takes no
longer for the others. It is made anew by every run that needs it and removed at its end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from polyglot_news.errors import OutputError
from polyglot_news.memory.store import Memory

FOUND: dict[str, type[pl.DataType] | pl.DataType] = {
    "source": pl.String,
    "dup_count": pl.Int64,
    **dict.fromkeys(("target", "engine", "model", "model_version"), pl.String),
    "score": pl.Float32,
    **dict.fromkeys(("origin", "pivots"), pl.String),
}
_TAKEN = ("target", "engine", "model", "model_version", "score", "origin", "pivots")
_RANK = {"human": 0, "tm": 1, "mt": 2}
_SETTINGS = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "temp_store=MEMORY", "cache_size=-4000")
_TABLE = f"""CREATE TABLE texts(length INT, source TEXT, glossary TEXT, dup_count INT, rank INT, {", ".join(_TAKEN)},
    PRIMARY KEY(length, source)) WITHOUT ROWID"""
_ADD = """INSERT INTO texts(length, source, glossary, dup_count) VALUES(?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET dup_count = dup_count + excluded.dup_count"""
_TAKE = f"""UPDATE texts SET rank = :rank, {", ".join(f"{name} = :{name}" for name in _TAKEN)}
    WHERE length = :length AND source = :source AND (:origin <> 'mt' OR glossary = :glossary) AND (rank IS NULL
    OR (:rank, :target, :model, :model_version, ifnull(:score, 0), :pivots)
    < (rank, target, model, model_version, ifnull(score, 0), pivots))"""
_FIND = f"SELECT {', '.join(FOUND)} FROM asked CROSS JOIN texts USING(length, source)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose translations are good: a person's, and those of one model between two languages."""

    source_lang: str
    target_lang: str
    model: str
    version: str


class Texts:
    """Texts as :func:`polyglot_news.normal.normalise` leaves them, in the order of their length."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._told():
            self._base = sqlite3.connect(path, isolation_level=None)
            for setting in _SETTINGS:
                self._base.execute(f"PRAGMA {setting}")
            self._base.execute(_TABLE)
            self._base.execute("CREATE TEMP TABLE asked(length INT, source TEXT)")
            self._base.execute("CREATE TABLE taken(part TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, texts: Iterable[tuple[str, str, int]]) -> None:
        """Takes texts, what the glossary asks of each, and how often it occurs."""
        self._write(_ADD, ((len(source), source, glossary, count) for source, glossary, count in texts))

    def take(self, memory: Memory, wanted: Wanted) -> None:
        """Takes the translations over that the memory has and that have not been taken before, the best of each text.

        A person's is better than the model's, and good for any model and glossary; a model's for the glossary that it
        was made with. Raises OutputError for a damaged part of the memory.
        """
        for part in memory.parts(wanted.source_lang, wanted.target_lang):
            with self._told():
                is_new = self._base.execute("INSERT OR IGNORE INTO taken VALUES(?)", (part.name,)).rowcount
            if is_new:
                self._write(_TAKE, _rows(memory.read(part), wanted))

    def lacking(self, size: int) -> Iterator[list[tuple[str, str]]]:
        """Yields the texts without translation and what the glossary asks of them, the shorter first, in chunks."""
        with self._told():
            found = self._base.execute("SELECT source, glossary FROM texts WHERE rank IS NULL ORDER BY length, source")
            while chunk := found.fetchmany(size):
                yield chunk

    def __len__(self) -> int:
        with self._told():
            return int(self._base.execute("SELECT count(*) FROM texts").fetchone()[0])

    def find(self, texts: Sequence[str]) -> pl.DataFrame:
        """Returns those of the texts that were added, each with its count and translation (columns of ``FOUND``)."""
        self._write("INSERT INTO asked VALUES(?, ?)", ((len(text), text) for text in texts))
        with self._told():
            rows = self._base.execute(_FIND).fetchall()
            self._base.execute("DELETE FROM asked")
        return pl.DataFrame(rows, schema=FOUND, orient="row")

    def close(self) -> None:
        """Removes the database."""
        self._base.close()
        self._path.unlink(missing_ok=True)

    def _write(self, statement: str, rows: Iterable[object]) -> None:
        with self._told():
            self._base.execute("BEGIN")
            self._base.executemany(statement, rows)  # type: ignore[arg-type]
            self._base.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(
                f"Cannot write {self._path}: {error}. The disk or its quota may be full: free some space and run the "
                "same command again, what is finished is kept."
            ) from error


def _rows(part: pl.DataFrame, wanted: Wanted) -> Iterator[dict[str, object]]:
    same = (pl.col("model") == wanted.model) & (pl.col("model_version") == wanted.version)
    for row in part.filter((pl.col("origin") != "mt") | same).iter_rows(named=True):
        yield {**row, "length": len(row["source"]), "rank": _RANK.get(row["origin"], 3)}
