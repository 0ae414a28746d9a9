"""Evidence from the other pages of a run: a line that recurs across pages belongs to the site, not to the article."""

from __future__ import annotations

from typing import Protocol


class Evidence(Protocol):
    """Knows which lines recur across the pages of a run."""

    def recurs(self, line: str, /) -> bool:
        """True when the line, white space collapsed, stands on several pages."""
        ...
