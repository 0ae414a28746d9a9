"""Moses: two text files, one line a pair, the same line number on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from polyglot_news.files import atomic
from polyglot_news.write.units import Unit, without_controls

_BREAK = re.compile(r"\s*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def write_moses(units: Iterator[Unit], out: Path, languages: Sequence[tuple[str, str]]) -> None:
    """Writes ``out.ru`` and ``out.en``; with several language pairs ``out.ru-en.ru``, ``out.ru-en.en`` and so on."""
    with ExitStack() as stack:
        sides = {pair: [_side(stack, path) for path in paths(out, pair, languages)] for pair in languages}
        for unit in units:
            source, target = sides[unit.source_lang, unit.target_lang]
            source.write(one_line(unit.source) + "\n")
            target.write(one_line(unit.target) + "\n")


def paths(out: Path, pair: tuple[str, str], languages: Sequence[tuple[str, str]]) -> tuple[Path, Path]:
    """The files of a language pair, source side first."""
    middle = f".{'-'.join(pair)}" if len(languages) > 1 else ""
    source, target = (out.with_name(f"{out.name}{middle}.{language}") for language in pair)
    return source, target


def one_line(text: str) -> str:
    """The text on one line: every kind of line break, and tabs, become one space."""
    return without_controls(_BREAK.sub(" ", text)).strip()


def _side(stack: ExitStack, path: Path) -> TextIO:
    partial = stack.enter_context(atomic(path))
    return stack.enter_context(partial.open("w", encoding="utf-8", newline="\n"))
