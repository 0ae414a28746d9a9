"""Texts that are written in no language: addresses, numbers, dates, brands, signs."""

from __future__ import annotations

import re

_BRANDS = frozenset(
    "facebook instagram twitter x youtube telegram whatsapp viber vk tiktok linkedin pinterest reddit google apple "
    "reuters bloomberg afp ap tass bbc cnn dpa efe ansa apa trend report pdf rss amp iphone ios android".split()
)
_ADDRESS = re.compile(r"^(?:https?://\S+|www\.\S+|@\w+|#\w+|[\w.+-]+@[\w-]+\.[\w.]+)$", re.I)


def has_no_language(text: str) -> bool:
    """True for a text that reads the same in every language."""
    words = re.findall(r"[^\W\d_]+", text)
    if not words or _ADDRESS.match(text.strip()):
        return True
    if "©" in text and len(words) <= 4:
        return True
    if len(words) == 1 and (re.search(r"\d", text) and len(text) < 30):
        return True
    return all(word.lower() in _BRANDS or (word.isupper() and word.isascii() and len(word) <= 5) for word in words)
