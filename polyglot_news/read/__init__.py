"""Reads documents: lists them, cuts files of many into slices, unpacks and decodes each document.

:func:`records` gives every document of small inputs; a build uses :func:`listed`, :func:`cut` and :func:`documents`, so
that every worker reads its own slices. An input kind is one module with two functions and one line in the table of
:mod:`polyglot_news.read.bundle`.
"""

from polyglot_news.read.bundle import cut, documents
from polyglot_news.read.every import records
from polyglot_news.read.listing import STDIN, SUFFIXES, listed
from polyglot_news.read.page import LIMIT, load
from polyglot_news.read.reasons import STAGE, Reason, refused, reject

__all__ = [
    "LIMIT", "STAGE", "STDIN", "SUFFIXES", "Reason", "cut", "documents", "listed", "load", "records", "refused",
    "reject",
]  # fmt: skip
