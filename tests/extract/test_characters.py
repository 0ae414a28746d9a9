"""Characters are looked up in tables that agree with what Python says of each."""

import re
import unicodedata

from polyglot_news.extract.characters import _ALIKE, tables

PLANE = [chr(code) for code in range(0x10000)]


def test_the_tables_agree_with_python() -> None:
    """White space and word characters are those of every character by itself, and ranges said to be alike are."""
    assert (tables().spaces > 0).tolist() == list(map(str.isspace, PLANE))
    assert tables().words.tolist() == [bool(re.fullmatch(r"\w", char)) for char in PLANE]
    for start, end in _ALIKE:
        assert len(set(map(unicodedata.category, PLANE[start:end]))) == 1
