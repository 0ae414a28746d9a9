"""TMX 1.4b, which translation tools exchange (LISA, 2005), written as a stream."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from polyglot_news import __version__
from polyglot_news.files import atomic
from polyglot_news.write.units import Unit, without_controls

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PROPERTIES = (
    "page_id",
    "source_url",
    "block",
    "index",
    "role",
    "engine",
    "model",
    "model_version",
    "origin",
    "mt_score",
    "confidence",
    "dup_count",
)


def write_tmx(units: Iterator[Unit], out: Path, languages: Sequence[tuple[str, str]]) -> None:
    """Writes one ``tu`` a pair, its origin and model as ``prop`` elements, characters that XML lacks removed."""
    from lxml import etree

    sources = {source for source, _ in languages}
    with atomic(out) as partial, etree.xmlfile(str(partial), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            file.write(_header(sources.pop() if len(sources) == 1 else "*all*"), "\n")
            with file.element("body"):
                for unit in units:
                    file.write("\n", _unit(unit))


def _header(source: str) -> _Element:
    from lxml import etree

    return etree.Element(
        "header",
        {
            "creationtool": "polyglot-news",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "polyglot-news",
            "adminlang": "en",
            "srclang": source,
            "datatype": "plaintext",
        },
    )


def _unit(unit: Unit) -> _Element:
    from lxml import etree

    element = etree.Element("tu", {"tuid": without_controls(unit.id), "srclang": unit.source_lang})
    for name in PROPERTIES:
        value = unit.facts.get(name)
        if value is not None and value != "" and not (isinstance(value, float) and math.isnan(value)):
            etree.SubElement(element, "prop", type=f"x-{name.replace('_', '-')}").text = without_controls(str(value))
    for language, text in ((unit.source_lang, unit.source), (unit.target_lang, unit.target)):
        variant = etree.SubElement(element, "tuv", {_LANG: language})
        etree.SubElement(variant, "seg").text = without_controls(text)
    return element
