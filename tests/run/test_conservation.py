"""Nothing is lost and nothing is doubled, whatever the pages hold."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyglot_news.config import Config
from polyglot_news.extract import extract
from polyglot_news.memory import Memory
from polyglot_news.read import load
from polyglot_news.records import Article, Page, Record
from polyglot_news.report import report
from polyglot_news.route import identify
from polyglot_news.run.corpus import opened
from polyglot_news.run.extraction import extraction
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.pairing import Pairing, pair_corpus
from polyglot_news.run.parts import extract_shard
from polyglot_news.run.plan import shards
from polyglot_news.run.translation import translate_corpus
from polyglot_news.segment import segments
from polyglot_news.translate.echo import EchoEngine
from tests.conftest import ENGLISH, RUSSIAN

LINES = st.one_of(
    st.sampled_from([line for line in (RUSSIAN + ENGLISH).splitlines() if line]),
    st.text(max_size=60),
    st.sampled_from(["", "  ", "\t", "12.03.2025", "https://example.org/a", "© 2025", "By Ann Lee", "\u2028", "\x85"]),
)
PAGES = st.lists(LINES, max_size=25).map("\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=PAGES)
def test_every_line_of_a_dump_is_in_exactly_one_block(text: str) -> None:
    """In order, at its offsets, with its text."""
    page = load(Record(source="page", content=text))
    if not isinstance(page, Page) or page.kind != "dump":
        return
    article = extract(page, identify=identify)
    if not isinstance(article, Article):
        return
    end = 0
    covered = []
    for block in article.blocks:
        assert block.start is not None
        assert block.end is not None
        assert end <= block.start < block.end
        assert not page.text[end : block.start].strip()
        assert "".join(block.text.split()) == "".join(page.text[block.start : block.end].split())
        assert len(block.text) + max((count for _, count in block.dropped), default=0) == block.end - block.start
        assert all(page.text[block.span(at, at + 1)[0]] == char for at, char in enumerate(block.text) if char.strip())
        covered.append(block.text)
        end = block.end
    assert not page.text[end:].strip()
    assert "".join("".join(covered).split()) == "".join(page.text.split())
    for segment in segments(article):
        assert "".join(segment.text.split()) == "".join(page.text[segment.start : segment.end].split())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(PAGES, min_size=1, max_size=7), residue=st.sampled_from(["keep", "drop"]))
def test_every_segment_is_a_pair_kept_skipped_or_rejected(texts: list[str], residue: str) -> None:
    """The report balances, and the tables say the same as the report."""
    with tempfile.TemporaryDirectory() as name:
        folder, engine = Folder(Path(name)), EchoEngine()
        told = extraction(Config(to="en", residue=residue), evidence=None)
        for shard in shards([Record(source=f"page{n}", content=text) for n, text in enumerate(texts)], pages=3):
            surveyed = replace(shard, surveyed=len(shard.pieces))
            extract_shard(surveyed, {}, lambda _: None, settings=told, folder=folder)
        job = Job(inputs=Inputs(names=()), config=Config(to="en"))
        with opened(folder, Memory(folder.root / "memory")) as corpus:
            done = translate_corpus(corpus, job, engine=engine)
            pairing = Pairing(corpus=corpus, translated=done, target="en", thresholds=())
            pair_corpus(pairing, progress=job.progress, stop=job.stop)
        result = report(folder.records("extract"), folder.records("pair"))
        assert result.balanced
        assert result.pages["seen"] == len(texts)
        segments = pl.read_parquet(folder.root / "segments/*.parquet")
        parts = sorted((folder.root / "pairs").rglob("*.parquet"))
        pairs = [row for part in parts for row in pl.read_parquet(part).get_column("id")]
        wanted = segments.filter(pl.col("action") == "translate").get_column("id")
        assert sorted(pairs) == sorted(f"{segment}:en" for segment in wanted)
        assert segments.get_column("id").is_unique().all()
        assert segments.filter(pl.col("action") == "skip").get_column("reason").str.len_chars().gt(0).all()
