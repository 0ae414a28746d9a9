"""HTML pages become articles in which every visible line has its place."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from polyglot_news.extract.evidence import Evidence, LineCounts
from polyglot_news.extract.html import extract_html
from polyglot_news.extract.reasons import Reason, RejectReason
from polyglot_news.records import Article, Guess, Kind, Page, Reject, Role

SENTENCE = "The council voted on Tuesday to rebuild the old bridge over the river, which had been closed since spring."
STORY = [
    SENTENCE,
    "Work is to begin in May, said the mayor, and should take no longer than two years if the money holds out.",
    "Until then the ferry will cross every half hour, and the school bus will take the longer road by the mill.",
    "Shopkeepers on the north bank, who lost half of their customers, asked for help with their rents last month.",
    "An engineer found cracks in two of the five arches in March; the youngest of them dates from the year 1887.",
    "The state pays a third of the costs. The rest is to come from a loan, which residents will repay for decades.",
]


def guess(_: str, /) -> Guess:
    """Says English of everything."""
    return Guess(language="en", probability=1.0)


def read(markup: str) -> Article | Reject:
    return extract_html(Page(id="p", source="p.html", text=markup, kind=Kind.HTML), identify=guess)


def article(markup: str) -> Article:
    result = read(markup)
    assert isinstance(result, Article)
    return result


def page(body: str, *, head: str = "") -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in STORY)
    return f"<html lang=en><head>{head}</head><body><article><h1>The bridge</h1>{text}{body}</article></body></html>"


def inside(markup: str) -> str:
    """The page with the markup before its last paragraph."""
    return page("").replace(f"<p>{STORY[4]}</p>", f"{markup}<p>{STORY[4]}</p>")


def visible(markup: str) -> list[str]:
    """The words of a page that a browser shows."""
    tree = html.document_fromstring(markup)
    for element in tree.xpath("//head|//script|//style|//template|//noscript|//*[@hidden]"):
        element.drop_tree()
    return " ".join(tree.itertext()).split()


def test_paragraphs_are_the_article_and_the_menu_is_residue() -> None:
    """Running text is kept, navigation is labelled, nothing is lost."""
    menu = "<nav><a href=/a>Politics</a> <a href=/b>Sport</a></nav>"
    found = article(page("").replace("<article>", menu + "<article>"))
    assert all(sentence in found.text for sentence in STORY)
    assert found.blocks[0].role is Role.RESIDUE
    assert found.declared_language == "en" and found.language == "en"
    assert all(block.start is None and block.end is None for block in found.blocks)
    assert [block.index for block in found.blocks] == list(range(len(found.blocks)))


def test_every_reason_is_in_the_vocabulary() -> None:
    """A block explains itself in a word of the closed vocabulary."""
    blocks = article(page("<aside><a href=/x>Read also: another bridge</a></aside>")).blocks
    assert {block.reason for block in blocks} <= set(Reason)


_TAGS = st.sampled_from(
    ["p", "div", "li", "td", "blockquote", "h2", "span", "a", "b", "aside", "script", "nav", "x-box"]
)
_TREES = st.recursive(
    st.text("abc <&ñ語\n", max_size=12).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)).map(
        lambda node: f" <{node[0]}> {' '.join(node[1])} </{node[0]}> "
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(_TREES)
def test_every_visible_word_is_in_exactly_one_block_in_order(inner: str) -> None:
    """The blocks' text, in order, is the visible text of the page."""
    markup = page(inner)
    found = article(markup)
    assert " ".join(block.text for block in found.blocks).split() == visible(markup)


@pytest.mark.parametrize(
    "markup", ["", " \n", "\0\0", "<!-- nothing -->", "<html/>", "<script>x</script>", "<p hidden>x</p>"]
)
def test_a_page_that_shows_nothing_is_rejected_as_empty(markup: str) -> None:
    """Nothing visible: the reject says so."""
    result = read(markup)
    assert isinstance(result, Reject)
    assert (result.stage, result.reason) == ("extract", RejectReason.EMPTY)


