"""A page's own words about itself are read, and disagreements resolved by rule."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.extract.html.jsontext import json_values
from polyglot_news.extract.html.markup import parse, visible_lines
from polyglot_news.extract.html.metadata import Metadata, read_metadata
from polyglot_news.extract.html.nodes import first_text, plain
from polyglot_news.extract.html.published import iso


def read(markup: str, url: str | None = None) -> Metadata:
    tree = parse(markup)
    assert tree is not None
    return read_metadata(tree, visible_lines(tree), url=url)


def linked(json: str) -> str:
    return f'<html><head><script type="application/ld+json">{json}</script></head><body><p>x</p></body></html>'


def test_linked_data_gives_author_date_section_and_site() -> None:
    """JSON-LD of an article is believed, references between its nodes are followed."""
    found = read(
        linked(
            '{"@graph": [{"@type": "NewsArticle", "headline": "The bridge",'
            '"datePublished": "2024-05-06T07:08:09+02:00",'
            '"articleSection": ["City"], "author": {"@id": "#a"}, "publisher": {"name": "Gazette"}},'
            '{"@type": "Person", "@id": "#a", "name": "Ana Ruiz"}]}'
        )
    )
    assert found == Metadata(
        title="The bridge", author="Ana Ruiz", date="2024-05-06T07:08:09+02:00", section="City", site="Gazette"
    )


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>The bridge | Gazette</title>", "", "The bridge"),
        ("<title>The bridge | Gazette</title>", "<h1>Gazette</h1><h1>The old bridge</h1>", "The old bridge"),
        ('<meta property="og:title" content="The bridge">', "<h1>City: The bridge</h1>", "The bridge"),
        ('<meta property="og:title" content="A bridge for sale">', "<h1>The bridge</h1>", "The bridge"),
        (
            '<meta property="og:title" content="The bridge opens">',
            "<h1>Gazette</h1><h1>Menu</h1>",
            "The bridge opens",
        ),
        (
            "<title>Brand gelöscht | Rheinblick – Nachrichten aus der ganzen Pfalz und dem Saarland</title>",
            "<h1>Brand gelöscht</h1>",
            "Brand gelöscht",
        ),
        ("<title>大桥今日通车_新闻频道_城市网</title>", "", "大桥今日通车"),
        ("<title>大桥今日正式通车-城市新闻网</title>", "", "大桥今日正式通车"),
    ],
)  # fmt: skip
def test_the_title_is_put_to_the_vote(head: str, heading: str, title: str) -> None:
    """A heading that shares words with what is declared wins over one declaration; brands and kickers go."""
    assert read(f"<html><head>{head}</head><body>{heading}<p>x</p></body></html>").title == title


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        ('<meta name="author" content="Ana Ruiz, Bo Li and Cy Day-Lewis">', "Ana Ruiz; Bo Li; Cy Day-Lewis"),
        ('<meta name="author" content="admin"><p>By Ana Ruiz', "Ana Ruiz"),
        ('<meta name="author" content="Admin"><p>By Ana Ruiz', "Ana Ruiz"),
        ('<meta name="author" content="https://example.org/ana"><a rel=author>Ana Ruiz</a>', "Ana Ruiz"),
        (
            '<div class="sidebar"><p class="writer">Bo Li</p></div><b class="x-writer">Ana <i>Ruiz</i></b> said',
            "Ana Ruiz",
        ),
        ('<div class="writer"><b class="writer">Ana Ruiz</b></div><p class="writer">Bo Li</p>', "Ana Ruiz"),
        ('<div class="sidebar"><div><p class="writer">Bo Li</p></div></div>', None),
        ("<p>Von Jürgen Weiß und Ana Ruiz | 3. Mai", "Jürgen Weiß; Ana Ruiz"),
        ("<p>מאת: רונית לוי<p>12 במרץ 2022", "רונית לוי"),
        ("<p><b>김민수 기자</b> 입력 2023.05.09", "김민수"),
        ("<p><b>Par Julien Mercier</b> Publié le 22 avril 2023", "Julien Mercier"),
        ("<p>By the river it is cold.</p>", None),
    ],
)
def test_authors_are_names(markup: str, author: str | None) -> None:
    """Names are split and joined by semicolons; accounts, addresses and sentences are no names."""
    assert read(f"<html><body>{markup}</body></html>").author == author


def test_machine_dates_are_preferred_to_visible_ones() -> None:
    """The moment of publication comes from data, then from a time element."""
    time = '<time datetime="2024-05-07">7 May</time>'
    assert read(f'<meta property="article:published_time" content="2024-05-06">{time}').date == "2024-05-06"
    assert read(time).date == "2024-05-07"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-05-06T07:08Z", "2024-05-06T07:08:00+00:00"),
        ("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09+00:00"),
        ("2024/5/6 noon", "2024-05-06"),
        ("20240506", "2024-05-06"),
        ("2024-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_machines_become_iso(text: str, date: str | None) -> None:
    """ISO 8601, RFC 2822 and what is near them; nonsense is nothing."""
    assert iso(text) == date


@pytest.mark.parametrize(
    "json", ["{", "[" * 5_000, '{"@type": ["NewsArticle"], "author": [[["x"]]], "headline": 7}', "null"]
)
def test_broken_linked_data_is_passed_over(json: str) -> None:
    """A page with broken data has no author from it, and is read all the same."""
    assert read(linked(json)).author is None


ARTICLE = '{"@type": "NewsArticle", "author": "Ana Ruiz"}'


@pytest.mark.parametrize(
    "json",
    [
        ARTICLE.replace("}", ",}"),
        ARTICLE + ";",
        '{"@type": "WebSite", "name": "C"}' + ARTICLE,
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/* <![CDATA[ */ {ARTICLE} /* ]]> */",
        f"<!-- {ARTICLE} -->",
        ARTICLE.replace("}", '// not "Person"\n, "url": "http://c.example/"}'),
        ARTICLE.replace("}", r""", "description": "It\'s \"here\", /* she said */"}"""),
    ],
)
def test_linked_data_is_mended_where_that_is_safe(json: str) -> None:
    """Comments, marks around them, commas and semicolons too many, several values, escapes that JSON has not."""
    assert read(linked(json)).author == "Ana Ruiz"


@pytest.mark.parametrize(
    "said",
    [
        '"headline": "He said "no" today",',
        '"headline": ""No", he said, "maybe" later",',
        '"description": "The "small" one: "small"", "keywords": ["a "b" c", "d"],',
        '"headline": "\\"No\\", he said: "yes"", "wordCount": 7, ',
        '"headline": "Nothing but "quotes"",\n"articleBody": "First, "second", third.",',
    ],
)
def test_quotes_inside_of_strings_are_mended(said: str) -> None:
    """A quote ends a string only where JSON goes on behind it."""
    assert read(linked(ARTICLE.replace('"author"', f'{said} "author"'))).author == "Ana Ruiz"


def test_a_headline_with_quotes_is_read_with_them() -> None:
    """Nothing of it is lost."""
    assert list(json_values('{"headline": "He said "no" today", "n": 1}')) == [
        {"headline": 'He said "no" today', "n": 1}
    ]


PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12))
def test_mending_never_changes_valid_json(value: object) -> None:
    """Whatever it holds."""
    assert list(json_values(json.dumps(value, ensure_ascii=False))) == [value]


OTHER = '{"@type": "NewsArticle", "headline": "Snow", "author": "Bo Li", "datePublished": "2020-01-01"}'
OWN = '{"@type": "NewsArticle", "headline": "The bridge", "url": "https://c.example/x", "author": "Ana Ruiz"}'


@pytest.mark.parametrize("own", [OWN, OWN.replace("The bridge", "Seen"), OWN.replace("example/x", "example/y")])
def test_linked_data_of_other_articles_says_nothing_of_this_one(own: str) -> None:
    """The page's own article is known by its address or its title, wherever it stands among others."""
    page = linked(f"[{OTHER}, {own}]").replace("<p>x", "<h1>The bridge</h1>")
    found = read(page, url="https://www.c.example/x")
    assert (found.author, found.date) == ("Ana Ruiz", None)


