"""What must survive translation letter by letter, where it begins and where it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.protected import protected, protected_spans, without_protected


@pytest.mark.parametrize(
    "item", ["{a{b}}", "{{name}}", "{x:{width}}", "{0:{1}.{2}f}", "${a{b}}", "{{}}", "{name}", "{}"]
)
def test_a_placeholder_in_a_placeholder_is_part_of_it(item: str) -> None:
    """So that the outer one cannot be lost without being missed."""
    text = f"Всего {item} строк, {item}"
    assert protected(text) == {item: 2} and without_protected(text) == "Всего   строк,  "
    assert protected(f"Total {item} lines, {item[1:-1]}") != protected(text)


KINDS = [
    "{0}",
    "{0:N2}",
    "{name}",
    "{ name }",
    "{user.name}",
    "{{name}}",
    "{{ name }}",
    "{{{name}}}",
    "{{ user.name|upper }}",
    "{% if user %}",
    "${x}",
    "${user.first name}",
    "%{count}",
    "#{name}",
    "%s",
    "%1$s",
    "%1$@",
    "%@",
    "%ld",
    "%zu",
    "%08X",
    "%-5.2f",
    "%(name)s",
    "%count%",
    "%USER_NAME%",
    ":name",
    ":user_id",
    ":smile:",
    "<b>",
    "<br/>",
]
WORDS = ["Всего", "строк,", "5", "(", "»", "— 10%", "a: b", "10:30", "$100", "100%", "цена:", "3 %", "и", "C#"]


@pytest.mark.parametrize("item", KINDS)
def test_every_kind_of_placeholder_is_protected(item: str) -> None:
    """As a whole, in the middle, at either end, and alone."""
    for text in (f"Всего {item} строк", f"{item} строк", f"Всего {item}", item):
        assert protected(text) == {item: 1}, text


@pytest.mark.parametrize(
    "text",
    [
        "5%p 상승",
        "100%ig sicher",
        "%50'ye",
        "10:30",
        "цена:5",
        "C: drive",
        "Он сказал :так",
        "a::b",
        "http:",
        "$100",
        "50%",
        "#1",
        "{ а б }",
        "{ }",
        "10% и 20%",
        "скидка 5%, 7%",
        "% d",
        "A: b",
        "::",
        ":",
        ": name",
        ":5",
        "%%",
    ],
)
def test_signs_of_another_meaning_are_no_placeholder(text: str) -> None:
    """Percent, money, hours and punctuation."""
    assert protected(text) == {}


@given(st.lists(st.sampled_from(KINDS + WORDS)))
def test_placeholders_are_found_among_words(parts: list[str]) -> None:
    """All of them, at their places; what is left has none."""
    text = " ".join(parts)
    assert list(protected(text).elements()) == [
        part for part in dict.fromkeys(parts) for _ in range(parts.count(part)) if part in KINDS
    ]
    assert [text[start:end] for start, end in protected_spans(text)] == [part for part in parts if part in KINDS]
    assert protected(without_protected(text)) == {}


@pytest.mark.parametrize("text", ["{a b}", "{a", "a}", "{-}", "{a{b}", "{a{b c}}"])
def test_braces_around_words_are_no_placeholder(text: str) -> None:
    """Nor are braces that do not close; one inside of them still is."""
    assert set(protected(text)) == ({"{b}"} if "{b}" in text else set())


def test_braces_without_end_are_looked_through_once() -> None:
    """However long they are."""
    for text in ("{a" * 100_000, "{a{b}" * 50_000, "{a" + "{b}" * 100_000, "{" * 200_000):
        assert len(protected_spans(text)) == text.count("{b}")
