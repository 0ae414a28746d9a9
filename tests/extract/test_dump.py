"""Dumps: every line in exactly one block, and the article among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.dump import extract_dump, extract_dumps
from polyglot_news.extract.evidence import LineCounts
from polyglot_news.records import Article, Guess, Kind, Page, Reject, Role

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
PARAGRAPHS = [
    "The council met on Monday to decide on the new bridge, which has been planned for more than ten years.",
    "Most of the speakers agreed that the ferry is too slow in winter, and that the old road can take no more traffic.",
    "“We shall build it in stone, as our grandparents would have done,” the mayor said after the vote.",
    "Work is to begin in spring, and the first cars may cross the river before the end of next year, officials hope.",
]
ABOVE = ["Home", "News", "Search", "Log in", "News", "A bridge for the old harbour", "14 February 2026 10:29"]
BELOW = [
    "By Ada Harbour",
    "Share",
    "Print",
    "Ссылка скопирована",
    "Follow us on Youtube",
    "Harbour Daily © 2026",
    "Contact",
]
DUMP = "\n".join([*ABOVE, "", *PARAGRAPHS, "", *BELOW])


WITHOUT_ARTICLE = {
    "en": "Harbour Daily|Home|News|Sport|Culture|"
    "Bus fares rise in autumn|Town draws after a late penalty|New café opens in the old station|"
    "Home|News|Sport|Culture|© 2026 Harbour Daily. All rights reserved.",
    "ru": "Портовая газета|Главная|Новости|Спорт|Культура|"
    "Проезд подорожает осенью|Команда города сыграла вничью|На старом вокзале открыли кафе|"
    "Главная|Новости|Спорт|Культура|© 2026 Портовая газета. Все права защищены.",
    "zh": "港口日报|首页|新闻|体育|文化|"
    "秋季公交车票涨价|本市球队补时战平|老车站新开咖啡馆|"
    "首页|新闻|体育|文化|版权所有 © 2026 港口日报",
    "ar": "جريدة الميناء|الرئيسية|أخبار|رياضة|ثقافة|"
    "ارتفاع أجرة الحافلات في الخريف|تعادل فريق المدينة|مقهى جديد في المحطة القديمة|"
    "الرئيسية|أخبار|رياضة|ثقافة|© 2026 جريدة الميناء. جميع الحقوق محفوظة.",
    "fr": "Le Journal du Port|Accueil|Actualités|Sport|Culture|"
    "Le bus plus cher cet automne|Match nul sur le fil|Un café ouvre dans la vieille gare|"
    "Accueil|Actualités|Sport|Culture|© 2026 Le Journal du Port. Tous droits réservés.",
}
"""Menu, headlines, menu and footer of a site's home page, a bar between two lines."""


def english(_text: str, /) -> Guess:
    """Every text is English."""
    return Guess(language="en", probability=1.0)


def dump(text: str) -> Page:
    """A page of plain text."""
    return Page(id="p", source="p.txt", text=text, kind=Kind.DUMP)


def article_of(text: str) -> Article:
    """The article of a dump that has one."""
    article = extract_dump(dump(text), identify=english)
    assert isinstance(article, Article)
    return article


def test_the_article_is_found_among_interface_lines() -> None:
    """Paragraphs are the body, short labels around them are not."""
    assert article_of(DUMP).text == "\n".join(PARAGRAPHS)


def test_metadata_comes_with_the_line_it_was_read_from() -> None:
    """Title, date, author, section and site are found, and their blocks say so."""
    article = article_of(DUMP)
    assert article.title == "A bridge for the old harbour"
    assert article.date == "2026-02-14T10:29"
    assert article.author == "Ada Harbour"
    assert article.section == "News"
    assert article.site == "Harbour Daily"
    assert article.language == "en"
    roles = {block.text: block.role for block in article.blocks}
    assert roles["A bridge for the old harbour"] is Role.TITLE
    assert roles["14 February 2026 10:29"] is Role.DATE
    assert roles["By Ada Harbour"] is Role.BYLINE
    assert "News" in {block.text for block in article.blocks if block.role is Role.SECTION}


