"""Reads documents: lists them (:func:`records`), then unpacks and decodes each one (:func:`load`).

An input kind is one module with one function and one line in the suffix table of :mod:`polyglot_news.read.listing`.
"""

from polyglot_news.read.listing import SUFFIXES, records
from polyglot_news.read.page import LIMIT, load
from polyglot_news.read.reasons import Reason

__all__ = ["LIMIT", "SUFFIXES", "Reason", "load", "records"]
