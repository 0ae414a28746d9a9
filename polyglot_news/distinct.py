"""The distinct numbers of an array: what ``np.unique`` does, which loads a quarter of NumPy the first time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def distinct(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp], NDArray[np.intp]]:
    """Returns the values in ascending order, each once, how often each stands there, and which one stands where.

    ``found[where]`` is ``values`` again.
    """
    order = np.argsort(values, kind="stable")
    ascending = values[order]
    fresh = np.ones(len(values), dtype=bool)
    fresh[1:] = ascending[1:] != ascending[:-1]
    firsts = np.flatnonzero(fresh)
    where = np.empty(len(values), dtype=np.intp)
    where[order] = np.cumsum(fresh) - 1
    return ascending[firsts], np.diff(firsts, append=len(values)), where
