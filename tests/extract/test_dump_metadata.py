"""Which line of a dump gives its date, author and section, where the model leaves a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from polyglot_news.extract.clues import gather
from polyglot_news.extract.dump_metadata import Metadata, find_metadata, value_of
from polyglot_news.extract.linemodel import LineScores
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.reading import Reading
from polyglot_news.extract.reasons import Reason

PARAGRAPH = (
    "The old bridge is closed until the end of May, the town said, because its pillars have to be repaired first."
)
Told = Mapping[str, float]


def found(
    texts: Sequence[str],
    *,
    date: Told | None = None,
    byline: Told | None = None,
    language: str = "en",
    title: str | Told = "",
) -> Metadata:
    """What is found on a page of these lines if the model gives some of them these log-odds, and all others few.

    The lines that are paragraphs are the body; the title is the line ``title``, or the first, or as likely.
    """
    clues = gather(split_lines(["\n".join(texts)]), None)
    size = len(texts)

    def scores(told: Told) -> np.ndarray:
        return np.array([told.get(text, -9.0) for text in texts], np.float32)

    body = np.array([text.endswith(".") for text in texts])
    titles = scores({title or texts[0]: 5.0} if isinstance(title, str) else title)
    reading = Reading(
        lines=clues.lines.page(0),
        firsts=clues.firsts,
        announcing=clues.hints[:, -1],
        dates=clues.dates,
        dated=clues.dated,
        claimed=clues.claimed,
        scores=LineScores(
            body=titles, title=titles, date=scores(date or {}), byline=scores(byline or {}), article=titles
        ),
        likely=[0.5] * size,
        body=body,
        joints=np.zeros(size, dtype=np.bool_),
        reasons=[Reason.TEXT_OUTSIDE_ARTICLE] * size,
        language=language,
        bare=False,
        unread=clues.lines.tail(size),
    )
    return find_metadata(reading, host="")


def test_the_date_by_the_title_is_taken_before_one_that_is_as_likely() -> None:
    """Not today's in the head of the page, nor one behind the article, of a comment or of another one."""
    today, above, by, comment = "Sunday, 8 May 2022", "7 May 2022", "2 May 2022", "9 May 2022 at 4 pm"
    texts = [today, above, *["Menu"] * 6, "A bridge closes", by, *[PARAGRAPH] * 6, comment]
    likely = {today: 1.0, above: 0.5, by: 0.4, comment: 1.0}
    assert value_of(found(texts, date=likely, title="A bridge closes").date) == "2022-05-02"
    assert value_of(found(texts, date=likely | {above: 2.0}, title="A bridge closes").date) == "2022-05-07"


def test_a_date_is_read_as_its_page_and_its_language_say() -> None:
    """The same day in words tells the month, a Persian page the calendar, a Croatian one the name."""
    slashed = "06/01/2026 - 13:55"
    assert value_of(found(["A bridge closes", slashed], date={slashed: 1.0}).date) == "2026-06-01T13:55"
    texts = ["A bridge closes", slashed, "The bridge on 6 January 2026"]
    assert value_of(found(texts, date={slashed: 1.0}).date) == "2026-01-06T13:55"
    assert value_of(found(["پل بسته شد", "1401/09/15"], language="fa").date) == "2022-12-06"
    croatian = ["Most je zatvoren", "5. listopada 2022."]
    assert value_of(found(croatian, date={croatian[1]: 1.0}, language="hr").date) == "2022-10-05"


TITLE = "A bridge closes"


def author_of(texts: Sequence[str], told: Told, language: str = "en") -> str | None:
    """Who wrote the page, if the model gives some lines these log-odds of being its byline."""
    return value_of(found(texts, byline=told, language=language, title=TITLE).author)


def test_a_byline_by_the_title_is_taken_before_others() -> None:
    """Not the one of another article, nor whose the picture is."""
    other, credit, own = "By Tom Baker", "Photo: Max Quay", "Ada Harbour"
    texts = [*["Menu"] * 9, TITLE, credit, own, *[PARAGRAPH] * 9, other]
    assert author_of(texts, {other: 0.0, credit: 0.5, own: -0.2}) == "Ada Harbour"


