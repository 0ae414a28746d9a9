"""Some texts are in no language, and most are in one."""

import pytest

from polyglot_news.route import identify


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/news/1",
        "www.example.org",
        "@example",
        "info@example.org",
        "12:45",
        "03.11.2026 12:45",
        "14 марта 2026 23:43",
        "5 mai 2026 09:30",
        "2026年11月22日",
        "+7 495 123-45-67",
        "USD 1.0832",
        "PDF 2.4 MB",
        "1 2 3 … 10",
        "Facebook",
        "TikTok",
        "NATO",
        "Example.org © 2026",
        "A A A",
        "→",
        "",
    ],
)
def test_what_reads_the_same_everywhere_has_no_language(text: str) -> None:
    """Addresses, dates, figures, services, acronyms and signs are ``und``."""
    assert identify(text).language == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Alle 5 Kommentare anzeigen", "de"),
        ("Показать все 12 комментариев", "ru"),
        ("© 2026 Все права на материалы сайта защищены", "ru"),
        ("Подробнее на example.org", "ru"),
        ("Բարև աշխարհ", "hy"),
        ("გამარჯობა", "ka"),
        ("안녕하세요", "ko"),
        ("ひらがな", "ja"),
        ("这是简体中文的新闻", "zh"),
        ("這個國家的經濟發展與環境問題", "zh-Hant"),
    ],
)
def test_words_beside_signs_have_a_language(text: str, language: str) -> None:
    """A number, an address or a sign does not hide the language of the words beside it."""
    assert identify(text).language == language
