"""The whole job, on a small folder of pages with the echo engine."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from polyglot_news.config import Config
from polyglot_news.errors import InputError, OutputError
from polyglot_news.files import read_sealed, write_sealed
from polyglot_news.records import Record, Reject
from polyglot_news.report import report
from polyglot_news.run import folder as folder_module
from polyglot_news.run import plan
from polyglot_news.run.build import build
from polyglot_news.run.documents import WHILE_READ
from polyglot_news.run.extraction import extraction
from polyglot_news.run.folder import Folder
from polyglot_news.run.inputs import gather
from polyglot_news.run.job import Job
from polyglot_news.run.log import Log
from polyglot_news.run.parts import count, extract_shard
from polyglot_news.run.plan import shards
from polyglot_news.run.progress import Silence
from polyglot_news.translate.echo import EchoEngine
from polyglot_news.write import export
from polyglot_news.write.parquet import articles_table, encoded, rejects_table, segments_table
from tests.conftest import ENGLISH, RUSSIAN, Build, parquet_bytes
from tests.read.test_warc import response


def test_everything_seen_is_accounted_for(pages: Path, tmp_path: Path, run: Build) -> None:
    """Pages, blocks, segments and texts to translate add up, in the report and in the tables."""
    out = tmp_path / "out"
    report = run(pages, out=out).report
    assert report.balanced
    assert report.pages == {"kept": 3, "rejected": 2, "seen": 5}
    segments = pl.read_parquet(out / "segments/*.parquet")
    pairs = pl.read_parquet(out / "pairs/**/*.parquet", hive_partitioning=False)
    assert segments.height == report.account["segments"]["seen"]
    assert segments.filter(pl.col("action") == "translate").height == pairs.height > 0
    assert set(segments.filter(pl.col("action") == "skip").get_column("reason")) >= {"residue", "no_language"}
    rejects = pl.read_parquet(out / "rejects/*.parquet")
    assert sorted(rejects.get_column("source").str.split("/").list.last()) == ["empty.html", "picture.html"]
    assert json.loads((out / "report.json").read_text())["balanced"] is True


def test_a_pair_leads_back_to_its_place_in_the_page(pages: Path, tmp_path: Path, run: Build) -> None:
    """The text at a pair's offsets in a dump is its source text."""
    run(pages, out=tmp_path / "out")
    pairs = pl.read_parquet(tmp_path / "out/pairs/src=ru/tgt=en/*.parquet", hive_partitioning=False)
    articles = pl.read_parquet(tmp_path / "out/articles/*.parquet").select(page_id="id", file="source")
    dumps = pairs.filter(pl.col("start").is_not_null()).join(articles, on="page_id")
    assert dumps.height >= 4
    for row in dumps.iter_rows(named=True):
        assert Path(row["file"]).read_text(encoding="utf-8")[row["start"] : row["end"]] == row["source"]
        assert row["translation"] == {"en": row["target"], "ru": row["source"]}


def test_equal_sentences_are_translated_once(pages: Path, tmp_path: Path, run: Build) -> None:
    """The dump and the HTML page share their sentences: one translation each, two pairs, ``dup_count`` 2."""
    outcome = run(pages, out=tmp_path / "out")
    pairs = pl.read_parquet(tmp_path / "out/pairs/src=ru/tgt=en/*.parquet", hive_partitioning=False)
    repeated = pairs.filter(pl.col("source").is_duplicated())
    assert repeated.height >= 6
    assert set(repeated.get_column("dup_count")) == {2}
    assert outcome.translated == pairs.get_column("source").n_unique()


def test_residue_is_translated_on_request(pages: Path, tmp_path: Path, run: Build) -> None:
    """``residue=keep`` gives a pair of role residue for interface text in another language."""
    run(pages, out=tmp_path / "out", residue="keep")
    pairs = pl.read_parquet(tmp_path / "out/pairs/src=ru/tgt=en/*.parquet", hive_partitioning=False)
    found = pairs.filter(pl.col("source") == "Ссылка скопирована")
    assert found.get_column("role").to_list() == ["residue"]
    assert found.get_column("target").to_list() == ["[en] Ссылка скопирована"]


def test_same_bytes_in_every_folder_and_with_any_number_of_workers(pages: Path, tmp_path: Path, run: Build) -> None:
    """Two builds with one and two workers, in shards of two pages, write identical Parquet files."""
    for number in range(6):
        (pages / f"copy{number}.txt").write_text((pages / "bridge.txt").read_text(encoding="utf-8") + f"\n{number}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": 2})
        run(pages, out=tmp_path / "one", workers=1)
        run(pages, out=tmp_path / "two", workers=2)
    one, two = parquet_bytes(tmp_path / "one"), parquet_bytes(tmp_path / "two")
    assert len([name for name in one if name.startswith("segments")]) == 6
    assert one == two


