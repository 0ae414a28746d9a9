"""Texts that read the same in every language: addresses, numbers, dates, names of services, signs."""

from __future__ import annotations

import re
from collections.abc import Callable

from polyglot_news.calendar import months, weekdays

LABEL = 80
"""Characters from which on a text with a space in it is taken to say something."""
FEW = 5
"""Different characters that the beginning of a text of one letter has at most: its two cases, a space, signs."""
ACRONYM = 5
"""Letters that an acronym has at most."""
PRONOUNCED = 4
"""Letters from which on capitals may be a word by themselves (``MENU``) rather than an acronym (``GDP``)."""

_SERVICES = (
    "facebook instagram twitter x youtube telegram whatsapp viber vk vkontakte tiktok linkedin pinterest reddit "
    "snapchat mastodon bluesky discord skype wechat weibo flipboard feedly tumblr vimeo twitch threads "
    "spotify soundcloud netflix google yandex rambler dzen rutube odnoklassniki livejournal "
    "shutterstock alamy unsplash getty"
)
_PRODUCTS = "apple android ios iphone ipad microsoft amazon playstation xbox nintendo samsung huawei xiaomi"
_BADGES = "rss pdf amp html http https json jpeg mpeg mp3 mp4 wifi live covid"
_AGENCIES = (
    "reuters bloomberg afp ap tass bbc cnn dpa efe ansa apa trend report interfax xinhua kyodo yonhap sputnik ria rbc "
    "anadolu itar upi pap ntb tt ritzau belta kazinform azertag armenpress interpressnews epa eurosport forbes"
)
_BODIES = "nato nasa uefa fifa opec brics isis unesco unicef asean"
_MARKETS = "brent wti nasdaq dax ftse moex nikkei bitcoin euribor"
_CURRENCIES = "usd eur gbp chf rub uah azn kzt byn pln czk cny jpy inr"
_NAMES = frozenset(" ".join((_SERVICES, _PRODUCTS, _BADGES, _AGENCIES, _BODIES, _MARKETS, _CURRENCIES)).split())
"""What is called the same in every language that writes Latin letters."""
_BRANDS = frozenset(" ".join((_SERVICES, _PRODUCTS, _BODIES, _CURRENCIES)).split())
"""Those of them that stay names however many stand in a row; badges and agencies are words, too (``live report``)."""
_BODIES_IN_CYRILLIC = frozenset("НАТО США ООН АЭС ЮНЕСКО ОПЕК УЕФА ФИФА БРИКС".split())
"""Acronyms with a vowel, which capitals of words have as well; those without one need no list."""
_VOWELS = re.compile("[аеёиоуыэюяіїєўәөүұ]")
_CYRILLIC = re.compile("[Ѐ-ӿ]{2,}")
_CLUB = re.compile(
    r"(?:1\. )?(?:FC|AFC|CF|FK|VfB|VfL|TSG) [A-Z]\w+(?: [A-Z]\w+)?(?: \d\d)?|[A-Z]\w+(?: [A-Z]\w+)? (?:FC|AFC|CF|FK)"
)
_NAMES_OF_WORDS = re.compile(
    r"\b(?:getty images|google (?:play|news|maps|chrome)|(?:app|play) store|apple (?:music|podcasts))\b", re.I
)
"""Services that are named by words of a language."""
_UNITS = frozenset(
    "km m cm mm kg g mg l ml kb mb gb tb kw mw hz khz mhz ghz px am pm gmt utc "
    "км м см мм кг г гб мб руб грн тг zł kč kr ft tl лв сом".split()
)
_BESIDE_DATES = frozenset(
    "a d h m p of the at on de del di do dos da um à le il el uhr kl klo st nd rd th er "
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند "
    "г в р о год года году рік року ж жыл жылы оны сарын өдөр գ թ ին cı ci cu cü il ili წ წელი น "
    "เวลา lúc ngày tháng năm 年 月 日 時 时 分 秒 년 월 일 시 분 초 오전 오후 上午 下午 午前 午後 星期 週 周".split()
)
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://|www\.)\S+|[@#]\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,6}(?:/\S*)?", re.I
)
_LINK = re.compile(r"https?://|www\.", re.I)
_SPACE = re.compile(r"\s")
_ADDRESS_SIGN = re.compile("[.@#/]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_WHOLE_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f.'’-])*")
"""With vowel signs, stops, apostrophes and hyphens, as the names of months are written."""
_JOINTS = ".'’-"
_CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*\Z")
_RIGHTS = frozenset({"rights", "reserved"})


