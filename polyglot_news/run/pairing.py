"""The pair stage: segments joined with the memory → scored, decided pairs; what has no translation is a reject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa

from polyglot_news.files import fingerprint
from polyglot_news.glossary import NO_GLOSSARY, Glossary, Terms
from polyglot_news.normal import normalised
from polyglot_news.records import Action
from polyglot_news.run.corpus import Corpus
from polyglot_news.run.folder import Folder
from polyglot_news.run.progress import Progress
from polyglot_news.run.scores import scores_of
from polyglot_news.run.stop import Stop
from polyglot_news.run.translation import Translated
from polyglot_news.score import DEFAULT, SCORES, Candidate, Threshold, decide
from polyglot_news.translate.engine import Chain
from polyglot_news.write.parquet import Schema, decoded, encoded, translation_schema

Tables = dict[Path, "pl.DataFrame | pa.Table"]

GROUP_SHARDS = 4
_LIDS = ("source_lid", "target_lid", "mt_score")
SCORE_COLUMNS = (*_LIDS, *(name for name in SCORES if name not in _LIDS))

PAIR_COLUMNS: Schema = {
    "id": pl.String,
    "source_lang": pl.String,
    "target_lang": pl.String,
    "source": pl.String,
    "target": pl.String,
    "page_id": pl.String,
    "source_url": pl.String,
    "block": pl.Int32,
    "index": pl.Int32,
    "role": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    **dict.fromkeys(SCORE_COLUMNS, pl.Float32),
    "keep": pl.Boolean,
    "reason": pl.String,
    "engine": pl.String,
    "model": pl.String,
    "model_version": pl.String,
    "pivots": pl.String,
    "origin": pl.String,
    "dup_count": pl.Int64,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What the pair stage is told; without ``thresholds`` every pair is kept."""

    corpus: Corpus
    translated: Translated
    target: str
    glossary: Glossary = NO_GLOSSARY
    thresholds: Sequence[Threshold] = DEFAULT


def pair_corpus(pairing: Pairing, *, progress: Progress, stop: Stop) -> None:
    """Writes ``pairs/`` and the pair stage's rejects, a group of shards at a time; skips groups that are finished."""
    folder, names = pairing.corpus.folder, pairing.corpus.folder.names("extract")
    end = folder.end("extract")
    progress.expect(end)
    folder.keep_only("pair", range(0, end, GROUP_SHARDS))
    while group := list(islice(names, GROUP_SHARDS)):
        stop.check()
        asked = (SCORE_COLUMNS, pairing.thresholds, pairing.glossary.mark)
        mark = fingerprint((pairing.translated.fingerprint, group, asked))
        if not _is_done(folder, group[0], mark=mark, progress=progress):
            folder.forget("pair", group[0])
            files = {path: encoded(table) for path, table in _pair_group(pairing, group).items()}
            folder.complete("pair", group[0], made={"fingerprint": mark}, counts={"pairs": count(files)}, files=files)
        progress.advance(len(group))
    folder.remove_strays("pair")


def _is_done(folder: Folder, name: str, *, mark: str, progress: Progress) -> bool:
    """Says whether a group is finished and its files are as they were written."""
    done = folder.record("pair", name)
    if done is None or done["fingerprint"] != mark:
        return False
    if damaged := folder.damaged("pair", name):
        progress.note(f"{damaged} was lost or damaged and is made again.")
    return not damaged


def _pair_group(pairing: Pairing, group: Sequence[str]) -> Tables:
    """Returns the tables of a group of shards."""
    wanted = _wanted(pairing.corpus.folder, group)
    tables: Tables = {}
    missing = wanted.filter(pl.col("source_lang").is_in(list(pairing.translated.missing)))
    lost = [missing.with_columns(reason=pl.lit("no_model"))]
    for language, chain in pairing.translated.chains.items():
        joined = _joined(pairing, wanted, chain=chain)
        lost.append(joined.filter(pl.col("target").is_null()).with_columns(reason=pl.lit("no_translation")))
        pairs = _decided(pairing, joined.filter(pl.col("target").is_not_null()), chain=chain)
        if pairs.height:
            tables[pairing.corpus.folder.pairs_part(language, pairing.target, group[0])] = _arrow(pairs, chain=chain)
    tables[pairing.corpus.folder.part("rejects", f"pair-{group[0]}")] = _rejects(lost, target=pairing.target)
    return tables