def test_a_finished_build_has_nothing_to_do(pages: Path, tmp_path: Path, run: Build) -> None:
    """The same command again writes no file anew and translates nothing."""
    out = tmp_path / "out"
    run(pages, out=out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    again = run(pages, out=out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == before
    assert again.translated == 0
    assert again.report.balanced


def damage(path: Path) -> None:
    """Changes one bit, and neither size nor time."""
    status, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("hurt", [Path.unlink, damage, lambda path: path.write_bytes(b"cut")])
@pytest.mark.parametrize("table", ["articles", "segments", "rejects", "pairs"])
def test_a_lost_or_damaged_part_is_said_and_made_again(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch, table: str, hurt: Callable[[Path], None]
) -> None:
    """A part that is missing, cut or changed is noticed by the next run, which restores the same bytes."""
    notes: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, message: notes.append(message))
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    part = min((out / table).rglob("*.parquet"))
    hurt(part)
    run(pages, out=out)
    assert notes == [f"{part.relative_to(out)} was lost or damaged and is made again."]
    assert parquet_bytes(out) == whole


def into_folder(path: Path) -> None:
    """Puts a folder in a file's place."""
    path.unlink()
    (path / "inside").mkdir(parents=True)


def count_more(path: Path) -> None:
    """Puts a digit more into the first number of a record."""
    path.write_text(re.sub(r": (\d)", r": 1\1", path.read_text(), count=1))


@pytest.mark.parametrize(
    "hurt",
    [into_folder, damage, count_more, *(lambda path, text=text: path.write_text(text) for text in ("{}", "[]", '"a"'))],
)
@pytest.mark.parametrize("kind", ["extract/*.json", "pair/*.json", "models.json", "cut/*.jsonl"])
def test_damaged_state_is_made_again(
    pages: Path, tmp_path: Path, run: Build, kind: str, hurt: Callable[[Path], None]
) -> None:
    """The same command ends with the files of an undisturbed run, whatever became of what it knew."""
    (pages / "rows.jsonl").write_text('{"text": "a"}\n' * 9)
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    known = min((out / "state").glob(kind))
    before = known.read_bytes()
    hurt(known)
    assert run(pages, out=out).report.balanced
    assert known.read_bytes() == before
    assert parquet_bytes(out) == whole


@pytest.mark.parametrize("part", ["segments/part-000000.parquet", "report.json"])
def test_a_folder_in_place_of_a_result_is_said(pages: Path, tmp_path: Path, run: Build, part: str) -> None:
    """It may be somebody's: it is not removed, and once it is gone the same command goes on."""
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    into_folder(out / part)
    with pytest.raises(OutputError, match="a folder of that name is in the way: remove or rename it"):
        run(pages, out=out)
    (out / part / "inside").rmdir()
    (out / part).rmdir()
    run(pages, out=out)
    assert parquet_bytes(out) == whole


@pytest.mark.parametrize("hurt", [Path.unlink, lambda path: path.write_bytes(b"{")])
def test_a_lost_manifest_is_said_and_restart_helps(
    pages: Path, tmp_path: Path, run: Build, hurt: Callable[[Path], None]
) -> None:
    """The settings of the run are not known any more, so that it cannot go on by itself."""
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    hurt(out / "manifest.json")
    with pytest.raises(OutputError, match=r"manifest.json was lost or damaged. Give --restart"):
        run(pages, out=out)
    run(pages, out=out, restart=True)
    assert parquet_bytes(out) == whole


def test_many_damaged_parts_are_said_in_one_line(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only their shards are done again."""
    notes: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, message: notes.append(message))
    monkeypatch.setattr(plan.shards, "__kwdefaults__", {"pages": 1})
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    parts = sorted((out / "segments").glob("*.parquet"))
    for part in parts[1:3]:
        damage(part)
    before = [part.stat().st_mtime_ns for part in parts]
    run(pages, out=out)
    first = parts[1].relative_to(out)
    assert notes == [f"Files of 2 shards were lost or damaged, first {first}: they are made again."]
    assert [part.stat().st_mtime_ns != old for part, old in zip(parts, before, strict=True)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert parquet_bytes(out) == whole


def test_a_damaged_part_of_the_memory_is_translated_again(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, the same bytes come back, and what was found instead is kept: somebody may have worked on it."""
    notes: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, message: notes.append(message))
    out, memory = tmp_path / "out", tmp_path / "memory"
    run(pages, out=out, memory=memory)
    whole = parquet_bytes(memory)
    part = min(memory.rglob("*.parquet"))
    damage(part)
    damaged = part.read_bytes()
    assert run(pages, out=out, memory=memory).translated > 0
    aside = part.with_name(f"{part.name}.damaged")
    assert notes == [f"{part} was damaged: it is translated again, and kept as {aside.name}."]
    assert aside.read_bytes() == damaged
    assert parquet_bytes(memory) == whole


def test_what_somebody_edited_in_the_memory_counts(pages: Path, tmp_path: Path, run: Build) -> None:
    """A rerun in between leaves it in its place; a run that starts over takes it."""
    out = tmp_path / "out"
    run(pages, out=out)
    part = min((out / "memory").rglob("*.parquet"))
    pl.read_parquet(part).with_columns(target=pl.lit("by hand"), origin=pl.lit("human")).write_parquet(part)
    edited = part.read_bytes()
    assert run(pages, out=out).translated == run(pages, out=out, restart=True).translated == 0
    assert part.read_bytes() == edited
    assert set(pl.read_parquet(out / "pairs/**/*.parquet")["origin"]) == {"human"}


def test_a_memory_of_another_build_is_used(pages: Path, tmp_path: Path, run: Build) -> None:
    """A second build with the same memory translates nothing and has the same pairs."""
    memory = tmp_path / "memory"
    assert run(pages, out=tmp_path / "one", memory=memory).translated > 0
    second = run(pages, out=tmp_path / "two", memory=memory)
    assert second.translated == 0
    assert second.known > 0
    one = {name: data for name, data in parquet_bytes(tmp_path / "one").items() if name.startswith("pairs")}
    two = {name: data for name, data in parquet_bytes(tmp_path / "two").items() if name.startswith("pairs")}
    assert one == two


def test_another_run_in_the_folder_is_refused(pages: Path, tmp_path: Path, run: Build) -> None:
    """Other settings or changed inputs need another folder or ``--restart``; the message names what differs."""
    out = tmp_path / "out"
    run(pages, out=out)
    with pytest.raises(OutputError, match="other settings: to"):
        run(pages, out=out, to="de")
    os.utime(pages / "bridge.txt", ns=(1, 1))
    with pytest.raises(OutputError, match=r"inputs have changed.*--resume.*--restart"):
        run(pages, out=out)
    assert run(pages, out=out, to="de", restart=True).report.balanced


def test_rows_changed_behind_the_clock_are_noticed(tmp_path: Path, run: Build) -> None:
    """A file of rows with other content is another input although its size and time are the same."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"text": ENGLISH}) + "\n")
    run(rows, out=tmp_path / "out")
    damage(rows)
    with pytest.raises(OutputError, match="inputs have changed"):
        run(rows, out=tmp_path / "out")


def test_resume_does_again_only_what_changed(pages: Path, tmp_path: Path, run: Build) -> None:
    """With ``--resume`` shards of unchanged inputs stay; the others are made again and nothing stale is left."""
    out = tmp_path / "out"
    for number in range(4):
        (pages / f"a{number}.txt").write_text((pages / "bridge.txt").read_text(encoding="utf-8") + f"\n{number}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": 2})
        run(pages, out=out)
        kept = (out / "segments/part-000000.parquet").stat().st_mtime_ns
        (pages / "lighthouse.txt").unlink()
        (pages / "picture.html").unlink()
        report = run(pages, out=out, resume=True).report
    assert (out / "segments/part-000000.parquet").stat().st_mtime_ns == kept
    assert report.balanced
    assert report.pages["seen"] == 7
    assert not pl.read_parquet(out / "articles/*.parquet").get_column("source").str.ends_with("lighthouse.txt").any()


def tables(out: Path) -> dict[str, bytes]:
    """Returns every file of a build's tables, the memory left out."""
    return {name: data for name, data in parquet_bytes(out).items() if not name.startswith("memory")}


def numbered(folder: Path, *numbers: int) -> Path:
    """Makes a folder of dumps, each the first but for its number; equal numbers make equal pages."""
    folder.mkdir()
    for place, number in enumerate(numbers):
        (folder / f"p{place}.txt").write_text(f"{RUSSIAN}\n{number}\n", encoding="utf-8")
    return folder


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every page a shard."""
    monkeypatch.setattr(plan.shards, "__kwdefaults__", {"pages": 1})


@contextmanager
def stopped_after_a_shard(out: Path) -> Iterator[None]:
    """Stops the build that runs inside, at once, when its first shard is finished."""

    def stop(*_: object) -> None:
        if (out / "state/extract/000000.json").exists():
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Silence, "advance", stop)
        yield


@pytest.mark.usefixtures("small_shards")
def test_copies_are_linked_anew_whenever_a_resumed_build_was_stopped(tmp_path: Path, run: Build) -> None:
    """A page that was a copy of one that has changed is kept, though the run ended once the changed one was done."""
    pages, out = numbered(tmp_path / "pages", 0, 1, 0), tmp_path / "out"
    run(pages, out=out, site_evidence=False)
    (pages / "p0.txt").write_text(f"{RUSSIAN}\n2\n", encoding="utf-8")
    with stopped_after_a_shard(out):
        run(pages, out=out, resume=True, site_evidence=False)
    assert run(pages, out=out, site_evidence=False).report.pages == {"kept": 3, "rejected": 0, "seen": 3}
    run(pages, out=tmp_path / "fresh", site_evidence=False)
    assert tables(out) == tables(tmp_path / "fresh")


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("change", ["added", "removed", "changed"])
def test_other_inputs_are_said_where_no_finished_shard_has_them(
    tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """A run stopped after its first shard asks before it goes on with other pages; told to, it does so from then on."""
    pages, out = numbered(tmp_path / "pages", 0, 1, 2), tmp_path / "out"
    said: list[str] = []
    with stopped_after_a_shard(out):
        run(pages, out=out)
    match change:
        case "added":
            (pages / "p3.txt").write_text(f"{RUSSIAN}\n3\n", encoding="utf-8")
        case "removed":
            (pages / "p2.txt").unlink()
        case _:
            (pages / "p2.txt").write_text(f"{RUSSIAN}\n3\n", encoding="utf-8")
    with pytest.raises(OutputError, match="inputs have changed") as refused:
        run(pages, out=out)
    assert ("documents then" in str(refused.value)) is (change != "changed")
    assert "inputs were added, removed or changed that are not in the finished shard." in str(refused.value)
    monkeypatch.setattr(Silence, "note", lambda _, text: said.append(text))
    assert run(pages, out=out, resume=True).report.balanced
    (kept,) = json.loads((out / "manifest.json").read_text())["kept"]
    assert kept["shards"] == 1
    files = parquet_bytes(out)
    run(pages, out=out)
    assert parquet_bytes(out) == files
    assert len([text for text in said if "(evidence of other inputs) are kept: 1." in text]) == 2


def test_added_inputs_leave_a_finished_build_finished(pages: Path, tmp_path: Path, run: Build) -> None:
    """Further pages beside those of a full shard are said, and the finished build stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": 1})
        run(pages, out=tmp_path / "out")
        (pages / "z.txt").write_text(ENGLISH, encoding="utf-8")
        with pytest.raises(
            OutputError, match=r"then, 6 now.*: inputs were added, .* in none of the 5 finished shards\."
        ):
            run(pages, out=tmp_path / "out")
    assert (tmp_path / "out/report.json").exists()


@pytest.mark.parametrize("hurt", [Path.unlink, damage])
def test_nothing_stays_that_no_record_names(
    pages: Path, tmp_path: Path, run: Build, hurt: Callable[[Path], None]
) -> None:
    """Pairs in another language of a group whose record was lost go when it is made again."""
    out = tmp_path / "out"
    run(pages, out=out)
    hurt(out / "state/pair/000000.json")
    run(pages, out=out, to="de", resume=True)
    assert {path.parent.name for path in out.glob("pairs/*/*/*.parquet")} == {"tgt=de"}


@pytest.mark.parametrize("target", ["de", "en"])
def test_a_build_that_is_half_redone_is_not_finished(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Stopped before it has paired anew what was lost or is to be in another language, it has nothing to export."""
    out = tmp_path / "out"
    run(pages, out=out)
    (out / "rejects/pair-000000.parquet").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("polyglot_news.run.pairing._pair_group", _stopped)
        with pytest.raises(KeyboardInterrupt):
            run(pages, out=out, to=target, resume=True)
    assert not list(out.glob("report.*"))
    (out / "pairs/src=ru/tgt=en").mkdir(parents=True, exist_ok=True)
    (out / "pairs/src=ru/tgt=en/part-000000.parquet").write_bytes(b"half of it")
    with pytest.raises(InputError, match="not finished"):
        export(out, format="jsonl", out=tmp_path / "out.jsonl")
    run(pages, out=out, to=target)
    assert export(out, format="jsonl", out=tmp_path / "out.jsonl") > 0


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(
    "last", ["state/pair", "articles/part-000000.parquet", "pairs/src=ru/tgt=en/part-000000.parquet"]
)
def test_a_restart_that_was_stopped_while_it_cleared_goes_on_quietly(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch, last: str, restart: bool
) -> None:
    """Whatever was removed last, nothing counts as lost, and the build ends as an undisturbed one does."""
    out = tmp_path / "out"
    run(pages, out=out)
    whole, said = parquet_bytes(out), []

    def stop_after(of: Callable[[Path], None], path: Path) -> None:
        of(path)
        if path == out / last:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        for of in (folder_module.remove, folder_module.unlink):
            patch.setattr(folder_module, of.__name__, partial(stop_after, of))
        with pytest.raises(KeyboardInterrupt):
            run(pages, out=out, restart=True)
    monkeypatch.setattr(Silence, "note", lambda _, text: said.append(text))
    assert run(pages, out=out, restart=restart).report.balanced
    assert not said
    assert parquet_bytes(out) == whole


def test_a_refused_build_keeps_its_report(pages: Path, tmp_path: Path, run: Build) -> None:
    """A run that changes nothing, because it would have other settings, leaves the finished build finished."""
    run(pages, out=tmp_path / "out")
    with pytest.raises(OutputError):
        run(pages, out=tmp_path / "out", to="de")
    assert (tmp_path / "out/report.json").exists()


def test_of_pages_linked_later_no_pair_stays(pages: Path, tmp_path: Path, run: Build) -> None:
    """Near copies that a resumed build links, because a lost file made it look again, lose their pairs."""
    (pages / "near.txt").write_text(RUSSIAN.replace("весны", "лета"), encoding="utf-8")
    run(pages, out=tmp_path / "out")
    (tmp_path / "out/articles/part-000000.parquet").unlink()
    assert run(pages, out=tmp_path / "out", near_duplicates=True, resume=True).report.balanced
    run(pages, out=tmp_path / "fresh", near_duplicates=True)
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")


def test_the_manifest_tells_of_shards_that_keep_other_settings(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``--resume`` and other settings finished shards stay, which is said until they are made again."""
    said: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, text: said.append(text))
    out = tmp_path / "out"
    run(pages, out=out)
    before = parquet_bytes(out)
    assert "kept" not in json.loads((out / "manifest.json").read_text())
    run(pages, out=out, residue="keep", resume=True)
    assert parquet_bytes(out) == before
    (kept,) = json.loads((out / "manifest.json").read_text())["kept"]
    assert (kept["shards"], kept["settings"]["residue"]) == (1, "drop")
    assert [text for text in said if "other settings (residue) are kept: 1" in text]
    (out / "segments/part-000000.parquet").unlink()
    run(pages, out=out, residue="keep")
    assert "kept" not in json.loads((out / "manifest.json").read_text())
    assert parquet_bytes(out) != before


def test_a_folder_of_an_earlier_version_has_no_other_settings(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose records do not say what their evidence was; what they do say still counts."""
    out, said = tmp_path / "out", []
    run(pages, out=out)
    path = out / "state/extract/000000.json"
    record = read_sealed(path)
    assert record is not None
    del record["settings"]["evidence"]
    write_sealed(path, record)
    monkeypatch.setattr(Silence, "note", lambda _, text: said.append(text))
    run(pages, out=out)
    assert not said
    assert "kept" not in json.loads((out / "manifest.json").read_text())
    run(pages, out=out, residue="keep", resume=True)
    assert [text for text in said if "other settings (residue) are kept: 1" in text]


def test_of_inputs_that_are_gone_nothing_stays(pages: Path, tmp_path: Path, run: Build) -> None:
    """With fewer inputs ``--resume`` ends with the files of a build of those alone, half-finished shards included."""
    for number in range(8):
        (pages / f"z{number}.txt").write_text(f"{RUSSIAN}\n{number}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan.shards, "__kwdefaults__", {"pages": 1})
        run(pages, out=tmp_path / "out")
        (tmp_path / "out/segments/part-000099.parquet").write_bytes(b"killed before its record")
        for page in pages.glob("z*"):
            page.unlink()
        assert run(pages, out=tmp_path / "out", resume=True).report.balanced
        run(pages, out=tmp_path / "fresh")
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")


def test_a_copy_of_a_page_is_linked_not_processed(pages: Path, tmp_path: Path, run: Build) -> None:
    """The same content under another name is a reject that names the first; another version is a page of its own."""
    text = (pages / "bridge.txt").read_text(encoding="utf-8")
    (pages / "copy.txt").write_text(text, encoding="utf-8")
    (pages / "version.txt").write_text(text.replace("весны", "лета"), encoding="utf-8")
    report = run(pages, out=tmp_path / "out", workers=2).report
    rejects = pl.read_parquet(tmp_path / "out/rejects/*.parquet").filter(pl.col("reason") == "duplicate")
    assert rejects.select("source", "stage", "detail").rows() == [
        (str(pages / "copy.txt"), "read", str(pages / "bridge.txt"))
    ]
    assert report.pages["kept"] == 4
    assert report.balanced


def test_a_near_copy_is_linked_on_request(pages: Path, tmp_path: Path, run: Build) -> None:
    """A page with a few words changed is a near duplicate; the kept pages are the same with one worker or two."""
    text = (pages / "lighthouse.txt").read_text(encoding="utf-8")
    (pages / "near.txt").write_text(text.replace("Tuesday", "Monday"), encoding="utf-8")
    for workers in (1, 2):
        out = tmp_path / str(workers)
        run(pages, out=out, workers=workers, near_duplicates=True)
        rejects = pl.read_parquet(out / "rejects/*.parquet").filter(pl.col("reason") == "near_duplicate")
        assert rejects.select("source", "detail").rows() == [(str(pages / "near.txt"), str(pages / "lighthouse.txt"))]
    assert parquet_bytes(tmp_path / "1") == parquet_bytes(tmp_path / "2")


def test_the_log_names_pages_and_never_quotes_them(pages: Path, tmp_path: Path, run: Build) -> None:
    """One JSON object a page and stage, with seconds and outcome, in ASCII."""
    run(pages, out=tmp_path / "out", log=tmp_path / "log")
    content = (tmp_path / "log").read_text(encoding="ascii")
    lines = [json.loads(line) for line in content.splitlines()]
    outcomes = {Path(line["source"]).name: line["outcome"] for line in lines if line["stage"] == "page"}
    assert outcomes["bridge.txt"] == "kept"
    assert outcomes["empty.html"] == "read: empty"
    assert {"survey", "extract", "translate", "pair"} <= {line["stage"] for line in lines}
    assert all("seconds" in line for line in lines if line["stage"] == "page")
    assert "bridge" in content
    assert "council" not in content


def test_the_log_of_a_killed_run_lacks_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is logged before its shard counts as finished, for that is not done again."""
    (shard,) = shards([Record(source=name, content=text) for name, text in (("a", ENGLISH), ("b", ""))])
    told = extraction(Config(to="en"), evidence=None)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Folder, "complete", die)
    with pytest.raises(KeyboardInterrupt):
        extract_shard(shard, {}, lambda _: None, settings=told, folder=Folder(tmp_path), log=Log(tmp_path / "log"))
    logged = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="ascii").splitlines()]
    assert [(line["source"], line["outcome"]) for line in logged] == [("a", "kept"), ("b", "read: empty")]


