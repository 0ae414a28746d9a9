"""A glossary in a build: terms survive, lost ones are flagged, and another glossary asks anew only where it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from polyglot_news.config import Config
from polyglot_news.errors import OutputError
from polyglot_news.glossary import NO_GLOSSARY, Glossary, Term
from polyglot_news.run.build import Outcome, build
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.translate.echo import EchoEngine

BRIDGE = Glossary(terms=(Term(forms=("мост", "моста", "мосту"), targets=("bridge",)),))
CROSSING = Glossary(terms=(Term(forms=("мост", "моста", "мосту"), targets=("crossing",)),))
PAGE = """\
Мост через реку откроют весной

Строители закончили ремонт моста через реку, сообщила администрация города.

Движение по мосту начнется в апреле, когда закончится ледоход на реке.

Власти обещают открыть движение для всех жителей города без ограничений.
"""


def run(
    folder: Path, glossary: Glossary, *, told: Glossary | None = None, resume: bool = False, **settings: object
) -> Outcome:
    """Builds one page; the engine may be told of another glossary than the job, so that it loses terms."""
    page = folder / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    config = replace(Config(out=folder / "out", engine="echo", workers=1), **settings)  # type: ignore[arg-type]
    job = Job(inputs=Inputs(names=(str(page),)), config=config, glossary=glossary, resume=resume)
    return build(job, engine=EchoEngine(glossary if told is None else told))


def pairs(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "out/pairs/**/*.parquet", hive_partitioning=False).sort("source")


def test_terms_survive_and_are_scored(tmp_path: Path) -> None:
    """The score is 1 where a term is, and nothing where there is none."""
    run(tmp_path, BRIDGE)
    found = pairs(tmp_path)
    with_term = found.filter(pl.col("source").str.contains("(?i)мост"))
    assert with_term.height == 3 and with_term.get_column("terms").to_list() == [1.0] * 3
    assert all("bridge" in target.lower() for target in with_term.get_column("target"))
    assert found.filter(~pl.col("source").str.contains("(?i)мост")).get_column("terms").to_list() == [None]


def test_a_lost_term_is_seen_in_the_scores(tmp_path: Path) -> None:
    """Whatever the engine did with it."""
    run(tmp_path, BRIDGE, told=NO_GLOSSARY)
    assert sorted(pairs(tmp_path).get_column("terms"), key=str) == [0.0, 0.0, 0.0, None]


def test_another_glossary_translates_anew_only_what_has_its_terms(tmp_path: Path) -> None:
    """The memory is shared by all; going back to the first costs nothing."""
    memory = tmp_path / "memory"
    assert run(tmp_path, BRIDGE, memory=memory).translated == 4
    with pytest.raises(OutputError, match="other settings: glossary"):
        run(tmp_path, CROSSING, memory=memory)
    assert run(tmp_path, CROSSING, memory=memory, resume=True).translated == 3
    assert "crossing" in pairs(tmp_path).get_column("target").str.to_lowercase().str.join(" ").item()
    assert run(tmp_path, BRIDGE, memory=memory, resume=True).translated == 0
    assert run(tmp_path, NO_GLOSSARY, memory=memory, resume=True).translated == 3
    assert "bridge" not in pairs(tmp_path).get_column("target").str.to_lowercase().str.join(" ").item()
