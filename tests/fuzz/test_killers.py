"""Inputs that are known to kill: a run over all of them ends, with a reason for each."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import ENGLISH


def gigabyte() -> bytes:
    """One megabyte of gzip that unpacks to a thousand."""
    return gzip.compress(b" " * (1 << 24), 9) * 64


def entities() -> bytes:
    """Ten entities, each ten times the one before: 30 GB when they are put in."""
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "lol">{names}]>'
    return f"{declared}<html><body><p>&e9;</p></body></html>".encode()


def parquet_bomb() -> bytes:
    """A kilobyte whose one page unpacks to 260 MB."""
    sink = io.BytesIO()
    pq.write_table(
        pa.table({"text": ["x" * 260_000_000]}), sink, compression="zstd", use_dictionary=False, write_statistics=False
    )
    return sink.getvalue()


def regex_traps() -> bytes:
    """Runs of characters at which expressions that look back and forth take for ever."""
    runs = ["a", " ", "\t", "1.", ". ", "А. ", "a@", "http://", "((", '"', "&amp;", "-", "12:", "«", "a,", "<", "=\"'"]
    return "\n".join([ENGLISH, *(run * (60_000 // len(run)) + "!" for run in runs)]).encode()


KILLERS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "deep.html": (lambda: b"<div>" * 200_000 + ENGLISH.encode(), {"too_deep"}),
    "deep.jsonl": (
        lambda: b'{"text": ' + b"[" * 500_000 + b"\n" + json.dumps({"text": "c"}).encode(),
        {"bad_row", "only_residue"},
    ),
    "line.txt": (lambda: b"word " * 40_000_000, {"too_large"}),
    "line.jsonl": (
        lambda: b'{"text": "' + b"word " * 40_000_000 + b'"}\n{"text": "a"}\n',
        {"too_large", "only_residue"},
    ),
    "line.csv": (lambda: b"id,text\n1," + b"word " * 40_000_000 + b'\n2,"b"\n', {"too_large", "only_residue"}),
    "entities.xhtml": (entities, {"only_residue", "empty", "duplicate"}),
    "bomb.html.gz": (gigabyte, {"too_large"}),
    "bomb.jsonl.gz": (gigabyte, {"too_large"}),
    "bomb.parquet": (parquet_bomb, {"too_large"}),
    "traps.txt": (regex_traps, set()),
    "traps.html": (lambda: b"<html><body><p>" + regex_traps() + b"</p></body></html>", set()),
}


@pytest.mark.slow
def test_a_run_survives_every_known_killer(tmp_path: Path) -> None:
    """Each ends as it should, none by taking too long or by ending its worker; the good page beside them is done."""
    pages, out = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    (pages / "good.txt").write_text(ENGLISH)
    for name, (make, _) in KILLERS.items():
        (pages / name).write_bytes(make())
    command = [sys.executable, "-m", "polyglot_news", "build", str(pages), "--to", "de", "--engine", "echo", "--quiet"]
    subprocess.run([*command, "--page-timeout", "60", "--out", str(out)], check=True, timeout=600)
    found: dict[str, set[str]] = {name: set() for name in KILLERS}
    for source, reason in pl.read_parquet(out / "rejects/extract-*.parquet").select("source", "reason").iter_rows():
        found[Path(source.split("#")[0]).name].add(reason)
    assert not {"timeout", "crash", "memory", "error"}.intersection(*found.values())
    assert {name: reasons <= KILLERS[name][1] for name, reasons in found.items()} == dict.fromkeys(KILLERS, True), found
    assert all(found[name] for name, (_, reasons) in KILLERS.items() if reasons), found
    sources = pl.read_parquet(out / "articles/*.parquet").get_column("source")
    assert sources.str.ends_with("good.txt").any()