def test_a_folder_in_the_place_of_the_lock_is_named(pages: Path, tmp_path: Path, run: Build) -> None:
    """What is in the way is the lock's name, not the output folder's."""
    (tmp_path / "out" / ".lock").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"out/\.lock: a folder of that name is in the way"):
        run(pages, out=tmp_path / "out")


def test_two_runs_do_not_meet_in_one_folder(pages: Path, tmp_path: Path, run: Build) -> None:
    """While one process writes a folder another is told who holds it, on which machine and since when."""
    holder = rf"process {os.getpid()} on {platform.node()} since 20\d\d-\d\d-\d\dT"
    with Folder(tmp_path / "out").locked(), pytest.raises(OutputError, match=holder):
        run(pages, out=tmp_path / "out")


def test_what_a_dead_run_held_and_left_is_taken_over(pages: Path, tmp_path: Path, run: Build) -> None:
    """A lock without its process is no lock; half files go, but in the memory, which runs share, not living ones'."""
    out = tmp_path / "out"
    with subprocess.Popen(["true"]) as dead:
        pass
    numbers = {"segments": dead.pid, "state/extract": os.getppid()}  # a number is soon another process's
    left = [out / folder / f".part-000000.parquet.{number}.partial" for folder, number in numbers.items()]
    alive = out / "memory" / f".part-0.parquet.{os.getppid()}.partial"
    for path in (*left, alive):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
    (out / ".lock").write_text(f"process {dead.pid} on here since yesterday\n")
    (out / "manifest.json").write_text('{"settings": {}}')
    assert run(pages, out=out, resume=True).report.balanced
    assert [path for path in (*left, alive) if path.exists()] == [alive]


