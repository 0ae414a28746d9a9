"""What several test modules need: small folders of pages written for the tests, and builds of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from polyglot_news.config import Config
from polyglot_news.run.build import Outcome, build
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.log import Log
from polyglot_news.translate.engine import open_engine

RUSSIAN = """Новости
Поделиться
Мост через реку откроют весной

14 марта 2025

Городские власти сообщили, что строительство нового моста через реку завершится к началу весны, раньше срока.

По словам главного инженера, все опоры уже стоят, и рабочие укладывают дорожное полотно на последнем пролёте.

«Мы открыли движение по временной дороге ещё осенью, чтобы жители не стояли в пробках», — сказал он журналистам.

Автобусы пойдут по мосту с первого дня, а пешеходная дорожка откроется на две недели позже, после проверки перил.
Link copied
Subscribe
"""
ENGLISH = """Home
Menu
Harbour gets a new lighthouse

3 May 2024

The town council agreed on Tuesday to build a new lighthouse at the end of the eastern pier, officials said.

Work is expected to begin in June and to last about nine months, depending on the weather in the coming winter.

Fishermen have asked for the light since a storm broke the old one, which had stood on the pier for eighty years.

The council will pay two thirds of the cost, and the rest will come from a fund for the safety of small harbours.
Ссылка скопирована
Поделиться
"""

Build = Callable[..., Outcome]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two dumps, an HTML page, a page without text and a binary file."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bridge.txt").write_text(RUSSIAN, encoding="utf-8")
    (folder / "lighthouse.txt").write_text(ENGLISH, encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in RUSSIAN.splitlines()[6:13] if line)
    (folder / "bridge.html").write_text(
        f"<html lang=ru><head><title>Мост</title></head><body><nav><a href=/>Home</a></nav><article>"
        f"<h1>Мост через реку откроют весной</h1>{paragraphs}</article><footer>Link copied</footer></body></html>",
        encoding="utf-8",
    )
    (folder / "empty.html").write_text("")
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    return folder


@pytest.fixture
def run() -> Build:
    """Builds folders of pages with the echo engine."""

    def run_build(
        *names: Path,
        out: Path,
        restart: bool = False,
        resume: bool = False,
        log: Path | None = None,
        **settings: object,
    ) -> Outcome:
        config = replace(Config(out=out, engine="echo", workers=1), **settings)  # type: ignore[arg-type]
        own = tuple(path for path in (config.out, config.memory, log) if path)
        inputs = Inputs(names=tuple(map(str, names)), without=own)
        job = Job(inputs=inputs, config=config, restart=restart, resume=resume, log=Log(log))
        return build(job, engine=open_engine(config.engine))

    return run_build


def parquet_bytes(folder: Path) -> dict[str, bytes]:
    """Returns every Parquet file of a build by its path, ``state/`` left out."""
    files = (path for path in sorted(folder.rglob("*.parquet")) if "state" not in path.relative_to(folder).parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
