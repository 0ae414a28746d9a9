"""One table of language tags: BCP-47, and what Argos, langdetect and ISO 639-3 call the same language."""

from __future__ import annotations

from functools import lru_cache

UND = "und"

ARGOS = {"zt": "zh-Hant", "pb": "pt-BR"}
"""Argos codes that are no BCP-47 tags."""

_ARGOS_OF = {"zh-Hant": "zt", "pt-BR": "pb", "no": "nb", "nn": "nb", "fil": "tl"}

_ALIASES = {
    **ARGOS,
    "zh-cn": "zh",
    "zh-sg": "zh",
    "zh-hans": "zh",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
    "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant",
    "zh-hans-cn": "zh",
    "pt-br": "pt-BR",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "fil": "tl",
    "unknown": UND,
    "": UND,
}
"""Withdrawn codes, regions that stand for a script, and the names other tools use, all in lower case."""

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

_ONE_LANGUAGE = {"nb": "no", "nn": "no"}


def bcp47(code: str) -> str:
    """Returns the tag of a code in any of the conventions; an unknown code comes back in BCP-47's own letter case.

    >>> bcp47("zt"), bcp47("zh_TW"), bcp47("en_us"), bcp47("rus")
    ('zh-Hant', 'zh-Hant', 'en-US', 'ru')
    """
    lower = code.strip().lower().replace("_", "-")
    known = _ALIASES.get(lower) or _ISO_639_3.get(lower)
    return known or "-".join(_cased(part, i) for i, part in enumerate(lower.split("-")))


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


def _cased(part: str, index: int) -> str:
    if index == 0:
        return part
    return part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part
