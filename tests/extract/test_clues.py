"""What is observed of lines before anything is decided."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np

from polyglot_news.extract.clues import gather
from polyglot_news.extract.lines import split_lines


def test_of_endless_lines_the_head_and_the_end_are_looked_at() -> None:
    """Two lines of megabytes say what they say without their middles, and the lines beside them what they said."""
    above, below = "Share on Facebook", "By Anna Berg, 14 February 2026"
    head, end = "The council met on Monday. " * 200, " It is late." * 20
    whole = [above, head + "мост " * 300_000 + end, below, head * 9 + end, above]
    cut = [above, head[:4000] + end[-100:], below, head[:4000] + end[-100:], above]
    found, wanted = (gather(split_lines(["\n".join(lines), above]), None) for lines in (whole, cut))
    for one, other in zip(astuple(found.shapes), astuple(wanted.shapes), strict=True):
        np.testing.assert_array_equal(one, other)
    assert found.dates == wanted.dates
    np.testing.assert_array_equal(found.hints, wanted.hints)
    np.testing.assert_array_equal(found.shared, wanted.shared)
    np.testing.assert_array_equal(found.signed, wanted.signed)
