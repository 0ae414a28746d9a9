"""Gives every segment of a page its language and says what to do with it."""

from __future__ import annotations

from polyglot_news.route.identify import identify, identify_all
from polyglot_news.route.page import route, route_all
from polyglot_news.route.profiles import languages, load

__all__ = ["identify", "identify_all", "languages", "load", "route", "route_all"]