@pytest.mark.parametrize("living", [True, False])
def test_a_run_killed_before_its_first_word_is_taken_over(
    pages: Path, tmp_path: Path, run: Build, living: bool
) -> None:
    """Half a manifest is nobody's file, whoever has the number of the dead process now."""
    partial = tmp_path / "out" / f".manifest.json.{os.getppid() if living else 99_999_999}.partial"
    partial.parent.mkdir()
    partial.write_bytes(b"half")
    assert run(pages, out=tmp_path / "out").report.balanced
    assert partial.exists() == living


@pytest.mark.parametrize(
    "name",
    [
        "extract/000000.json",
        "pair/000000.json",
        "survey.npz",
        "models.json",
        "translate/*.json",
        "translate/*.queue",
        "translate/*.chunks",
        "survey.jsonl",
    ],
)
def test_damaged_records_are_made_again(pages: Path, tmp_path: Path, run: Build, name: str) -> None:
    """A disk that lost what it had promised to hold costs work, not the run."""
    out = tmp_path / "out"
    run(pages, out=out)
    whole = parquet_bytes(out)
    for path in (out / "state").glob(name):
        path.write_bytes(b"")
    (out / "articles/part-000000.parquet").unlink()
    assert run(pages, out=out).report.balanced
    assert parquet_bytes(out) == whole


