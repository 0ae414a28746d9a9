"""The translation memory: every distinct source text with its translation, reused by later runs."""

from polyglot_news.memory.store import Memory
from polyglot_news.memory.texts import Texts, Wanted

__all__ = ["Memory", "Texts", "Wanted"]
