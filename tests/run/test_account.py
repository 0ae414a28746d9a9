"""Whatever a step loses shows in the report: what goes in is counted apart from what is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polyglot_news.config import Config
from polyglot_news.extract import extract_dumps
from polyglot_news.memory import Memory
from polyglot_news.records import Article, Record
from polyglot_news.report import report
from polyglot_news.route import route_all
from polyglot_news.run import articles, extraction, pairing, parts
from polyglot_news.run.corpus import opened
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.plan import shards
from polyglot_news.run.translation import translate_corpus
from polyglot_news.segment import segments
from polyglot_news.translate.echo import EchoEngine
from polyglot_news.write.parquet import articles_table, encoded, rejects_table, segments_table
from tests.conftest import ENGLISH, RUSSIAN


def unbalanced(folder: Folder) -> set[str]:
    """Runs the stages over two dumps and an empty page; returns the kinds of things of which some got lost."""
    pages = [Record(source=str(n), content=text) for n, text in enumerate((RUSSIAN, ENGLISH, ""))]
    told = extraction.extraction(Config(to="en"), evidence=None)
    for shard in shards(pages):
        surveyed = replace(shard, surveyed=len(shard.pieces))
        parts.extract_shard(surveyed, {}, lambda _: None, settings=told, folder=folder)
    job = Job(inputs=Inputs(names=()), config=Config(to="en"))
    with opened(folder, Memory(folder.root / "memory")) as corpus:
        done = translate_corpus(corpus, job, engine=EchoEngine())
        pairs = pairing.Pairing(corpus=corpus, translated=done, target="en", thresholds=())
        pairing.pair_corpus(pairs, progress=job.progress, stop=job.stop)
    result = report(folder.records("extract"), folder.records("pair"))
    wrong = {name for name, row in result.account.items() if row["seen"] != sum(row.values()) - row["seen"]}
    assert result.balanced == (not wrong)
    return wrong


def but_one(make: Callable[..., Any]) -> Callable[..., Any]:
    """The same list or table without its second item."""

    def lossy(*args: Any, **options: Any) -> Any:
        made = make(*args, **options)
        return made.clear(0).vstack(made[:1]).vstack(made[2:]) if hasattr(made, "vstack") else [*made][:1] + [*made][2:]

    return lossy


def lossy_extract(*args: Any, **options: Any) -> Any:
    """Extracts, and forgets a block of every article."""
    for article in extract_dumps(*args, **options):
        yield replace(article, blocks=but_one(list)(article.blocks)) if isinstance(article, Article) else article


def lossy_route(*args: Any, **options: Any) -> Any:
    """Routes, and forgets a segment of every page."""
    return map(but_one(list), route_all(*args, **options))


def lossy_pairs(table: Any) -> memoryview:
    """Writes pairs, but for the first; other tables whole."""
    return encoded(table[1:] if "target" in getattr(table, "column_names", ()) else table)


LOSSES = {
    "a block in extract": (extraction, "extract_dumps", lossy_extract, {"text"}),
    "a block in segment": (
        articles,
        "segments",
        lambda article: (s for s in segments(article) if s.block != 1),
        {"text", "blocks"},
    ),
    "a segment in route": (extraction, "route_all", lossy_route, {"text", "blocks", "segments"}),
    "a segment in writing": (parts, "segments_table", but_one(segments_table), {"text", "blocks", "segments"}),
    "an article in writing": (parts, "articles_table", but_one(articles_table), {"pages"}),
    "a reject in writing": (parts, "rejects_table", lambda rejects: rejects_table(rejects)[:0], {"pages"}),
    "a pair in writing": (pairing, "encoded", lossy_pairs, {"translate"}),
}


def test_nothing_lost_is_nothing_missing(tmp_path: Path) -> None:
    """Without a loss the account balances."""
    assert unbalanced(Folder(tmp_path)) == set()


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_unbalances_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loss: str) -> None:
    """A step that loses one thing cannot hide it."""
    module, name, lossy, missing = LOSSES[loss]
    monkeypatch.setattr(module, name, lossy)
    assert unbalanced(Folder(tmp_path)) == missing
