"""Names that stay in Latin letters in any language."""

from __future__ import annotations

import re

_MAKERS = (
    "acer adobe airbus alibaba amazon amd android apple asus autodesk baidu bentley blackberry bloomberg bmw "
    "boeing bosch canon cisco citroen dell ebay epson ericsson facebook ferrari fiat ford fujitsu github google "
    "hewlett-packard honda honor huawei hyundai ibm ikea instagram intel jaguar jbl kia kodak kyocera lenovo "
    "lexus lg linkedin logitech mastercard mazda mercedes-benz microsoft mitsubishi motorola mozilla netflix "
    "nikon nintendo nissan nokia nvidia openai oppo oracle panasonic paypal pfizer philips pinterest porsche "
    "qualcomm realme reddit renault reuters samsung sanofi siemens skoda skype snapchat sony spacex spotify "
    "starbucks subaru telegram tesla tiktok toshiba toyota tumblr twitch twitter uber viber vimeo vivo volkswagen "
    "volvo wechat whatsapp wikimedia wikipedia xerox xiaomi yahoo yandex youtube"
)
_PRODUCTS = (
    "acrobat alexa audacity azure bing bitcoin blender bluetooth bluray chatgpt chrome chromium corolla cortana "
    "debian discord dropbox ethereum fedora firefox gimp gmail gnome gpt inkscape ios ipad iphone itunes java "
    "javascript kde kindle kubernetes libreoffice linux mac macbook macos mastercard minecraft mysql onedrive "
    "onenote openoffice photoshop playstation postgresql powerpoint python redmi sharepoint siri thunderbird "
    "ubuntu unix vista wordpress xbox xp"
)
_KNOWN = frozenset(f"{_MAKERS} {_PRODUCTS}".split())
_WORDS_TOO = frozenset("edge excel falcon galaxy gemini golf office outlook safari surface teams windows word".split())
"""They are names beside a figure, or another name: Word 2016, Microsoft Word."""
_OF_VERSIONS = frozenset("air lite max mini note plus pro ultra".split())
_WORD = re.compile(r"[^\s/+&,()]+")
_FIGURE = re.compile(r"v?\d[\d.,]*[A-Za-z]?|[IVX]{1,4}")
_CODE = re.compile(r"(?=[A-Z0-9-]*[A-Z]+[A-Z0-9-]*\d|\d[A-Z0-9-]*[A-Z]|\w*[a-z][A-Z])[A-Za-z0-9-]{2,}")


def is_name(text: str) -> bool:
    """Says whether a text is a known name in Latin letters with nothing but its number and version: Windows 10.

    Capitals alone do not tell one: of 22,900 translations of interface strings in two to four capitalised words into
    ten languages of other scripts 95 % are not their source (Open File), with a figure 84 % (Page 10).
    """
    words = [word for word in _WORD.findall(text) if not _CODE.fullmatch(word) or word.casefold() in _KNOWN]
    capitals = {word.casefold() for word in words if not word.islower()}
    figures = {word.casefold() for word in words if _FIGURE.fullmatch(word)}
    named = capitals & _KNOWN
    told = named or (capitals & _WORDS_TOO and figures)
    parts = figures | _OF_VERSIONS | (capitals & (_KNOWN | _WORDS_TOO))
    return bool(told) and all(word.casefold() in parts for word in words)