def test_a_page_of_interface_only_is_rejected_with_its_text() -> None:
    """No article: the reject carries what was there."""
    result = read("<html><body><nav><a href=/>Home</a></nav><footer>© 2020</footer></body></html>")
    assert isinstance(result, Reject)
    assert result.reason == RejectReason.ONLY_RESIDUE
    assert result.text == "Home\n© 2020"


def test_bottomless_nesting_is_rejected() -> None:
    """Ten thousand levels are an attack, not a page."""
    result = read("<div>" * 10_000 + SENTENCE)
    assert isinstance(result, Reject)
    assert result.reason == RejectReason.TOO_DEEP


@pytest.mark.parametrize(
    "markup",
    [
        page("")[:400],
        page("<table><tr><td>x").replace("</article>", ""),
        page("&amp;lt;&#0;&#xd800;&bogus;" * 2_000),
        page("<div>" * 900 + "deep"),
        "".join(map(chr, range(256))) * 40,
        page("\ud800"),
        page("<![CDATA[x]]><?php echo 1 ?><svg><title>t</title></svg>"),
        "<html><head><title>x</title><body><p>" + SENTENCE,
        f"<?xml version='1.0' encoding='latin-1'?><html/><body><p>{SENTENCE}</p></body>",
    ],
    ids=["cut", "unclosed", "entities", "deep", "binary", "surrogate", "islands", "short", "closed root"],
)
def test_hostile_markup_never_raises(markup: str) -> None:
    """Whatever comes, an article or a reject goes."""
    assert isinstance(read(markup), Article | Reject)


@pytest.mark.slow
def test_one_line_of_five_megabytes_is_read_in_bounded_time() -> None:
    """A page that is one enormous line neither hangs nor is lost."""
    result = read(f"<html><body><p>{(SENTENCE + ' ') * 48_000}</p></body></html>")
    assert isinstance(result, Article | Reject)


def test_a_line_of_the_whole_site_is_residue() -> None:
    """What recurs across pages is not the article, however much it reads like it."""
    notice = "Our newsroom is funded by its readers, and every gift helps us to keep the presses running tonight."
    mine = page(f"<p>{notice}</p><p>Only this page has this.</p>")
    found = extract_html(source(mine), identify=guess, evidence=counted([mine, other(f"<p>{notice}</p>")]))
    assert isinstance(found, Article)
    assert notice not in found.text
    assert {block.reason for block in found.blocks if block.text == notice} == {Reason.RECURS_ACROSS_PAGES}


def test_a_second_copy_of_an_article_does_not_make_residue_of_it() -> None:
    """The same story behind a longer notice is another page, and yet a story."""
    copy = page(f"<p>{'We use cookies to make this site work as well as it can. ' * 9}</p>")
    found = extract_html(source(page("")), identify=guess, evidence=counted([page(""), copy]))
    assert isinstance(found, Article)
    assert all(sentence in found.text for sentence in STORY)


def test_short_words_of_an_article_may_stand_on_other_pages_too() -> None:
    """A heading or a number in a table recurs by chance."""
    mine = page("<h2>Background</h2><p>The bridge was built when the town had nine hundred people and one mill.</p>")
    found = extract_html(source(mine), identify=guess, evidence=counted([mine, other("<h2>Background</h2>")]))
    assert isinstance(found, Article)
    assert "Background" in found.text


@pytest.mark.parametrize("pointer", ["Read also: {}", "(Leggi anche: {})", "► Читайте также: {}", "相关阅读：{}"])
def test_a_line_that_points_to_another_article_is_residue(pointer: str) -> None:
    """Such lines stand between paragraphs and look like them."""
    line = pointer.format("<a href=/x>Ten more bridges of the north</a>")
    markup = page("").replace(f"<p>{STORY[3]}</p>", f"<p>{line}</p><p>{STORY[3]}</p>")
    found = article(markup)
    assert "Ten more bridges" not in found.text
    assert all(sentence in found.text for sentence in STORY)