def has_no_language(text: str, *, is_word: Callable[[str], bool]) -> bool:
    """True for a text that reads the same in every language; a long one without a space is an address or code.

    ``is_word`` says whether letters spell a word of some language: it tells ``MENU`` from ``GDP``.
    """
    text = text.strip()
    if len(text) > LABEL:
        if len(set(text[: 2 * FEW])) <= FEW and _is_one_letter(_WORD.findall(text)):
            return True
        return (text.isascii() or bool(_LINK.match(text))) and not _SPACE.search(text)
    if _CLUB.fullmatch(text):
        return True
    bare = _NAMES_OF_WORDS.sub(" ", _ADDRESS.sub(" ", text) if _ADDRESS_SIGN.search(text) else text)
    words = _WORD.findall(bare)
    if not words or _is_one_letter(words):
        return True
    has_figure = bool(_DIGIT.search(text))
    if all(map(_is_name, words)) and not _is_phrase(words, is_word):
        return len(words) <= 2 or has_figure or _BRANDS.issuperset(map(str.lower, words))
    if ("©" in text or "(c)" in text.lower()) and len(words) <= 3:
        return all(word[0].isupper() or word == "c" for word in words) and _RIGHTS.isdisjoint(text.lower().split())
    return has_figure and all(map(_is_figure, _WHOLE_WORD.findall(bare)))


def _is_one_letter(words: list[str]) -> bool:
    """True for ``A A A`` or a scream: one letter over and over, however many."""
    return len(letters := "".join(words).casefold()) > 1 and letters == letters[0] * len(letters)


def _is_name(word: str) -> bool:
    """True for a known name, a short acronym, a camel-cased brand, a single Latin letter; acronyms in Cyrillic, too."""
    if word.isascii():
        return word.lower() in _NAMES or (word.isupper() and len(word) <= ACRONYM) or bool(_CAMEL.match(word))
    return word.isupper() and (word in _BODIES_IN_CYRILLIC or _is_unpronounceable(word))


def _is_unpronounceable(word: str) -> bool:
    return len(word) <= ACRONYM and bool(_CYRILLIC.fullmatch(word)) and not _VOWELS.search(word.lower())


def _is_phrase(words: list[str], is_word: Callable[[str], bool]) -> bool:
    """True when capitals say something: ``MENU``, ``READ MORE``, ``BUY NOW``."""
    capitals = [
        word for word in words if word.isascii() and word.isupper() and len(word) > 1 and word.lower() not in _NAMES
    ]
    if len(capitals) == 1:
        return len(capitals[0]) >= PRONOUNCED and is_word(capitals[0])
    return bool(capitals) and all(map(is_word, capitals)) and any(len(word) >= 3 for word in capitals)


def _is_figure(word: str) -> bool:
    """True for what stands beside a number without making it a sentence: a month, a weekday, a unit, a name."""
    folded = word.casefold().strip(_JOINTS)
    parts = re.split(f"[{_JOINTS}]+", folded)
    return _is_name(word) or _reads_alike(folded) or _reads_alike("".join(parts)) or all(map(_reads_alike, parts))


def _reads_alike(word: str) -> bool:
    return word in _UNITS or word in _BESIDE_DATES or word in months() or word in weekdays()