@pytest.mark.parametrize("key", ["itemListElement", "mentions"])
def test_linked_data_of_listed_articles_says_nothing_of_the_page(key: str) -> None:
    """A list of articles, or one that is mentioned, is about other pages."""
    found = read(linked(f'{{"@type": "WebPage", "{key}": [{OTHER}]}}'))
    assert (found.author, found.date) == (None, None)


@pytest.mark.parametrize("part", ['"', '"\\', "/*", "//", ",", "<!--", "{", "] ", ':"', ', "', '",  "'])
def test_mending_takes_time_in_proportion_to_the_length(part: str) -> None:
    """However often a text breaks off, no part of it is read again and again."""
    assert list(json_values("{" + part * 100_000)) == []


def test_a_site_that_signs_for_itself_gives_way_to_a_person() -> None:
    """The paper is the author only of what nobody else has signed."""
    paper = '{"@type": "NewsArticle", "author": {"name": "Gazette"}, "publisher": {"name": "The Gazette"}}'
    assert read(linked(paper)).author == "Gazette"
    assert read(linked(paper).replace("<p>x", "<p>By Ana Ruiz</p><p>x")).author == "Ana Ruiz"


def test_the_date_by_the_title_is_the_one_that_counts() -> None:
    """Where a page declares no date, the one shown below its title comes before others; its own order is followed."""
    body = "<p>01/31/2024</p><h1>The bridge is open</h1><p>By Ana Ruiz</p><p>{}</p><p>Text</p><p>Seen 3 May 2022</p>"
    page = "<html lang=en-US><head><title>The bridge is open</title></head><body>{}</body></html>"
    assert read(page.format(body.format("Updated 02/05/2024"))).date == "2024-02-05"
    assert read(page.format(body.format("5. Februar 2024, 10:30"))).date == "2024-02-05T10:30"


