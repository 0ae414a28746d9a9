"""What stands above the lines of a page."""

from __future__ import annotations

import numpy as np
from lxml import html

from polyglot_news.extract.html.ancestry import Ancestry

TREE = html.fromstring("<main><article><p>1</p><div><p>2</p></div></article><p>3</p></main>")
ONE, TWO, THREE = TREE.iter("p")


def test_text_counts_for_all_elements_above_it() -> None:
    """The sum of an element is that of the places in it and below it."""
    ancestry = Ancestry([ONE, TWO, THREE])
    sums = ancestry.sums(ancestry.numbers([ONE, TWO, THREE]), np.array([1.0, 2.0, 4.0]))
    assert sums[ancestry.numbers([TREE, TREE[0], THREE])].tolist() == [7.0, 3.0, 4.0]


def test_the_nearest_marked_element_is_the_lowest_one_above() -> None:
    """An element itself counts, what stands beside it does not."""
    ancestry = Ancestry([ONE, TWO, THREE])
    marked = np.array([element is not None and element.tag == "article" for element in ancestry.elements])
    numbers = ancestry.numbers([TREE[0], TWO, THREE])
    assert ancestry.nearest(marked)[numbers].tolist() == [numbers[0], numbers[0], 0]
    assert ancestry.distances(marked[:, None], 9)[numbers, 0].tolist() == [0, 2, 9]
