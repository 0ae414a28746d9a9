"""The one form of a text in which texts are kept, compared and translated."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_SPACE = r"[\s\x1c-\x1f]+"
_SPACES = re.compile(_SPACE)


def normalise(text: str) -> str:
    """Returns the text in Unicode NFC with every run of white space as one space and none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def normalised(column: pl.Expr) -> pl.Expr:
    """Returns :func:`normalise` as a polars expression over a column of texts."""
    return column.str.normalize("NFC").str.replace_all(_SPACE, " ").str.strip_chars(" ")
