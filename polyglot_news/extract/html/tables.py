"""Lists, and tables that hold data, as opposed to those that lay out a page: all of one is of the article, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from polyglot_news.extract.html.markup import LONG, Line

_LONGEST_CELL = 200
_LINKED = 0.5
"""The largest share of a data table's cells that are links, say from a team to its page."""
_BROKEN = 0.2
"""The largest share of its lines that stand in a cell with others."""
_FEWEST_CELLS, _FEWEST_ITEMS = 6, 2
_DOUBT, _DOUBT_AMONG, _DOUBT_OF_LIST = 0.1, 0.35, 0.05
"""How far below one half a table or list may lie on the mean: lines are judged one by one, and most here are short.

More than that between paragraphs of the article."""
_LIKELY, _NEAR = 0.5, 4


def is_cell(line: Line, cell: etree._Element) -> bool:
    """False for the cells of tables that lay out a page: those hold long texts or stand alone."""
    row = cell.getparent()
    return line.size < _LONGEST_CELL and row is not None and len(row) > 1


def whole_tables(lines: Sequence[Line], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the probabilities with those of a data table's cells replaced by one for the table."""
    tables: dict[etree._Element, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if (
            line.element.tag in ("td", "th", "p")
            and (table := next(line.element.iterancestors("table"), None)) is not None
        ):
            tables[table].append(at)
    article = {
        line.element
        for line, p in zip(lines, probabilities.tolist(), strict=True)
        if p >= _LIKELY and line.size >= LONG
    }
    evened = probabilities.copy()
    for table, cells in tables.items():
        if len(cells) >= _FEWEST_CELLS and _holds_data(table, [lines[at] for at in cells]):
            plain = [at for at in cells if not _is_link(lines[at])]
            doubt = _DOUBT_AMONG if _stands_among(table, article) else _DOUBT
            evened[cells] = min(probabilities[plain].mean() + doubt, 1.0)
    return evened


def whole_lists(lines: Sequence[Line], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the probabilities with those of a list's items, but for links, replaced by one for the list."""
    lists: dict[etree._Element | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.element.tag == "li" and not _is_link(line):
            lists[line.element.getparent()].append(at)
    evened = probabilities.copy()
    for items in lists.values():
        if len(items) >= _FEWEST_ITEMS:
            evened[items] = min(probabilities[items].mean() + _DOUBT_OF_LIST, 1.0)
    return evened


def _is_link(line: Line) -> bool:
    return 2 * line.linked >= line.size


def _stands_among(table: etree._Element, article: Collection[etree._Element]) -> bool:
    """True between paragraphs of the article, by itself or in a box."""
    above = table.getparent()
    return any(
        box is not None and all(_is_beside(box, article, before=before) for before in (True, False))
        for box in (table, above)
    )


def _is_beside(box: etree._Element, article: Collection[etree._Element], *, before: bool) -> bool:
    return any(each in article for each in islice(box.itersiblings(preceding=before), _NEAR))


def _holds_data(table: etree._Element, cells: Sequence[Line]) -> bool:
    """True where the cells are short, mostly of one line and without link, and none of them is a table."""
    linked = sum(map(_is_link, cells))
    broken = len(cells) - len({line.element for line in cells})
    return (
        linked <= _LINKED * len(cells)
        and broken <= _BROKEN * len(cells)
        and all(line.size < _LONGEST_CELL for line in cells)
        and table.find(".//table") is None
    )
