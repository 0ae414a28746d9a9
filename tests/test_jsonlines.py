"""Lines of JSON."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.jsonlines import json_lines

ANY = st.characters(exclude_categories=[])
"""Every character, halves of one too."""
TEXT = st.text(st.one_of(st.sampled_from('"\\/\x00\n\r\x7f\x80\x9b\xa0\u2028\ud83d\udc80\uffff😀'), ANY))
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=9,
)


@given(st.lists(VALUE, max_size=4))
def test_every_value_comes_back_from_its_line(values: list[object]) -> None:
    """A line a value, in UTF-8, whatever is in it; half a character comes back as the same half."""
    lines = json_lines(values).decode().split("\n")
    assert lines.pop() == ""
    joined = [json.dumps(json.loads(line)) for line in lines]
    assert joined == [json.dumps(json.loads(json.dumps(value))) for value in values]


def test_a_line_commands_no_terminal() -> None:
    """Escapes stand in it as JSON writes them; other characters stay."""
    (line,) = json_lines([{"url": "https://news.example/\x1b[2J\x9b31m\x7f\n", "text": "Мост é\xa0"}]).splitlines()
    assert b"\\u001b[2J\\u009b31m\\u007f\\n" in line
    assert "Мост é\xa0".encode() in line


def test_what_json_has_no_form_for_is_a_string() -> None:
    """A date comes as Python writes it, and a long number whole."""
    assert json.loads(json_lines([{"day": date(2026, 1, 2), "long": 1 << 70, 5: "five"}])) == {
        "day": "2026-01-02", "long": 1 << 70, "5": "five",
    }  # fmt: skip