def test_what_the_article_says_by_the_title_is_no_byline() -> None:
    """Neither a line of its body that could be a name, nor one in a script without capitals that no word calls it."""
    assert author_of([TITLE, "Bread Knife, 20 cm.", PARAGRAPH], {"Bread Knife, 20 cm.": -0.8}) is None
    labelled, bare = "كتبت: هالة الصايغ", "رفوف المكتبة بعد الترميم"
    assert author_of([TITLE, labelled, bare, PARAGRAPH], {labelled: -1.0, bare: -0.2}, "ar") == "هالة الصايغ"


def test_names_in_lines_of_their_own_are_put_together() -> None:
    """Those that a word joins, and those that follow at once where the byline is nothing but a name."""
    texts = [TITLE, "Ada Harbour", "and", "Tom Baker", "Max Quay", PARAGRAPH]
    assert author_of(texts, {"Ada Harbour": 1.0}) == "Ada Harbour; Tom Baker"
    assert author_of(texts, {"Ada Harbour": 1.0, "Max Quay": 0.8}) == "Ada Harbour; Tom Baker; Max Quay"
    texts = [TITLE, "By Ada Harbour", "Harbour Office", PARAGRAPH]
    assert author_of(texts, {"By Ada Harbour": 1.0, "Harbour Office": 0.8}) == "Ada Harbour"


def test_a_line_that_signs_by_itself_needs_no_model() -> None:
    """An agency below the title, reporters by their office, an author with a colon below the article."""
    assert author_of([TITLE, "dpa", PARAGRAPH], {}) == "dpa"
    assert author_of([TITLE, "김민수 기자", "이수진 기자", PARAGRAPH], {}, "ko") == "김민수; 이수진"
    assert author_of([TITLE, *[PARAGRAPH] * 12, "Автор: Иван Петров"], {}, "ru") == "Иван Петров"
    assert author_of([TITLE, *[PARAGRAPH] * 12, *["Menu"] * 9, "Автор: Иван Петров"], {}, "ru") is None


def title_of(texts: Sequence[str], told: Told) -> str | None:
    """What the page is headed, if the model gives some lines these log-odds of being its title."""
    return value_of(found(texts, title=told).title)


def test_the_headline_stands_above_the_text_and_often_twice() -> None:
    """A line further down has to be much likelier, one that the page begins with or has twice a little less."""
    headline, teaser = "A bridge closes until May", "A ferry sinks in the port"
    assert title_of([headline, PARAGRAPH, teaser], {headline: 1.0, teaser: 2.5}) == headline
    assert title_of([headline, PARAGRAPH, teaser], {headline: 1.0, teaser: 3.5}) == teaser
    assert title_of(["Menu", headline, headline, teaser, PARAGRAPH], {headline: 1.0, teaser: 1.3}) == headline
    page = [f"{headline} | Harbour Daily", teaser, headline, PARAGRAPH]
    assert title_of(page, {headline: 1.0, teaser: 1.5}) == headline
    assert title_of(["Harbour", "Harbour", teaser, PARAGRAPH], {"Harbour": 1.0, teaser: 1.3}) == teaser


def test_a_path_is_no_headline_and_a_headline_keeps_its_dash() -> None:
    """The line that a path ends with comes below it; what the page has as a whole is not cut."""
    headline = "A bridge closes - until May"
    assert title_of([f"Home > News > {headline}", headline, PARAGRAPH], {f"Home > News > {headline}": 1.0}) == headline
    assert title_of([headline, "until May", headline, PARAGRAPH], {headline: 1.0}) == headline
    assert title_of([f"{headline} - Harbour Daily", "until May", headline, PARAGRAPH], {headline: 1.0}) == headline


def test_the_section_stands_close_above_the_title() -> None:
    """A date and signs may come between, a headline and its author are of something else."""
    close = ["Culture", "Menu", PARAGRAPH, "Culture", "3 May 2022", "A+", "A-", TITLE, PARAGRAPH]
    assert value_of(found(close, title=TITLE).section) == "Culture"
    far = [
        "Culture",
        "Menu",
        PARAGRAPH,
        "Culture",
        "A ferry sinks in the old port",
        "by our staff here",
        TITLE,
        PARAGRAPH,
    ]
    assert found(far, title=TITLE).section is None