def test_what_comes_on_standard_input_waits_for_the_lock(tmp_path: Path) -> None:
    """A second run neither changes what the first one reads nor writes into a folder of others."""
    spool = tmp_path / "out/state/stdin"
    inputs = gather(["-"], stdin=BytesIO(b"second"), spool=spool)
    job = Job(inputs=inputs, config=Config(to="en", engine="echo", out=tmp_path / "out"))
    with Folder(tmp_path / "out").locked():
        spool.parent.mkdir()
        spool.write_bytes(b"first")
        with pytest.raises(OutputError, match="is being written by"):
            build(job, engine=EchoEngine())
        assert spool.read_bytes() == b"first"
    spool.unlink()
    (tmp_path / "out/thesis.txt").write_text("")
    with pytest.raises(OutputError, match=r"thesis\.txt"):
        build(job, engine=EchoEngine())
    assert not spool.exists()


def test_a_page_on_standard_input_is_known_again(pages: Path, tmp_path: Path) -> None:
    """The same command with the same page goes on; another page in its place is said."""
    out = tmp_path / "out"
    changed = pytest.raises(OutputError, match="inputs have changed")
    for name, problem in (("bridge.txt", nullcontext()), ("bridge.txt", nullcontext()), ("lighthouse.txt", changed)):
        inputs = gather(["-"], stdin=BytesIO((pages / name).read_bytes()), spool=out / "state/stdin")
        job = Job(inputs=inputs, config=Config(to="en", engine="echo", out=out))
        with problem:
            assert build(job, engine=EchoEngine()).report.pages["kept"] == 1


