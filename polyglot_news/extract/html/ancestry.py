"""The elements of a page that text stands in, numbered, so that what is above a line is found for all lines at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from lxml import etree
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
_LEAST = np.uint8(0)


class Ancestry:
    """Elements numbered from 1, each after the one above it; 0 is none.

    ``elements`` holds them by number (``None`` first), ``above`` the number of the one above each, ``depth`` how many
    are above it, itself included.
    """

    def __init__(self, elements: Iterable[etree._Element]) -> None:
        self._numbers: dict[etree._Element, int] = {}
        self.elements: list[etree._Element | None] = [None]
        above, depth = [0], [0]
        for element in elements:
            self._add(element, above, depth)
        self.above, self.depth = np.array(above), np.array(depth)
        self._levels = [np.flatnonzero(self.depth == level) for level in range(1, int(self.depth.max()) + 1)]

    def _add(self, element: etree._Element | None, above: list[int], depth: list[int]) -> None:
        path = []
        while element is not None and element not in self._numbers:
            path.append(element)
            element = element.getparent()
        number = 0 if element is None else self._numbers[element]
        for below in reversed(path):
            above.append(number)
            depth.append(depth[number] + 1)
            self.elements.append(below)
            number = self._numbers[below] = len(above) - 1

    def numbers(self, elements: Iterable[etree._Element]) -> Numbers:
        """Returns the numbers of elements that are known."""
        return np.array([self._numbers[element] for element in elements], dtype=np.intp)

    def sums(self, numbers: Numbers, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns for each element the sum of the amounts that stand in it or below it, ``amounts[i]`` in number i."""
        sums = np.bincount(numbers, weights=amounts, minlength=len(self.above)).astype(np.float64)
        for level in reversed(self._levels):
            sums += np.bincount(self.above[level], weights=sums[level], minlength=len(sums))
        return sums

    def distances(self, marked: NDArray[np.bool_], most: int) -> NDArray[np.uint8]:
        """Returns how many elements up the nearest one is that is marked, itself 0, at most ``most``.

        ``marked`` has one row an element and any number of columns; so has the answer.
        """
        distances = np.where(marked, _LEAST, np.uint8(most))
        for level in self._levels[1:]:
            further = np.minimum(distances[self.above[level]], most - 1) + np.uint8(1)
            distances[level] = np.minimum(distances[level], further)
        return distances

    def nearest(self, marked: NDArray[np.bool_]) -> Numbers:
        """Returns for each element the number of the nearest marked one, itself or above it, 0 where there is none."""
        nearest = np.where(marked, np.arange(len(marked)), 0)
        for level in self._levels[1:]:
            nearest[level] = np.where(marked[level], nearest[level], nearest[self.above[level]])
        return nearest
