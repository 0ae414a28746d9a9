"""Gives every segment of a page its language and says what to do with it."""

from __future__ import annotations

from polyglot_news.route.identify import identify
from polyglot_news.route.page import route
from polyglot_news.route.profiles import load

__all__ = ["identify", "load", "route"]