def test_a_page_that_shows_only_the_day_of_its_last_change_is_of_that_day() -> None:
    """The first time element counts where it is of the declared change and the first day is not shown."""
    meta = '<meta property="article:{}_time" content="{}">'
    head = meta.format("published", "2012-09-12") + meta.format("modified", "2021-09-08T18:02:10")
    changed = '<time datetime="2021-09-08T18:02:10+00:00">September 8, 2021</time>'
    page = "<html><head>{}</head><body><p>{}</p></body></html>"
    assert read(page.format(head, changed)).date == "2021-09-08T18:02:10+00:00"
    assert read(page.format(head, f"12 September 2012, changed {changed}")).date == "2012-09-12"
    assert read(page.format(head, changed.replace("2021", "2022"))).date == "2012-09-12"


def test_the_date_of_a_film_is_not_that_of_the_article() -> None:
    """What was uploaded earlier is asked last."""
    film = '{"@type": "VideoObject", "uploadDate": "2015-01-16"}'
    page = linked(film).replace("<head>", '<head><meta property="article:published_time" content="2017-12-01">')
    assert read(page).date == "2017-12-01"
    assert read(linked(film)).date == "2015-01-16"


def test_declared_text_is_plain() -> None:
    """Entities, markup and soft hyphens are undone, nested values reduced to their first name."""
    assert plain(" a &amp;\n<b>b</b>\u00ad ") == "a & b"
    assert first_text([{"name": ["x", "y"]}]) == "x"
    assert first_text({"name": {"name": {"name": {"name": {"name": "deep"}}}}}) is None


def test_site_comes_from_the_address_when_nothing_is_declared() -> None:
    """The host of the page's address, without www."""
    assert read("<p>x", url="https://www.example.org/a").site == "example.org"
    assert read("<p>x", url="http://[broken").site is None


def test_a_page_without_an_address_takes_the_one_it_gives_itself() -> None:
    """The canonical link, else ``og:url``; the address that the input gave comes first."""
    link = '<link rel=canonical href="https://www.harbour.example/news/1">'
    page = (
        f'<html><head>{link}<meta property="og:url" content="http://x.example/"></head><body><p>Text</p></body></html>'
    )
    assert read(page).url == "https://www.harbour.example/news/1"
    assert read(page, url="http://given.example/").url == "http://given.example/"
    assert read(page.replace("https://www.harbour.example", "")).url == "http://x.example/"
    assert read("<html><body><p>Text</p></body></html>").url is None


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "NewsArticle", "author": {"@id": ["x"]}}',
        '{"@type": "NewsArticle", "author": {"@id": {"a": 1}}, "datePublished": "Mon, 01 Jan 99999999999999999 00:00"}',
        '{"@type": "NewsArticle", "datePublished": "1970-01-01T00:00:00Z"}',
        '{"@type": "NewsArticle", "datePublished": "9999-12-31"}',
    ],
)
def test_wrong_types_and_impossible_dates_say_nothing(json: str) -> None:
    """Neither an error nor a date that a clock never set gives."""
    assert read(linked(json)).date is None


def test_no_field_holds_what_no_file_can() -> None:
    """Halves of surrogate pairs and control characters are left out."""
    found = read(linked('{"@type": "NewsArticle", "headline": "Bridges \\ud800of the \\u0000river"}'))
    assert found.title == "Bridges of the river"