def test_running_text_in_another_script_is_no_interface() -> None:
    """A verse stays where it is quoted in full; a label in that script goes."""
    verse = "أحبب حبيبك هونا ما عسى أن يكون بغيضك يوما ما وأبغض بغيضك هونا ما عسى أن يكون حبيبك يوما ما " * 2
    markup = page("").replace(f"<p>{STORY[3]}</p>", f"<p>{verse}</p><p>تم نسخ الرابط</p><p>{STORY[3]}</p>")
    found = article(markup.replace(f"<p>{STORY[4]}</p>", f"<p>{' '.join(s[::-1] for s in STORY)}</p><p>{STORY[4]}</p>"))
    assert verse.strip() in found.text
    assert "تم نسخ الرابط" not in found.text


def test_of_a_text_that_stands_twice_one_stays() -> None:
    """Each sentence is in the article once, wherever its second copy stands."""
    found = article(page("").replace("<article>", f"<div class=teaser><p>{STORY[1]}</p></div><article>"))
    assert found.text.count(STORY[1]) == 1


def test_the_items_of_a_list_stand_or_fall_together() -> None:
    """However short one of them is."""
    items = [STORY[1][:60], "Old rope", STORY[2][:60], STORY[3][:60]]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    found = article(inside(listed))
    assert {item in found.text for item in items} == {True}


def table(*rows: list[str]) -> str:
    """A table of these cells."""
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"


TEAMS = ["Arsenal", "Leeds United", "Everton", "Fulham", "Wolves"]


def test_a_data_table_with_a_linked_column_is_kept_whole() -> None:
    """A league table names its teams by links to them."""
    rows = [[f'<a href="/{team}">{team}</a>', f"{20 + at}", f"{60 - 7 * at}"] for at, team in enumerate(TEAMS)]
    found = article(inside(table(["Team", "Played", "Points"], *rows)))
    cells = [block.text for block in found.body if block.role is Role.TABLE]
    assert cells[:5] == ["Team", "Played", "Points", "Arsenal", "20"]
    assert len(cells) == 18


def test_a_table_of_links_is_no_data() -> None:
    """A menu laid out as a table."""
    found = article(inside(table([f'<a href="/{name}">{name}</a>' for name in ("Home", "News", "Sport", *TEAMS)])))
    assert not any(block.role is Role.TABLE for block in found.body)


TAILS = [
    "<p><b>More on this story</b></p><p><a href=/x>Why the old bridges of the valley are failing</a></p>",
    "<p><b>Читайте также: как менялась набережная за сто лет</b></p>",
    "<p><b>Lesen Sie auch: Warum die alte Brücke so teuer wird</b></p>",
    "<p>If you value our independent local journalism, please consider supporting us with a donation.</p>",
    "<p>Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns mit einer Spende.</p>",
    "<p>Do you have a story for us? Email newsdesk@courier.example or call 01743 555 010.</p>",
    "<p>Tags: bridges, council, money</p>",
    "<h3>Latest from the valley</h3>",
    "<p>Ana Ruiz covers the council for the Courier and lives by the river. She has two dogs.</p>",
]
BOXES = [
    "<div class=x9><p>{}</p><form><input type=email><button>OK</button></form></div>",
    "<aside><p>{}</p><form><input type=email></form></aside>",
    "<p><a href=/n>{}</a></p>",
]
APPEALS = [
    "Subscribe to our newsletter and get the news every morning",
    "Подпишитесь на нашу рассылку и получайте главные новости каждое утро",
    "اشترك في نشرتنا البريدية ليصلك جديد الأخبار كل صباح",
    "Abonnez-vous à notre newsletter et recevez l'essentiel chaque matin",
    "Zapisz się na nasz newsletter i dostawaj wiadomości co rano",
]


