"""Distinct numbers are those of NumPy."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.distinct import distinct


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3)))
def test_distinct_numbers_are_those_of_numpy(numbers: list[int]) -> None:
    """Values, counts and places are what ``np.unique`` gives, for an empty array too."""
    values = np.array(numbers, dtype=np.uint64)
    expected, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    found, found_counts, found_where = distinct(values)
    assert found.tolist() == expected.tolist()
    assert found_counts.tolist() == counts.tolist()
    assert found_where.tolist() == where.tolist()
