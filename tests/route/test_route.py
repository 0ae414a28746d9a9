"""A page's segments are routed in the company of each other."""

import pytest

from polyglot_news.records import Action, Role, RoutedSegment, Segment
from polyglot_news.route import identify, route

PAGE = [
    (Role.RESIDUE, "Ссылка скопирована"),
    (Role.PARAGRAPH, "The committee met on Tuesday to discuss the new budget for the schools of the city."),
    (Role.PARAGRAPH, "Le ministre a déclaré que les travaux de la nouvelle gare seraient terminés au printemps."),
    (Role.PARAGRAPH, "Министр сообщил журналистам, что строительство новой станции закончится весной."),
    (Role.PARAGRAPH, "12:45"),
]


def _segments() -> list[Segment]:
    return [
        Segment(page_id="p", block=i, index=0, role=role, text=text, start=None, end=None)
        for i, (role, text) in enumerate(PAGE)
    ]


def test_every_segment_gets_its_language_and_action() -> None:
    """Segments come back in order with the language and what to do with it."""
    routed = route(_segments(), target="en", sources=frozenset({"ru"}))
    assert [(r.language, r.action, r.reason) for r in routed] == [
        ("ru", Action.SKIP, "residue"),
        ("en", Action.KEEP, ""),
        ("fr", Action.SKIP, "not_selected"),
        ("ru", Action.TRANSLATE, ""),
        ("und", Action.SKIP, "no_language"),
    ]


def test_without_a_target_everything_with_a_language_is_translated() -> None:
    """Routing alone selects whatever has a language, residue too when asked."""
    routed = route(_segments(), target=None, residue="keep")
    assert [r.action for r in routed] == [Action.TRANSLATE] * 4 + [Action.SKIP]


def _alone(text: str, sources: str = "") -> RoutedSegment:
    segment = Segment(page_id="p", block=0, index=0, role=Role.PARAGRAPH, text=text)
    return route([segment], target="en", sources=frozenset(sources.split()) or None)[0]


def test_named_languages_win_where_two_are_close() -> None:
    """A word that Turkish and Azerbaijani share is in the one that is named, whichever it is more usual in."""
    assert [_alone("Paylaş", sources).language for sources in ("", "tr", "az")] == ["tr", "tr", "az"]
    assert [_alone("Canlı", sources).language for sources in ("", "tr", "az")] == ["az", "tr", "az"]


def test_nothing_is_forced_into_a_named_language() -> None:
    """A sentence clearly in another language stays in it and is left out; one in the target is kept."""
    turkish = _alone("Bakan yeni istasyonun inşaatının ilkbaharda biteceğini söyledi.", "az ru")
    assert (turkish.language, turkish.action, turkish.reason) == ("tr", Action.SKIP, "not_selected")
    assert _alone("The minister said the new station would open in spring.", "az").action is Action.KEEP
    assert _alone("Ο υπουργός δήλωσε ότι ο σταθμός ανοίγει.", "az").language == "el"


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("mk", ["Поставки", "Отвори", "Вести", "Лозинка"]),
        ("bg", ["Настройки", "Изтриване", "Снимки", "Още новини"]),
        ("sr", ["Подешавања", "Обриши", "Слике", "Још вести"]),
    ],
)
def test_labels_alone_on_a_page_are_in_their_language(language: str, labels: list[str]) -> None:
    """Close languages of one script are told apart by four labels, without an article beside them."""
    page = [Segment(page_id="p", block=i, index=0, role=Role.RESIDUE, text=text) for i, text in enumerate(labels)]
    assert [routed.language for routed in route(page, target=None, residue="keep")] == [language] * 4


def test_a_text_that_nothing_tells_has_no_language() -> None:
    """Below a probability at which answers are mostly wrong none is given, and the reason says so."""
    unsure = _alone("Hello мир 世界")
    assert (unsure.language, unsure.action, unsure.reason) == ("und", Action.SKIP, "unsure")


def test_a_long_text_counts_from_its_beginning_to_its_end() -> None:
    """What most of a text is in decides, not its first words."""
    russian = "Министр сообщил журналистам, что строительство новой станции закончится весной. "
    english = "The committee met on Tuesday to discuss the new budget for the schools of the city. "
    assert identify(english * 10 + russian * 90).language == "ru"
    assert identify(russian * 10 + english * 90).language == "en"


def test_one_text_alone() -> None:
    """A text is identified without a page; letters of one language decide at once."""
    assert identify("Բարև աշխարհ").language == "hy"
    assert identify("The weather will be fine tomorrow in most of the country.").language == "en"
    assert identify("https://example.org/a").language == "und"


@pytest.mark.parametrize(
    ("texts", "declared", "language"),
    [
        (["国会", "東京", "大阪"], "ja", "ja"),
        (["国会", "東京", "大阪"], None, "zh"),
        (["这个国家的经济发展", "东京", "时间"], "ja", "zh"),
    ],
)
def test_han_characters_alone_are_japanese_where_the_page_says_so(
    texts: list[str], declared: str | None, language: str
) -> None:
    """Labels that read the same in Chinese and Japanese are as declared; simplified characters stay Chinese."""
    page = [Segment(page_id="p", block=i, index=0, role=Role.RESIDUE, text=text) for i, text in enumerate(texts)]
    assert [routed.language for routed in route(page, target=None, declared=declared)] == [language] * len(texts)
