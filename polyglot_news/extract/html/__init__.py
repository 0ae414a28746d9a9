"""HTML pages: parsed once, read line by line, judged, and explained.

``markup`` finds the visible lines, ``answers`` what trafilatura keeps of them, ``features`` (with ``ancestry``,
``surroundings`` and ``outline``) and ``judge`` how probable each is, ``selection`` with ``boxes``, ``tables``,
``tails`` and ``foreign`` (with ``asking`` and ``written``) which are the article, ``verdicts`` what each is and why;
``declared``, ``published`` and ``metadata`` read what the page says of itself; ``article`` puts it together.
"""

from polyglot_news.extract.html.article import extract_html

__all__ = ["extract_html"]
