"""What must survive translation letter by letter, where it begins and where it ends."""

from __future__ import annotations

import pytest

from polyglot_news.protected import protected, protected_spans, without_protected


@pytest.mark.parametrize(
    "item", ["{a{b}}", "{{name}}", "{x:{width}}", "{0:{1}.{2}f}", "${a{b}}", "{{}}", "{name}", "{}"]
)
def test_a_placeholder_in_a_placeholder_is_part_of_it(item: str) -> None:
    """So that the outer one cannot be lost without being missed."""
    text = f"Всего {item} строк, {item}"
    assert protected(text) == {item: 2} and without_protected(text) == "Всего   строк,  "
    assert protected(f"Total {item} lines, {item[1:-1]}") != protected(text)


@pytest.mark.parametrize("text", ["{a b}", "{a", "a}", "{-}", "{a{b}", "{a{b c}}"])
def test_braces_around_words_are_no_placeholder(text: str) -> None:
    """Nor are braces that do not close; one inside of them still is."""
    assert set(protected(text)) == ({"{b}"} if "{b}" in text else set())


def test_braces_without_end_are_looked_through_once() -> None:
    """However long they are."""
    for text in ("{a" * 100_000, "{a{b}" * 50_000, "{a" + "{b}" * 100_000, "{" * 200_000):
        assert len(protected_spans(text)) == text.count("{b}")
