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
    "<a title=\"a > b\" href='x>y'>",
    "<!-- <b> -->",
    "HTTPS://EXAMPLE.COM/Help",
    "Http://example.org/x",
    "ftp://ftp.example.com/pub/file.zip",
    "WWW.EXAMPLE.COM",
    "example.org",
    "ru.example.org",
    "example.com/path?a=1",
    "www2.example.co.uk",
    "org.example.settings",
    "{first name}",
    "{User Name}",
    "{user[0]}",
    "{user['name']}",
    "{1:>10}",
    "{:>10}",
    "{n, number}",
    "{count, plural, one {# файл} other {{n} файлов}}",
    "{g, select, male {{n, plural, one {его # файл} other {его {n} файлов}}} other {{n} файлов}}",
    "$USER",
    "$name",
    "&quot;",
    "&laquo;",
    "&frac12;",
    "&#39;",
    "&#xA0;",
]
WORDS = ["Всего", "строк,", "5", "(", "»", "— 10%", "a: b", "10:30", "$100", "100%", "цена:", "3 %", "и", "C#"]


@pytest.mark.parametrize("item", [*KINDS, "%.2e", "%o"])  # these are none behind a number
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
        "5%p",
        "50 %e",
        "50 % of",
        "т.е. e.g. i.e. U.S. a.m.",
        "конец.Начало",
        "the end.The start",
        "report.pdf",
        "Node.js",
        "ASP.NET",
        "3.14",
        "v1.2.3",
        "12.11.2026",
        "1.5m",
        "münchen.de",
        "example.com.Начало",
        "$5",
        "US$ 5",
        "$US 5",
        "$US5",
        "$5bn",
        "A$AP",
        "$xy$",
        "AT&T; R&D",
        "#tag",
        "{x, y}",
        ":) {:)}",
        "1 < 2 > 0",
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


@pytest.mark.parametrize("item", ["%e", "%o", "%p", "%S", "%E", "%G", "%a", "%n"])
def test_rarer_letters_of_printf_are_protected_unless_a_number_is_before(item: str) -> None:
    """A percentage may have any letter behind it."""
    assert protected(f"Всего {item} строк") == {item: 1} == protected(item)
    assert protected(f"Всего 5{item} строк") == {} == protected(f"Всего 5 {item} строк")


@pytest.mark.parametrize("text", ["100%% готово", "Готово (%%)", "Готово на 100 %%, да"])
def test_a_percent_sign_written_twice_stays_so(text: str) -> None:
    """One alone is an error in printf; its number is a number."""
    assert protected(text) == {"%%": 1}


@pytest.mark.parametrize("text", ["{a b c d}", "{а б}", "{a", "a}", "{-}", "{a{b}", "{a{b, c}}"])
def test_braces_around_words_are_no_placeholder(text: str) -> None:
    """Nor are braces that do not close; one inside of them still is."""
    assert set(protected(text)) == ({"{b}"} if "{b}" in text else set())


def test_what_has_no_end_is_looked_through_once() -> None:
    """However long it is."""
    for text in (
        "{a, plural," * 20_000,
        "{a, plural,{c" * 20_000,
        "{a, plural, b {" * 9_000,
        "{a[" * 70_000,
        "<!-- " * 20_000,
        "<a b='" * 20_000,
    ):
        assert protected_spans(text) == []
    for text in ("a." * 100_000, "a-" * 100_000, "<a " + "b='" * 70_000, "<a " + 'b="c" ' * 30_000, "$a" * 100_000):
        assert protected_spans(text) == []
    for text in ("{a" * 100_000, "{a{b}" * 50_000, "{a" + "{b}" * 100_000, "{" * 200_000):
        assert len(protected_spans(text)) == text.count("{b}")
