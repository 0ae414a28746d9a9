"""Hours of the day, and the half of the day that a text says they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglot_news.languages import primary

_BEFORE_NOON = (
    "утра|ранку|rano|morgens|vormittags|du\\smatin|de\\sla\\smañana|del\\smattino|di\\smattina|da\\smanhã"
    "|d[ea]\\s(?:la\\s)?madrugada|in\\sthe\\smorning"
)
_AFTER_NOON = (
    "p\\.?\\s?m\\b|после\\sполудня|вечера|вечора|po\\społudniu|wieczorem|nachmittags|abends|du\\ssoir|de\\sl['’]après-midi"
    "|de\\sla\\starde|del\\spomeriggio|di\\ssera|da\\starde|in\\sthe\\s(?:afternoon|evening)"
)
_BY_DAY = "дня"
_BY_NIGHT = "ночи|ночі|w\\snocy|nachts|du\\snuit|de\\sla\\snoche|di\\snotte|da\\snoite|at\\snight"
_MARKED = re.compile(
    rf"""
    (?:(?<![\d:.,])(\d{{1,2}})(?:[:.]\d\d)?|\bчасу?(?=\s[дн]))
    (?:\s?(?:час\w{{0,2}}|ч\.?|годин\w?|uhr|heures?|h|horas|ore)(?=\s|\d))?(?:\s?\d\d(?:\s?(?:мин|хв)\w{{0,4}}\.?)?)?
    \s?(?:(?P<am>a\.?\s?m\b|{_BEFORE_NOON})|(?P<pm>{_AFTER_NOON})|(?P<day>{_BY_DAY})|(?P<night>{_BY_NIGHT}))
    | (?:(?P<am_before>午前|上午|早上|凌晨|清晨|오전|새벽)|(?P<pm_before>午後|下午|晚上|傍晚|오후|저녁))\s?(\d{{1,2}})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = {
    **dict.fromkeys("noon midday полдень полудня полудню полудни mittags midi mediodía mezzogiorno".split(), 12),
    **dict.fromkeys("midnight полночь полночи полуночи північ опівночі mitternacht mitternachts minuit".split(), 0),
    **dict.fromkeys("medianoche mezzanotte północ północy".split(), 0),
}
_COUNTED = re.compile(r"\d|\bчасу?\s")
_PLAIN = re.compile(r"(?<![\d:.,])(\d{1,2}):\d\d(?![\d:])")
_DAYTIME = re.compile(
    r"вечер|вечір|ноч|днём|днем|полуд|abend|nacht|mittag|soir|nuit|midi|tarde|noche|sera\b|nott|pomer|noite|wiecz|noc|połud"
    r"|[午晚夜]|오후|저녁|밤",
    re.I,
)
_GERMAN_AM = re.compile(r"\bam\b")
_NOON, _DAY, _EARLY = 12, 24, 6


def hours_said(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yields hours as they are written and as they are on a clock of 24 hours: (5, 17) for ``5 p.m.``.

    Only those of which a text says the half of the day; noon and midnight are (12, 12) and (0, 0).
    """
    for name in _NAMED.keys() & set(_WORD.findall(text.lower())):
        yield _NAMED[name], _NAMED[name]
    if not _COUNTED.search(text):
        return
    if primary(language) == "de":
        text = _GERMAN_AM.sub("/", text)
    for found in _MARKED.finditer(text):
        kind = next(name for name, there in found.groupdict().items() if there)
        if (hour := int(found[1] or found[found.re.groups] or 1)) <= _NOON:
            yield hour, _on_clock(hour, kind)


def _on_clock(hour: int, kind: str) -> int:
    small = hour <= _EARLY or hour == _NOON
    afternoon = kind.startswith("pm") or (kind == "day" and small) or (kind == "night" and not small)
    return hour % _NOON + (_NOON if afternoon else 0)


def halves_changed(source: tuple[str, str], target: tuple[str, str]) -> int:
    """Counts the hours that stand in the other half of the day in the other (text, language).

    ``10:00`` without a word is in the morning, but not in English, where the half may be told elsewhere.
    """
    if not (ours := _halves(*source)):
        return 0
    theirs = _halves(*target)
    return sum((hour + _NOON) % _DAY in theirs - ours for hour in ours - theirs)


def _halves(text: str, language: str) -> set[int]:
    said = {hour for _, hour in hours_said(text, language)}
    plain = {hour for found in _PLAIN.finditer(text) if 0 < (hour := int(found[1])) < _DAY}
    if not plain or primary(language) == "en" or _DAYTIME.search(text):
        return said
    return said | plain
