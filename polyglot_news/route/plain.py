"""Texts that read the same in every language: addresses, numbers, dates, names of services, signs."""

from __future__ import annotations

import re

LONGEST = 80
"""Characters from which on a text with a space in it is taken to say something."""

_SERVICES = frozenset(
    "facebook instagram twitter x youtube telegram whatsapp viber vk vkontakte tiktok linkedin pinterest reddit "
    "snapchat mastodon bluesky discord skype wechat weibo flipboard feedly tumblr vimeo twitch "
    "spotify soundcloud netflix google apple android ios iphone ipad microsoft amazon yandex rambler dzen "
    "rutube odnoklassniki livejournal rss pdf amp html mp3 mp4 wifi covid "
    "reuters bloomberg afp ap tass bbc cnn dpa efe ansa apa trend report interfax xinhua kyodo yonhap sputnik ria rbc "
    "anadolu itar upi pap ntb tt ritzau belta kazinform azertag armenpress interpressnews getty epa eurosport forbes "
    "brent nasdaq bitcoin euribor".split()
)
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://|www\.)\S+|[@#]\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,6}(?:/\S*)?", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_CLOCK_OR_YEAR = re.compile(r"\d{1,2}:\d{2}|\b(?:19|20)\d\d\b")
_AMOUNT = re.compile(r"\d[.,:/%]\d|[%°+№$€£¥₽₴₼₸±]")
_DAY_SIGNS = frozenset("年月日時时分秒년월일시분초")
_CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*\Z")


def has_no_language(text: str) -> bool:
    """True for a text that reads the same in every language."""
    text = text.strip()
    if len(text) > LONGEST:
        return " " not in text and bool(_ADDRESS.fullmatch(text))
    bare = _ADDRESS.sub(" ", text) if any(sign in text for sign in ".@#/") else text
    words = _WORD.findall(bare)
    if not words or len({letter for word in words for letter in word.casefold()}) == 1 < len("".join(words)):
        return True
    if all(_is_name(word) for word in words):
        return len(words) <= 2 or any(char.isdigit() for char in text)
    if ("©" in text or "(c)" in text.lower()) and len(words) <= 3:
        return all(word[0].isupper() or word == "c" for word in words)
    return _is_figure(text, words)


def _is_name(word: str) -> bool:
    """True for a service, a short acronym, a camel-cased brand or a single Latin letter."""
    if not word.isascii():
        return word in _DAY_SIGNS
    return word.lower() in _SERVICES or (word.isupper() and len(word) <= 5) or bool(_CAMEL.match(word))


def _is_figure(text: str, words: list[str]) -> bool:
    """True for a date with a month's name, a time, a price: numbers with a word or two between them."""
    numbers = _NUMBER.findall(text)
    if not numbers or len(text) > 40:
        return False
    if len(words) <= 3 and len(numbers) >= 2 and _CLOCK_OR_YEAR.search(text):
        return True
    return len(words) == 1 and bool(_AMOUNT.search(text))