def test_little_space_is_told_with_figures(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it begins a run says what may not fit; what surely does not fit ends it with 2."""
    (pages / "large.txt").write_text("x" * 60_000_000)
    notes: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, message: notes.append(message))
    monkeypatch.setattr(Folder, "free", lambda _: 20_000_000)
    assert run(pages, out=tmp_path / "out").report.balanced
    assert "20 MB are free" in notes[0]
    assert "60 MB of inputs may take 30 MB" in notes[0]
    monkeypatch.setattr(Folder, "free", lambda _: 1_000_000)
    with pytest.raises(OutputError, match=r"Only 1\.0 MB are free .* 5\.0 MB are needed: the disk is full"):
        run(pages, out=tmp_path / "other")


def test_the_output_and_the_memory_are_no_input(pages: Path, run: Build) -> None:
    """A folder that holds its own ``--out`` can be built again and again."""
    for _ in range(2):
        report = run(pages, out=pages / "out", memory=pages / "memory").report
        assert report.pages["seen"] == 5


def test_results_of_other_runs_are_no_input(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither finished nor running ones change what a build below the same folder reads; it says so once."""
    notes: list[str] = []
    monkeypatch.setattr(Silence, "note", lambda _, message: notes.append(message))
    run(pages, out=tmp_path / "alone")
    run(pages, out=pages / "first")
    with Folder(pages / "running").locked():
        (pages / "running/state").mkdir()
        (pages / "running/state/plan.jsonl").write_text('{"text": "a plan"}\n')
        assert not notes
        run(pages, out=pages / "second")
    assert notes == [f"2 folders with results of this program passed by: {pages}/first and others."]
    assert parquet_bytes(pages / "second") == parquet_bytes(tmp_path / "alone")
    run(pages, out=pages / "first")
    assert parquet_bytes(pages / "first") == parquet_bytes(tmp_path / "alone")


@pytest.mark.parametrize("place", ["out/run.jsonl", "out/logs/run.jsonl", "pages/run.jsonl"])
def test_the_log_may_lie_anywhere(place: str, pages: Path, tmp_path: Path, run: Build) -> None:
    """In a new output folder it is no stranger, beside the inputs no input."""
    for _ in range(2):
        report = run(pages, out=tmp_path / "out", log=tmp_path / place).report
        assert report.pages["seen"] == 5
    assert '"stage":"survey"' in (tmp_path / place).read_text(encoding="ascii")


def test_two_versions_of_an_address_are_two_pages(tmp_path: Path, run: Build) -> None:
    """Crawled twice, a page that changed is there twice; one that did not is linked."""
    data = [
        response("https://news.example/a", text.encode(), Content_Type="text/plain")
        for text in (RUSSIAN, ENGLISH, RUSSIAN)
    ]
    (tmp_path / "crawl.warc").write_bytes(b"".join(data))
    run(tmp_path / "crawl.warc", out=tmp_path / "out")
    articles = pl.read_parquet(tmp_path / "out/articles/*.parquet")
    assert articles.get_column("url").to_list() == ["https://news.example/a"] * 2
    assert articles.get_column("id").n_unique() == 2
    rejects = pl.read_parquet(tmp_path / "out/rejects/*.parquet")
    sources = [f"{tmp_path / 'crawl.warc'}#{sum(map(len, data[:n]))}" for n in range(3)]
    assert rejects.select("source", "reason", "detail").rows() == [(sources[2], "duplicate", sources[0])]


def test_a_read_only_folder_is_said_plainly(pages: Path, tmp_path: Path, run: Build) -> None:
    """A file where the folder should be ends in an OutputError, not in a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another folder"):
        run(pages, out=tmp_path / "file" / "out")


def test_a_folder_of_others_is_left_alone(pages: Path, tmp_path: Path, run: Build) -> None:
    """What holds no run of this program is not written to, with ``--restart`` neither."""
    out = tmp_path / "mine"
    (out / "articles").mkdir(parents=True)
    (out / "articles" / "novel.txt").write_text("precious")
    (out / "manifest.json").write_text('{"name": "my app"}')
    for restart in (False, True):
        with pytest.raises(OutputError, match="no run of this program"):
            run(pages, out=out, restart=restart)
    assert (out / "articles" / "novel.txt").read_text() == "precious"
    assert json.loads((out / "manifest.json").read_text()) == {"name": "my app"}


def test_restart_removes_only_what_a_run_wrote(pages: Path, tmp_path: Path, run: Build) -> None:
    """A note that somebody put beside the parts stays."""
    out = tmp_path / "out"
    run(pages, out=out)
    (out / "articles" / "note.txt").write_text("look at page 3")
    run(pages, out=out, to="de", restart=True)
    assert (out / "articles" / "note.txt").read_text() == "look at page 3"
    assert not list((out / "pairs").rglob("tgt=en/*.parquet"))


def test_an_old_survey_does_not_count_for_other_inputs(pages: Path, tmp_path: Path, run: Build) -> None:
    """A run stopped after the survey, whose inputs then change, links no page to a wrong one."""
    out = tmp_path / "out"
    text = (pages / "bridge.txt").read_text(encoding="utf-8")
    (pages / "a.txt").write_text(text, encoding="utf-8")
    run(pages, out=out)
    for path in (out / "state/extract").glob("*.json"):
        path.unlink()
    (pages / "a.txt").unlink()
    run(pages, out=out, restart=False)
    rejects = pl.read_parquet(out / "rejects/extract-*.parquet")
    assert "duplicate" not in rejects.get_column("reason").to_list()


def test_ids_that_inputs_share_are_told_apart(tmp_path: Path, run: Build) -> None:
    """Rows that give themselves the same id become pages with ids of their own, and pairs know their page's address."""
    rows = tmp_path / "rows.jsonl"
    sentences = [
        f"Мост номер {number} через широкую реку откроют весной, сообщили городские власти." for number in range(3)
    ]
    lines = [json.dumps({"id": "1", "url": f"http://e/{n}", "text": text}) for n, text in enumerate(sentences)]
    rows.write_text("\n".join(lines))
    run(rows, out=tmp_path / "out")
    articles = pl.read_parquet(tmp_path / "out/articles/*.parquet")
    assert articles.get_column("id").is_unique().all()
    assert "1" in articles.get_column("id").to_list()
    pairs = pl.read_parquet(tmp_path / "out/pairs/src=ru/tgt=en/*.parquet", hive_partitioning=False)
    assert pairs.get_column("id").is_unique().all()
    assert dict(pairs.select("source", "source_url").iter_rows()) == {
        text: f"http://e/{number}" for number, text in enumerate(sentences)
    }


def test_a_wrong_input_claims_no_folder(tmp_path: Path, pages: Path, run: Build) -> None:
    """After a typing error the right command runs."""
    with pytest.raises(InputError):
        run(tmp_path / "nope.txt", out=tmp_path / "out")
    assert run(pages, out=tmp_path / "out").report.balanced


def test_strange_names_and_encodings_end_no_run(pages: Path, tmp_path: Path, run: Build) -> None:
    """A file name that is not UTF-8 and a page in a codec of Python's own are read or rejected like others."""
    with open(os.fsencode(pages) + b"/bad\xff\xfename.txt", "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write((pages / "bridge.txt").read_bytes() + b"\nx\n")
    (pages / "escape.html").write_bytes(b'<meta charset="raw_unicode_escape"><p>\\ud800 caf\xe9 in the harbour</p>')
    report = run(pages, out=tmp_path / "out").report
    assert report.balanced
    assert report.pages["seen"] == 7
    assert (
        pl.read_parquet(tmp_path / "out/articles/*.parquet")
        .get_column("source")
        .str.contains(r"bad\xff", literal=True)
        .any()
    )


def test_an_empty_folder_is_a_usage_error(tmp_path: Path, run: Build) -> None:
    """There is nothing to do, and the message says so before anything is written."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="There are no pages in"):
        run(tmp_path / "empty", out=tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_folder_of_bad_pages_is_a_finished_build(tmp_path: Path, run: Build) -> None:
    """Everything is rejected, nothing is lost, and the tables are there."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "empty.html").write_text("")
    report = run(tmp_path / "bad", out=tmp_path / "out").report
    assert report.balanced
    assert report.pages == {"kept": 0, "rejected": 1, "seen": 1}
    assert pl.read_parquet(tmp_path / "out/segments/*.parquet").is_empty()


def test_a_lost_segment_shows_in_the_report(pages: Path, tmp_path: Path, run: Build) -> None:
    """What a stage was given is counted apart from what it gave: losing one of them does not balance."""
    out = tmp_path / "out"
    assert run(pages, out=out).report.balanced
    extracted = list(Folder(out).records("extract"))
    key = next(iter(extracted[0]["counts"]["segments"]))
    extracted[0]["counts"]["segments"][key] -= 1
    assert not report(extracted, Folder(out).records("pair")).balanced
    paired = list(Folder(out).records("pair"))
    key = next(iter(paired[0]["counts"]["pairs"]))
    paired[0]["counts"]["pairs"][key] -= 1
    assert not report(Folder(out).records("extract"), paired).balanced


def test_an_interrupted_restart_leaves_no_old_report(
    pages: Path, tmp_path: Path, run: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the last run reported is no report of the next one."""
    out = tmp_path / "out"
    run(pages, out=out)
    monkeypatch.setattr("polyglot_news.run.build.translate_corpus", _stopped)
    with pytest.raises(KeyboardInterrupt):
        run(pages, out=out, restart=True)
    assert not list(out.glob("report.*"))


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_page_that_gets_lost_unbalances_the_report() -> None:
    """The survey counts the pages, so that one neither kept nor rejected shows; the rest of a slice is one reject."""
    one = Reject(source="rows.jsonl#1", stage="read", reason="empty")
    rest = Reject(source="rows.jsonl#2-6", stage="read", reason="crash", detail=WHILE_READ)
    none = encoded(articles_table([])), encoded(segments_table([]))

    def counted(*rejects: Reject, surveyed: int) -> dict[str, int]:
        return count(*none, encoded(rejects_table(rejects)), seen=[], surveyed=surveyed)["pages"]

    assert counted(one, surveyed=1) == {"seen": 1, "kept": 0, "rejected": 1}
    assert counted(one, surveyed=2) == {"seen": 2, "kept": 0, "rejected": 1}
    assert counted(one, rest, surveyed=6) == {"seen": 6, "kept": 0, "rejected": 6}
