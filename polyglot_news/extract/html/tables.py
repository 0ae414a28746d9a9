"""Lists, and tables that hold data, as opposed to those that lay out a page: all of one is of the article, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from polyglot_news.extract.html.markup import Line

_LONGEST_CELL = 200
_FEWEST_CELLS, _FEWEST_ITEMS = 6, 2
_DOUBT, _DOUBT_OF_LIST = 0.1, 0.05
"""How far below one half a table or list may lie on the mean: lines are judged one by one, and most here are short."""


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
    evened = probabilities.copy()
    for table, cells in tables.items():
        if len(cells) >= _FEWEST_CELLS and _holds_data(table, [lines[at] for at in cells]):
            evened[cells] = min(probabilities[cells].mean() + _DOUBT, 1.0)
    return evened


def whole_lists(lines: Sequence[Line], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the probabilities with those of a list's items, but for links, replaced by one for the list."""
    lists: dict[etree._Element | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.element.tag == "li" and 2 * line.linked < line.size:
            lists[line.element.getparent()].append(at)
    evened = probabilities.copy()
    for items in lists.values():
        if len(items) >= _FEWEST_ITEMS:
            evened[items] = min(probabilities[items].mean() + _DOUBT_OF_LIST, 1.0)
    return evened


def _holds_data(table: etree._Element, cells: Sequence[Line]) -> bool:
    return all(line.size < _LONGEST_CELL and not line.linked for line in cells) and table.find(".//table") is None