@pytest.mark.parametrize("tail", TAILS)
def test_what_stands_below_an_article_is_not_its_end(tail: str) -> None:
    """In paragraphs like its own: pointers, appeals, tags, a word about the author."""
    found = article(page(tail, head="<meta name=author content='Ana Ruiz'>"))
    assert [block.text for block in found.body] == STORY


@pytest.mark.parametrize("appeal", APPEALS)
@pytest.mark.parametrize("box", BOXES)
def test_a_box_that_asks_for_an_address_is_known_without_its_name(box: str, appeal: str) -> None:
    """By the form in it, or by its being a link, and by what it says."""
    assert [block.text for block in article(inside(box.format(appeal))).body] == STORY


@pytest.mark.parametrize(
    "end",
    [
        "<p>Ana Ruiz was among those who voted against the plan on Monday, she told the Courier afterwards.</p>",
        "<p><em>This article was amended on 7 June 2023. An earlier version gave another year.</em></p>",
        "<ul><li>Two arches are cracked, says the engineer</li><li>A loan pays for most of the work</li></ul>",
    ],
)
def test_what_ends_an_article_stays(end: str) -> None:
    """What the author goes on to say, a note on corrections, a list of points."""
    assert len(article(page(end)).body) > len(STORY)


def test_what_the_author_says_again_stays() -> None:
    """Beside its first copy, below the same element, a text is part of the article each time."""
    assert article(page(f"<p>{STORY[1]}</p><p>{SENTENCE[::-1]}</p>")).text.count(STORY[1]) == 2


def test_a_scripture_in_another_script_stays_however_short() -> None:
    """Vowel signs are written where a text is quoted to the letter, not in an interface."""
    verse = "إِنَّ مَعَ الْعُسْرِ يُسْرًا"
    assert verse in article(page("").replace(f"<p>{STORY[3]}</p>", f"<p>{verse}</p><p>{STORY[3]}</p>")).text


def test_only_what_counts_readers_is_a_counter() -> None:
    """A number with a label may be a fact; views are not."""
    facts = "<p>Founded: 1887</p><p>Views: 68</p>"
    found = article(page("").replace(f"<p>{STORY[4]}</p>", f"{facts}<p>{STORY[4]}</p>"))
    assert ("Founded: 1887" in found.text, "Views: 68" in found.text) == (True, False)


def test_what_is_typed_into_a_form_is_not_the_article() -> None:
    """A text offered for copying is a second article."""
    found = article(page(f"<textarea>{' '.join(sentence[::-1] for sentence in STORY)}</textarea>"))
    assert STORY[0][::-1] not in found.text


def source(markup: str) -> Page:
    return Page(id="p", source="p.html", text=markup, kind=Kind.HTML)


def other(more: str) -> str:
    """A page with another story and this."""
    markup = page(more)
    for sentence in STORY:
        markup = markup.replace(sentence, sentence[::-1])
    return markup


def counted(pages: list[str]) -> Evidence:
    """What the pages know of each other."""
    counts = LineCounts()
    for markup in pages:
        counts.add(source(markup))
    return counts.finish()


ROOT = Path(__file__).parents[2]
BODIES: dict[str, list[str]] = json.loads((Path(__file__).parent / "data" / "html_bodies.json").read_text("utf-8"))
FLOOR = 0.97


@pytest.mark.parametrize("name", BODIES)
def test_the_article_of_a_fixture_page_is_found(name: str) -> None:
    """Weighed by letters, what is kept of a page and what a person would keep agree above the floor."""
    found = article((ROOT / "fixtures" / "pages" / f"{name}.html").read_text("utf-8"))
    kept, wanted = Counter(block.text for block in found.body), Counter(BODIES[name])
    agreed = sum(len(text) * count for text, count in (kept & wanted).items())
    total = sum(len(text) * count for text, count in (kept + wanted).items())
    assert 2 * agreed / total >= FLOOR
