"""Every export format gives back the pairs that went in."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile

from polyglot_news.errors import InputError, OutputError
from polyglot_news.write import EXPORTERS, export
from polyglot_news.write.csv import FORMULA
from polyglot_news.write.export import MEMORIES
from polyglot_news.write.moses import one_line, paths
from polyglot_news.write.units import without_controls

Pairs = list[tuple[str, str, str, str]]

CONTROLS = "\x00\x01\t\n\r\x0b\x1b\x7f\x85\x9f\u2028\ufffe"
texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(CONTROLS + "=+-@'\"<>&;,\u200f\u202eשלוםسلام😀𝒳"),
    ),
    min_size=1,
)


def write_pairs(
    folder: Path,
    pairs: Sequence[tuple[str, str, str, str]],
    *,
    keep: bool = True,
    confidences: Mapping[str, float | None] | None = None,
) -> None:
    """Lays out pairs as a build does, two files a language pair; ``confidences`` are named by source text."""
    for language in sorted({pair[:2] for pair in pairs}):
        own = [pair for pair in pairs if pair[:2] == language]
        for part, rows in enumerate((own[::2], own[1::2])):
            path = folder / "pairs" / f"src={language[0]}" / f"tgt={language[1]}" / f"part-{part}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            table = [
                _row(f"{part}-{i}", pair, keep) | {"confidence": (confidences or {}).get(pair[2])}
                for i, pair in enumerate(rows)
            ]
            pq.write_table(pa.Table.from_pylist(table, schema=SCHEMA), path)
    (folder / "report.json").write_text("{}")


SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("id", "source_lang", "target_lang", "source", "target", "source_url", "role")]
    + [
        ("mt_score", pa.float32()),
        ("confidence", pa.float32()),
        ("keep", pa.bool_()),
        ("pivots", pa.list_(pa.string())),
        ("dup_count", pa.int64()),
    ]
)


def _row(name: str, pair: tuple[str, str, str, str], keep: bool) -> dict[str, object]:
    fixed = {"source_url": "https://news.example/1?a&b", "role": "paragraph", "mt_score": -0.5, "keep": keep}
    texts_ = dict(zip(("source_lang", "target_lang", "source", "target"), pair, strict=True))
    return {"id": name, **texts_, **fixed, "pivots": [], "dup_count": 1}


def read_tmx(out: Path, languages: Sequence[tuple[str, str]]) -> Pairs:  # noqa: ARG001
    read: Pairs = []
    for unit in tmxfile.parsefile(str(out)).units:
        source, target = unit.getlanguageNodes()
        names = (node.get("{http://www.w3.org/XML/1998/namespace}lang") for node in (source, target))
        read.append((*names, *(node.findtext("seg") for node in (source, target))))
    return read


def read_moses(out: Path, languages: Sequence[tuple[str, str]]) -> Pairs:
    read: Pairs = []
    for pair in languages:
        sides = [path.read_text("utf-8").split("\n")[:-1] for path in paths(out, pair, languages)]
        read.extend((*pair, source, target) for source, target in zip(*sides, strict=True))
    return read


def read_jsonl(out: Path, languages: Sequence[tuple[str, str]]) -> Pairs:  # noqa: ARG001
    rows = [json.loads(line) for line in out.read_text("utf-8").split("\n")[:-1]]
    return [(row["source_lang"], row["target_lang"], row["source"], row["target"]) for row in rows]


def read_csv(out: Path, languages: Sequence[tuple[str, str]]) -> Pairs:  # noqa: ARG001
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not any(re.match(r"[=+\-@\t\r]", row[name]) for row in rows for name in ("source", "target", "source_url"))
    shown = [(row["source_lang"], row["target_lang"], row["source"], row["target"]) for row in rows]
    return [(*row[:2], *(cell[1:] if FORMULA.match(cell) else cell for cell in row[2:])) for row in shown]  # type: ignore[misc]


READERS: dict[str, Callable[[Path, Sequence[tuple[str, str]]], Pairs]] = {
    "tmx": read_tmx,
    "moses": read_moses,
    "jsonl": read_jsonl,
    "csv": read_csv,
}
# What a format cannot hold, it leaves out or collapses; JSON holds everything.
HELD: dict[str, Callable[[str], str]] = {
    "tmx": without_controls,
    "moses": one_line,
    "csv": without_controls,
    "jsonl": str,
}


@pytest.mark.parametrize("format_", EXPORTERS)
@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(st.tuples(st.sampled_from(["ru", "az", "zh-Hant"]), st.just("en"), texts, texts), min_size=1))
def test_round_trip(format_: str, pairs: Pairs) -> None:
    """What is exported and read back is what was kept: same pairs, same languages, same order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pairs(folder, pairs)
        count = export(folder, format=format_, out=folder / "out")
        languages = sorted({pair[:2] for pair in pairs})
        held = _stored_order(pairs)
        held = list(dict.fromkeys(held)) if format_ in MEMORIES else held
        assert READERS[format_](folder / "out", languages) == [
            (*pair[:2], *(HELD[format_](text) for text in pair[2:])) for pair in held
        ]
        assert count == len(held)