def test_residue_says_why() -> None:
    """Each line that is not the article has a reason of its own."""
    reasons = {block.text: block.reason for block in article_of(DUMP).blocks if block.role is Role.RESIDUE}
    assert reasons["Ссылка скопирована"] == "foreign_interface"
    assert reasons["Share"] == "share"
    assert reasons["Log in"] == "account"


def test_a_line_on_other_pages_is_no_article() -> None:
    """A paragraph that recurs across the pages of a site is residue, by itself it would be the article's."""
    notice = "Our reporters stay on the quays day and night, in all weathers, so that you hear first what happens here."
    pages = [dump("\n".join([*ABOVE, *(text.replace("the", name) for text in PARAGRAPHS), notice])) for name in "abcd"]
    counts = LineCounts()
    for each in pages:
        counts.add(each)
    article = extract_dump(pages[0], identify=english, evidence=counts.finish())
    assert isinstance(article, Article)
    assert notice not in article.text
    assert len(article.body) == len(PARAGRAPHS)


def test_an_article_that_was_printed_twice_stays_one() -> None:
    """A copy with longer notices around it is another page, and yet its lines are not those of the site."""
    notice = "We and our partners store and read information on your device, such as cookies, to show what you like. "
    counts = LineCounts()
    for text in (DUMP, f"{notice * 4}\n{DUMP}"):
        counts.add(dump(text))
    evidence = counts.finish()
    assert evidence.recurs(PARAGRAPHS[0])
    found = extract_dump(dump(DUMP), identify=english, evidence=evidence)
    assert isinstance(found, Article)
    assert found.text == article_of(DUMP).text


def test_a_short_text_is_kept() -> None:
    """A page of a few sentences is an article, not residue."""
    assert "bridge" in article_of("The bridge is open.").text
    assert article_of("The bridge is open.\nThe ferry stops.").blocks


def test_what_names_the_owner_or_the_author_is_not_the_article() -> None:
    """In a short article, too, a claim of rights and a byline are what they are, not paragraphs."""
    text = (
        "Home\nNews\nSport\nMan rescued from the river\nBy Mara Linden\n3 May 2026\n"
        "A man was rescued from the river near the old ferry on Monday night.\n"
        "He was taken to hospital with minor injuries, police said.\n© 2026 River Post Ltd. All rights reserved."
    )
    article = article_of(text)
    assert article.author == "Mara Linden"
    assert article.text.splitlines() == text.splitlines()[6:8]
    assert next(block for block in article.blocks if "By Mara" in block.text).role is Role.BYLINE


def test_the_reason_is_what_most_words_announce() -> None:
    """A menu in one line is navigation, though one of its entries is a network."""
    menu = "Home Menu Search Contact About Archive Facebook"
    assert {block.text: block.reason for block in article_of(f"{menu}\n{DUMP}").blocks}[menu] == "navigation"


def test_an_entry_of_a_menu_is_not_the_section() -> None:
    """A label by itself above the title names the section, one in a row of labels is a link to another part."""
    sentence, page = "The ferry does not sail today, and the quay is closed.", DUMP.split("\n")[5:]
    assert article_of("\n".join(["Home", "Politics", "Webcam", sentence, *page, "Webcam"])).section is None
    assert article_of("\n".join(["Home", sentence, "Politics", sentence, *page, "Politics"])).section == "Politics"


def test_a_page_of_labels_is_rejected_with_its_text() -> None:
    """Interface alone is no article, and its lines are not lost."""
    reject = extract_dump(dump("Share\nLog in\nSearch\n© 2026\n***"), identify=english)
    assert isinstance(reject, Reject)
    assert reject.reason == "only_residue"
    assert "Log in" in reject.text