def count(files: Mapping[Path, memoryview]) -> dict[str, int]:
    """Returns how many pairs the files hold by languages and decision, and how many rejects."""
    counts: Counter[str] = Counter()
    for path, content in files.items():
        if path.parent.name == "rejects":
            rejects = decoded(content, "detail", "reason").iter_rows()
            counts.update(f"reject|{detail}|{reason}" for detail, reason in rejects)
        else:
            pairs = decoded(content, "source_lang", "target_lang", "reason").iter_rows()
            counts.update(f"{source}-{target}|{reason or 'kept'}" for source, target, reason in pairs)
    return dict(sorted(counts.items()))


def _wanted(folder: Folder, group: Sequence[str]) -> pl.DataFrame:
    """Returns the segments to translate of a group of shards, with the URL of their page, in page order."""
    segments = pl.scan_parquet([folder.part("segments", name) for name in group])
    articles = pl.scan_parquet([folder.part("articles", name) for name in group])
    return (
        segments.filter(pl.col("action") == Action.TRANSLATE.value)
        .join(
            articles.select(page_id="id", source_url="url", page_source="source").unique("page_id", keep="first"),
            on="page_id",
            how="left",
            maintain_order="left",
        )
        .rename({"language": "source_lang", "probability": "source_lid", "text": "source"})
        .with_columns(key=normalised(pl.col("source")))
        .drop("action", "reason")
        .collect()
    )


def _joined(pairing: Pairing, wanted: pl.DataFrame, *, chain: Chain) -> pl.DataFrame:
    """Returns a language's segments beside their translations and how often each text occurs in the corpus."""
    own = wanted.filter(pl.col("source_lang") == chain.source)
    texts = pairing.corpus.translated(chain).find(own.get_column("key").unique().to_list())
    found = texts.rename({"source": "key", "score": "mt_score"}).with_columns(target_lang=pl.lit(chain.target))
    return own.join(found, on="key", how="left", maintain_order="left")


def _decided(pairing: Pairing, pairs: pl.DataFrame, *, chain: Chain) -> pl.DataFrame:
    """Adds every score and the decision; equal texts are scored once."""
    terms = pairing.glossary.of(chain.source, chain.target)
    distinct = pairs.unique(["key", "target"], keep="first", maintain_order=True)
    rows = distinct.select("key", "target", "mt_score")
    scored = pl.DataFrame(
        [_scores(row, chain=chain, terms=terms) for row in rows.iter_rows(named=True)],
        schema={"key": pl.String, "target": pl.String, **dict.fromkeys(SCORE_COLUMNS[1:], pl.Float32)},
    )
    frame = pairs.drop("mt_score").join(scored, on=["key", "target"], how="left", maintain_order="left")
    decisions = [decide(row, pairing.thresholds) for row in frame.select(SCORE_COLUMNS).iter_rows(named=True)]
    return frame.with_columns(
        id=pl.col("id") + f":{chain.target}",
        keep=pl.Series([decision.keep for decision in decisions], dtype=pl.Boolean),
        reason=pl.Series([decision.reason for decision in decisions], dtype=pl.String),
    ).select(pl.col(name).cast(kind) for name, kind in PAIR_COLUMNS.items())


def _scores(row: dict[str, str | float | None], *, chain: Chain, terms: Terms) -> dict[str, str | float | None]:
    mt_score = row["mt_score"]
    candidate = Candidate(
        source=str(row["key"]),
        target=str(row["target"]),
        source_lang=chain.source,
        target_lang=chain.target,
        mt_score=None if mt_score is None else float(mt_score),
        terms=terms,
    )
    return {**scores_of(candidate), "key": candidate.source, "target": candidate.target}


def _arrow(pairs: pl.DataFrame, *, chain: Chain) -> pa.Table:
    """Returns the pairs with the ``translation`` struct second and the metadata Hugging Face ``datasets`` reads."""
    texts = {chain.source: pl.col("source"), chain.target: pl.col("target")}
    both = pl.struct([text.alias(language) for language, text in sorted(texts.items())]).alias("translation")
    frame = pairs.select("id", both, pl.exclude("id"))
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    schema = pa.schema([pa.field(field.name, _plain(field.type)) for field in table.schema])
    return table.cast(translation_schema(schema, sorted(texts)))


def _plain(kind: pa.DataType) -> pa.DataType:
    """Arrow's large types become the plain ones that every reader knows."""
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, _plain(field.type)) for field in kind])
    return kind


def _rejects(lost: Sequence[pl.DataFrame], *, target: str) -> pl.DataFrame:
    columns = ["page_id", "page_source", "source_lang", "source", "reason", "block", "index"]
    return (
        pl.concat([frame.select(columns) for frame in lost])
        .sort("page_id", "block", "index")
        .select(
            "page_id",
            source=pl.col("page_source"),
            stage=pl.lit("translate"),
            reason=pl.col("reason"),
            detail=pl.col("source_lang") + f"-{target}",
            text=pl.col("source"),
        )
    )
