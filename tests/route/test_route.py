"""A page's segments are routed in the company of each other."""

from polyglot_news.records import Action, Role, Segment
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


def test_one_text_alone() -> None:
    """A text is identified without a page; letters of one language decide at once."""
    assert identify("Բարև աշխարհ").language == "hy"
    assert identify("The weather will be fine tomorrow in most of the country.").language == "en"
    assert identify("https://example.org/a").language == "und"