@pytest.mark.parametrize("name", ["en", "ru", "zh", "ar", "fr"])
def test_a_page_without_article_is_rejected(name: str) -> None:
    """A menu, headlines of other articles and a footer hold no article, whatever the language."""
    lines = WITHOUT_ARTICLE[name].split("|")
    reject = extract_dump(dump("\n".join(lines)), identify=english)
    assert isinstance(reject, Reject)
    assert reject.reason == "only_residue"
    assert [block.text for block in reject.blocks] == lines
    assert "interrupts_article" not in {block.reason for block in reject.blocks}


def test_a_page_of_very_many_lines_is_read_to_the_end_of_any_article() -> None:
    """Lines past the limit are residue, none is lost."""
    article = article_of("\n".join([DUMP, *map(str, range(20_100))]))
    assert len(article.blocks) == len(DUMP.replace("\n\n", "\n").splitlines()) + 20_100
    assert article.blocks[-1].reason == "text_outside_article"


def test_a_page_without_text_is_rejected() -> None:
    """Blank lines are not an article."""
    reject = extract_dump(dump(" \n\t\n"), identify=english)
    assert isinstance(reject, Reject)
    assert reject.reason == "empty"


def test_pages_are_read_together_as_each_by_itself() -> None:
    """What stands beside a page changes nothing, nor do pages that are blank, very long or full of labels."""
    texts = [path.read_text() for path in sorted(FIXTURES.glob("dump_*.txt"))]
    texts += [" \n", DUMP, "Share\nLog in", "x", "\n".join([DUMP, *map(str, range(20_100))]), DUMP * 3, "\n\n" + DUMP]
    together = extract_dumps(list(map(dump, texts)), identify=lambda some, **_: list(map(english, some)))
    assert list(together) == [extract_dump(dump(text), identify=english) for text in texts]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .\n\r\t\u2028«7я字א"), max_size=200))
def test_every_visible_character_is_in_exactly_one_block(text: str) -> None:
    """Blocks follow each other, and what lies between them is white space."""
    result = extract_dump(dump(text), identify=english)
    if isinstance(result, Reject):
        return
    at = 0
    for index, block in enumerate(result.blocks):
        assert block.index == index
        assert block.start is not None and block.end is not None
        assert text[at : block.start].strip() == ""
        assert len(block.text) + max((count for _, count in block.dropped), default=0) == block.end - block.start
        assert "".join(block.text.split()) == "".join(text[block.start : block.end].split())
        at = block.end
    assert text[at:].strip() == ""


def test_the_site_is_named_at_the_foot_and_not_below_a_picture() -> None:
    """A picture's owner claims rights too, higher up."""
    assert article_of(DUMP.replace(PARAGRAPHS[1], f"Foto: © ZUMA Press\n{PARAGRAPHS[1]}")).site == "Harbour Daily"


def test_a_label_counts_only_with_a_figure() -> None:
    """ "View" alone counts nothing."""
    reasons = {block.text: block.reason for block in article_of(f"The Harbour view\n{DUMP}\nViews: 68").blocks}
    assert reasons["Views: 68"] == "counter"
    assert reasons["The Harbour view"] != "counter"


def test_a_claim_of_rights_is_no_title() -> None:
    """A page of paragraphs between labels has no headline rather than its copyright line."""
    body = (
        "The council met on Monday evening and agreed to mend the roof of the old market hall before the winter.\n"
        "Rain had come in since March, and the traders had put up with buckets between their stalls all summer.\n"
        "The work begins in October, costs two hundred thousand pounds and should be done before the first frost.\n"
    )
    page = Page(id="1", source="page", kind=Kind.DUMP, text=f"Home\nSport\nLogin\n{body}Privacy\n© 2024 Town News\n")
    article = extract_dump(page, identify=lambda _: Guess(language="en", probability=1.0))
    assert isinstance(article, Article)
    assert "©" not in (article.title or "")
