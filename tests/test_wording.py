"""How counts are said."""

from __future__ import annotations

from polyglot_news.wording import counted


def test_one_is_not_many() -> None:
    """A noun agrees with its number; thousands are parted."""
    assert [counted(n, "page") for n in (0, 1, 2, 1000)] == ["0 pages", "1 page", "2 pages", "1,000 pages"]
