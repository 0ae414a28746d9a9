"""One table of language tags: BCP-47, and what Argos, langdetect and ISO 639-3 call the same language."""

from __future__ import annotations

import re
from functools import lru_cache

UND = "und"

ARGOS = {"zt": "zh-Hant", "pb": "pt-BR"}
"""Argos codes that are no BCP-47 tags."""

_ARGOS_OF = {"zh-Hant": "zt", "pt-BR": "pb", "no": "nb", "nn": "nb", "fil": "tl"}

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.I)

_OTHER_NAMES = {
    **ARGOS,
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "fil": "tl",
    "unknown": UND,
    "": UND,
}
"""Withdrawn codes and the names other tools use, all in lower case."""

_CHINESE = {"hant": "zh-Hant", "cht": "zh-Hant", "tw": "zh-Hant", "hk": "zh-Hant", "mo": "zh-Hant"} | dict.fromkeys(
    ("hans", "chs", "cn", "sg", "my"), "zh"
)
"""What says how Chinese is written; a script comes before the region and wins."""

_ISO_639_3 = dict(
    entry.split(":")
    for entry in (
        "afr:af sqi:sq ara:ar arb:ar hye:hy aze:az azj:az eus:eu bel:be ben:bn bos:bs bul:bg cat:ca zho:zh cmn:zh "
        "hrv:hr ces:cs dan:da nld:nl eng:en epo:eo est:et ekk:et fin:fi fra:fr glg:gl kat:ka deu:de ell:el guj:gu "
        "heb:he hin:hi hun:hu isl:is ind:id gle:ga ita:it jpn:ja kan:kn kaz:kk kir:ky kor:ko lav:lv lvs:lv lit:lt "
        "mkd:mk msa:ms zsm:ms mal:ml mar:mr mon:mn khk:mn nep:ne npi:ne nor:no nob:nb nno:nn pan:pa fas:fa pes:fa "
        "prs:fa pol:pl por:pt ron:ro rus:ru srp:sr slk:sk slv:sl som:so spa:es swa:sw swh:sw swe:sv tgl:tl tgk:tg "
        "tam:ta tel:te tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz uzn:uz vie:vi cym:cy"
    ).split()
)

_KNOWN = frozenset(_ISO_639_3.values()) | {"yi", "jv"}

_ONE_LANGUAGE = {"nb": "no", "nn": "no"}


def bcp47(code: str) -> str:
    """Returns the tag of a code in any of the conventions; an unknown code comes back in BCP-47's own letter case.

    >>> bcp47("zt"), bcp47("zh_TW"), bcp47("en_us"), bcp47("rus")
    ('zh-Hant', 'zh-Hant', 'en-US', 'ru')
    """
    first, *rest = code.strip().lower().replace("_", "-").split("-")
    language, *more = (_OTHER_NAMES.get(first) or _ISO_639_3.get(first, first)).split("-")
    if language == "zh" and (written := [_CHINESE[part] for part in rest if part in _CHINESE]):
        return written[0]
    if language == "pt" and "br" in rest:
        return ARGOS["pb"]
    return "-".join([language, *more, *map(_cased, rest)])


def is_tag(code: str) -> bool:
    """True for what has the form of a language tag and names a language."""
    return bool(_TAG.fullmatch(code.replace("_", "-"))) and primary(code) != UND


def is_known(code: str) -> bool:
    """True for a tag or code, in any of the conventions, of a language in the table."""
    return is_tag(code) and primary(code) in _KNOWN


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """Returns the language without script and region, the written forms of Norwegian as one."""
    first = bcp47(tag).split("-")[0]
    return _ONE_LANGUAGE.get(first, first)


def argos_code(tag: str) -> str:
    """Returns what Argos Translate calls the language of a tag.

    >>> argos_code("zh-TW"), argos_code("pt-BR"), argos_code("no"), argos_code("en-GB")
    ('zt', 'pb', 'nb', 'en')
    """
    known = bcp47(tag)
    return _ARGOS_OF.get(known) or _ARGOS_OF.get(known.split("-")[0]) or known.split("-")[0]


def same_language(a: str, b: str) -> bool:
    """True when two tags name one language, whatever region, script or convention they are written in."""
    return primary(a) == primary(b)


@lru_cache(maxsize=1024)
def covers(wanted: str, language: str) -> bool:
    """True when text in a language is text in the wanted one: ``zh`` is Chinese in any characters, ``zh-Hant`` is not.

    Regions and other scripts make no difference; after the matching of language ranges (RFC 4647).
    """
    return same_language(wanted, language) and (bcp47(wanted) != "zh-Hant" or bcp47(language) == "zh-Hant")


def _cased(part: str) -> str:
    return part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part
