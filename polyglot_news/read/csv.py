"""Values separated by commas, semicolons or tabs, with a header line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.read.encoding import codec_of
from polyglot_news.read.reasons import QUOTES, Reason, Refused, reject
from polyglot_news.read.rows import PAGE_COLUMNS, row_record
from polyglot_news.read.slicing import Slicer, Source, Tick
from polyglot_news.records import Record, Reject, Slice
from polyglot_news.wording import counted

SEPARATORS = ",;\t|"
_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """An open file past its header."""

    text: io.TextIOWrapper
    header: list[str]
    separator: str


def cut_csv(source: Source, limit: int, tick: Tick) -> Iterator[Slice]:
    """The file in ranges that end with a row, found by the parser that reads them: a quoted cell may hold line ends."""
    with _opened(source.path, limit) as table:
        slicer = Slicer(source, start=table.text.tell())

        def tap(line: str) -> None:
            slicer.add(line.encode("utf-8", "surrogatepass"))
            tick()

        for _ in _rows(_Lines(table.text, limit, tap), table.separator):
            if slicer.row() and (position := _position(table.text)) is not None:
                yield slicer.cut(position)
        if slicer.holds:
            yield slicer.cut(-1)


def read_csv(piece: Slice, limit: int) -> Iterator[Record | Reject]:
    """One record or reject a row, the source followed by ``#`` and the row number from 1, the header not counted."""
    with _opened(piece.path, limit) as table:
        table.text.seek(piece.start)
        rows = _rows(_Lines(table.text, limit), table.separator)
        for number, cells in zip(range(piece.first, piece.first + piece.rows), rows, strict=False):
            source = f"{piece.source}#{number}"
            if cells is None:
                yield reject(source, Reason.TOO_LARGE, f"a line of more than {limit} characters")
            elif isinstance(cells, csv.Error):
                yield reject(source, Reason.BAD_ROW, cells)
            elif cells:
                yield _record(table.header, cells, source)


@contextmanager
def _opened(path: Path, limit: int) -> Iterator[_Table]:
    """Opens the file and reads its header; refuses one without a page column."""
    csv.field_size_limit(limit)  # a setting of the whole process; its default of 128 KiB is less than a page
    with io.BufferedReader(io.FileIO(path), _BUFFER) as file:
        text = io.TextIOWrapper(file, encoding=codec_of(file.peek()), errors="replace", newline="")
        separator = max(SEPARATORS, key=lambda each: _page_columns(_header(text, limit, each)))
        header = _header(text, limit, separator)
        if not _page_columns(header):
            raise Refused(Reason.BAD_ROW, f"no column html or text{QUOTES}{', '.join(header) or 'none'}")
        yield _Table(text=text, header=header, separator=separator)


class _Lines:
    """The lines of a text; ``cut`` says that one of more than ``limit`` characters was left out since it was reset.

    In its place comes an empty line, or one with a quotation mark where it had an odd number of them, so that quoted
    cells end where they should.
    """

    def __init__(self, text: io.TextIOWrapper, limit: int, tap: Callable[[str], None] = lambda _: None) -> None:
        self._text, self._limit, self._tap = text, limit, tap
        self.cut = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit)
        self._tap(line)
        if not line:
            raise StopIteration
        return line if len(line) < self._limit or line.endswith("\n") else self._left_out(line)

    def _left_out(self, line: str) -> str:
        self.cut, quotes = True, 0
        while line and not line.endswith(("\n", "\r")):
            quotes += line.count('"')
            line = self._text.readline(self._limit)
            self._tap(line)
        return '"' * ((quotes + line.count('"')) % 2) + "\n"


def _rows(lines: _Lines, separator: str) -> Iterator[list[str] | csv.Error | None]:
    """The cells of each row, what is wrong with it, or None where it was too large."""
    rows = csv.reader(lines, delimiter=separator)
    while True:
        found: list[str] | csv.Error
        try:
            found = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            found = error
        yield None if lines.cut else found
        lines.cut = False


def _position(text: io.TextIOWrapper) -> int | None:
    """Where the stream is, unless its decoder cannot say."""
    try:
        return text.tell()
    except OSError:
        return None


def _header(text: io.TextIOWrapper, limit: int, separator: str) -> list[str]:
    """Reads the first row, which may take several lines: a quoted name may hold line ends."""
    text.seek(0)
    try:
        return next(csv.reader(_Lines(text, limit), delimiter=separator), [])
    except csv.Error:
        return []


def _page_columns(names: list[str]) -> int:
    return sum(column in names for column, _ in PAGE_COLUMNS)


def _record(header: list[str], cells: list[str], source: str) -> Record | Reject:
    if len(cells) > len(header):
        return reject(source, Reason.BAD_ROW, f"{counted(len(cells), 'cell')} for {counted(len(header), 'column')}")
    return row_record(dict(zip(header, cells, strict=False)), source)
