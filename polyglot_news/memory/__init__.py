"""The translation memory: every distinct source text with its translation, reused by later runs."""

from polyglot_news.memory.key import normalise, normalised
from polyglot_news.memory.store import Memory

__all__ = ["Memory", "normalise", "normalised"]
