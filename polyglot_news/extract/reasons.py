"""The closed vocabulary of reasons: why a block has its role, and why a page has no article."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class _Explained(StrEnum):
    """A word of the vocabulary with ``meaning``, its one line of documentation."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Reason(_Explained):
    """Why a block has its role."""

    # The article and what it says of itself.
    TITLE = "title", "The headline of the article."
    BODY = "body", "Running text of the article."
    HEADING = "heading", "A short line inside the article that names the part below it."
    LIST_ITEM = "list_item", "One item of a list inside the article."
    QUOTE = "quote", "A quotation set apart inside the article."
    CAPTION = "caption", "Describes a picture or a video of the article."
    TABLE = "table", "A row of a table inside the article."
    BYLINE = "byline", "Names who wrote the article."
    DATE = "date", "Says when the article was published or changed."
    SECTION = "section", "Names the section the article is filed under."

    # Page interface, told by what it says.
    NAVIGATION = "navigation", "A menu entry, a breadcrumb, or a link to another part of the site."
    SHARE = "share", "Invites to share, print or copy the page, or to follow the site on a network."
    COOKIE_NOTICE = "cookie_notice", "Speaks of cookies, consent or privacy."
    COPYRIGHT = "copyright", "Claims rights, or says how the text may be used."
    RELATED = "related", "Points to other articles."
    NEWSLETTER = "newsletter", "Asks to subscribe, to register or to give."
    ADVERTISEMENT = "advertisement", "Is an advertisement, or announces one."
    COMMENTS = "comments", "Belongs to the readers' comments or to their form."
    ACCOUNT = "account", "Asks to log in, or belongs to a form or to a paywall."
    COUNTER = "counter", "Counts views, comments, pages or minutes."
    CREDIT = "credit", "Names the source of a picture."
    AUTHOR_BOX = "author_box", "Introduces the author beside the article."
    CONTACT = "contact", "Gives an address, a telephone number or the publisher's details."
    BROWSER_NOTICE = "browser_notice", "Speaks to the browser: scripts, players, loading, errors."
    SITE_NAME = "site_name", "Names the site."
    OTHER_DATE = "other_date", "A date or time that is not the article's."
    SYMBOLS = "symbols", "Holds no letters: digits, punctuation, an address of a file."
    LABEL = "label", "A short label of the interface of no narrower kind."

    # Page interface, told by where it stands or how it repeats.
    RECURS_ACROSS_PAGES = "recurs_across_pages", "Stands on several pages of the input."
    DUPLICATE_LINE = "duplicate_line", "Repeats a line of the same page."
    FOREIGN_INTERFACE = "foreign_interface", "Is in a language that is neither the article's nor quoted by it."
    SHORT_OUTSIDE_ARTICLE = "short_outside_article", "A short line before or after the article."
    TEXT_OUTSIDE_ARTICLE = "text_outside_article", "Running text before or after the article: a teaser, another text."
    INTERRUPTS_ARTICLE = "interrupts_article", "Stands inside the article and does not read like a part of it."


class RejectReason(_Explained):
    """Why a page has no article."""

    EMPTY = "empty", "The page has no visible text."
    ONLY_RESIDUE = "only_residue", "The page has interface text and no article."
    TOO_DEEP = "too_deep", "The markup is nested deeper than any real page."
    TOO_LARGE = "too_large", "The page is larger than the limit."
