"""Turns scraped pages in many languages into clean articles and a translation memory, offline."""

__version__ = "0.1.0"