def _stored_order(pairs: Pairs) -> Pairs:
    order: Pairs = []
    for language in sorted({pair[:2] for pair in pairs}):
        own = [pair for pair in pairs if pair[:2] == language]
        order.extend(own[::2] + own[1::2])
    return order


@pytest.mark.parametrize("format_", EXPORTERS)
def test_same_pairs_same_bytes(format_: str, tmp_path: Path) -> None:
    """Nothing in an export depends on when or where it is written."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes"), ("az", "en", "Bəli", "Yes")])
    names = []
    for name in ("one", "two"):
        before = set(tmp_path.iterdir())
        export(tmp_path, format=format_, out=tmp_path / name)
        names.append(sorted(set(tmp_path.iterdir()) - before))
    assert [path.read_bytes() for path in names[0]] == [path.read_bytes() for path in names[1]]


@pytest.mark.parametrize("format_", EXPORTERS)
def test_only_kept_pairs_are_exported(format_: str, tmp_path: Path) -> None:
    """A pair that was decided against stays in Parquet alone, and an empty export is still a readable file."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes")], keep=False)
    assert export(tmp_path, format=format_, out=tmp_path / "out") == 0
    assert READERS[format_](tmp_path / "out", [("ru", "en")]) == []


@pytest.mark.parametrize("format_", EXPORTERS)
def test_doubtful_pairs_can_be_left_out(format_: str, tmp_path: Path) -> None:
    """Below the confidence asked for a pair is left out; one that nobody doubts stays."""
    pairs = [("ru", "en", "Да", "Yes"), ("ru", "en", "Дом", "House"), ("ru", "en", "Два", "Door")]
    write_pairs(tmp_path, pairs, confidences={"Да": 0.5, "Два": 0.25})
    assert export(tmp_path, format=format_, out=tmp_path / "out", min_confidence=0.5) == 2
    assert sorted(READERS[format_](tmp_path / "out", [("ru", "en")])) == sorted(pairs[:2])


def test_a_memory_holds_a_translation_once(tmp_path: Path) -> None:
    """A label that stands on every page is one unit of a TMX, which says how often it stood there."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes")] * 5)
    assert export(tmp_path, format="tmx", out=tmp_path / "out.tmx") == 1
    assert '<prop type="x-dup-count">' in (tmp_path / "out.tmx").read_text("utf-8")
    assert export(tmp_path, format="jsonl", out=tmp_path / "out.jsonl") == 5


@pytest.mark.parametrize("format_", EXPORTERS)
def test_an_export_that_fails_leaves_nothing(format_: str, tmp_path: Path) -> None:
    """A broken pairs file ends the export without a half-written file."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes")])
    last = tmp_path / "pairs" / "src=ru" / "tgt=en" / "part-9.parquet"
    last.write_bytes(b"PAR1 broken")
    with pytest.raises((OSError, pa.ArrowException, OutputError)):
        export(tmp_path, format=format_, out=tmp_path / "exported")
    assert not list(tmp_path.glob("*exported*"))


def test_a_folder_without_pairs_says_what_to_run(tmp_path: Path) -> None:
    """The error names the command that makes pairs."""
    with pytest.raises(InputError, match="polyglot-news build"):
        export(tmp_path, format="tmx", out=tmp_path / "out.tmx")


def test_an_unfinished_build_is_not_exported(tmp_path: Path) -> None:
    """Pairs without a report may be half old, half new: the user is told how to go on."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes")])
    (tmp_path / "report.json").unlink()
    with pytest.raises(InputError, match="not finished"):
        export(tmp_path, format="tmx", out=tmp_path / "out.tmx")
    assert not (tmp_path / "out.tmx").exists()


def test_tmx_carries_provenance(tmp_path: Path) -> None:
    """A unit says which page it comes from, what made it and how sure that was."""
    write_pairs(tmp_path, [("ru", "en", "Да", "Yes")])
    export(tmp_path, format="tmx", out=tmp_path / "out.tmx")
    text = (tmp_path / "out.tmx").read_text("utf-8")
    assert '<prop type="x-source-url">https://news.example/1?a&amp;b</prop>' in text
    assert '<prop type="x-mt-score">-0.5</prop>' in text
    assert 'srclang="ru"' in text
    assert 'creationtool="polyglot-news"' in text


def test_tmx_opens_in_translate_toolkit(tmp_path: Path) -> None:
    """An independent reader finds the same translations."""
    write_pairs(tmp_path, [("ru", "en", "Да & нет", "Yes <b>"), ("ru", "en", "Два", "Two")])
    export(tmp_path, format="tmx", out=tmp_path / "out.tmx")
    with (tmp_path / "out.tmx").open("rb") as file:
        store = tmxfile(file, sourcelanguage="ru", targetlanguage="en")
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == [("Да & нет", "Yes <b>"), ("Два", "Two")]


@pytest.mark.parametrize("format_", ["tmx", "jsonl", "csv"])
def test_a_build_without_pairs_exports_an_empty_file(format_: str, tmp_path: Path) -> None:
    """A finished build in which nothing was to translate is no mistake."""
    (tmp_path / "report.json").write_text("{}")
    assert export(tmp_path, format=format_, out=tmp_path / "out") == 0
    assert (tmp_path / "out").exists()
