"""A parsed page and its visible lines, in document order, each with the element it stands in.

A line is the text between two block boundaries: the start or end of a block element, a ``<br>``, or a line break
inside ``<pre>``; white space inside it is collapsed, soft hyphens and byte order marks are dropped. Text is visible
unless it stands in an element that no browser shows as text (:data:`UNSEEN`) or in one with the ``hidden``
attribute. What only a style hides counts as visible: whether it does depends on the screen and the moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


UNSEEN = _tags(
    "applet area audio base basefont canvas col colgroup datalist embed frame frameset head iframe img input link map "
    "math meta noembed noframes noscript object param picture progress script source style svg template title track "
    "video"
)
# Every other element is a block, custom elements too: sites use them for boxes.
_INLINE = _tags(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr"
)
_SIGNS = _tags("img svg picture math")
"""Elements that stand like a letter in the text of a paragraph."""
_PARAGRAPHS = _tags("p h1 h2 h3 h4 h5 h6 li dt dd figcaption")
_BOLD = _tags("b strong")
LONG, LINKED = 60, 0.3
"""The characters from which a line counts as running text, and the share of links from which it does not."""
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# One class for all elements: to look up the class of each, as lxml does for forms, takes as long as to read it.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_CLOSED_ROOT = re.compile(rb"(<html[^<>]*)/>", re.IGNORECASE)


class TooDeepError(ValueError):
    """The markup is nested deeper than the parser goes, so that the rest of the page would be lost."""


def parse(markup: str) -> HtmlElement | None:
    """Returns the tree of a page, ``None`` when nothing in it can be parsed; raises :class:`TooDeepError`."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    # A self-closed root would end the page before it begins.
    valid = _CLOSED_ROOT.sub(rb"\1>", _valid(markup), count=1)
    try:
        tree = html.document_fromstring(valid, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise TooDeepError
    return tree


def _valid(markup: str) -> bytes:
    """Returns the markup without control characters, lone surrogates and code points that are no characters."""
    valid = markup.encode(errors="ignore").translate(None, _CONTROLS)
    for code in _NO_CHARACTERS:
        valid = valid.replace(code, b"")
    return valid


@dataclass(slots=True, kw_only=True)
class Line:
    """One visible line: its text, the block element it stands in, and what its inline markup says.

    ``leaf`` is the element its first letter stands in, ``element`` or one inline in it. ``size``, ``linked`` and
    ``bold`` count characters, white space aside; ``broken`` says that a ``<br>`` precedes.
    """

    text: str
    element: etree._Element
    leaf: etree._Element
    size: int
    linked: int = 0
    links: int = 0
    bold: int = 0
    broken: bool = False


def visible_lines(root: etree._Element) -> list[Line]:
    """Returns the visible lines below ``root`` in document order."""
    collector = _Collector(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not collector.start(element):
                walk.skip_subtree()
            continue
        collector.end(element)
        tail = element.tail
        if tail and element is not root and (parent := element.getparent()) is not None:
            collector.add(tail, parent)
    collector.flush()
    return collector.lines


class _Collector:
    """Gathers inline text until a boundary ends the line."""

    def __init__(self, root: etree._Element) -> None:
        self.lines: list[Line] = []
        self._blocks = [root]
        self._parts: list[str] = []
        self._leaf: etree._Element | None = None
        self._linked = self._links = self._bold = 0
        self._anchors = self._strongs = self._pres = 0
        self._broken = False

    def start(self, element: etree._Element) -> bool:
        """Enters an element; False when nothing inside it is visible."""
        tag = element.tag
        if tag in _INLINE:
            self._start_inline(tag)
        elif tag in _SIGNS and self._blocks[-1].tag in _PARAGRAPHS:
            self._parts.append(" ")
        elif tag != "br":
            self.flush()
            self._blocks.append(element)
            self._pres += tag == "pre"
        seen = tag not in UNSEEN and element.get("hidden") is None
        if seen and (text := element.text):
            self.add(text, element)
        return seen

    def end(self, element: etree._Element) -> None:
        """Leaves an element."""
        tag = element.tag
        if tag in _INLINE:
            self._anchors -= tag == "a"
            self._strongs -= tag in _BOLD
        elif tag == "br":
            self.flush(broken=True)
        elif self._blocks[-1] is element:
            self.flush()
            self._blocks.pop()
            self._pres -= tag == "pre"

    def add(self, text: str, leaf: etree._Element) -> None:
        """Takes text of the current line, standing directly in ``leaf``."""
        if not self._pres or "\n" not in text:
            # Most text of a page is the white space between its blocks, with which no line begins.
            if self._parts or not text.isspace():
                self._add(text, leaf)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush(broken=True)
            self._add(line, leaf)

    def flush(self, *, broken: bool = False) -> None:
        """Ends the current line."""
        if not self._parts:
            self._broken, self._links = broken, 0
            return
        words = self._words()
        if words:
            self.lines.append(
                Line(
                    text=" ".join(words),
                    element=self._blocks[-1],
                    leaf=self._blocks[-1] if self._leaf is None else self._leaf,
                    size=sum(map(len, words)),
                    linked=self._linked,
                    links=self._links,
                    bold=self._bold,
                    broken=self._broken,
                )
            )
        if words or not broken:
            self._broken = False
        self._broken = self._broken or broken
        self._parts.clear()
        self._leaf = None
        self._linked = self._links = self._bold = 0

    def _words(self) -> list[str]:
        text = "".join(self._parts)
        return (text if text.isascii() else text.replace("\u00ad", "").replace("\ufeff", "")).split()

    def _start_inline(self, tag: str) -> None:
        if tag == "a":
            if self._links and not self._anchors:
                self._parts.append(" ")
            self._anchors += 1
            self._links += 1
        self._strongs += tag in _BOLD

    def _add(self, text: str, leaf: etree._Element) -> None:
        if self._leaf is None and not text.isspace():
            self._leaf = leaf
        self._parts.append(text)
        if self._anchors or self._strongs:
            size = len("".join(text.split()))
            self._linked += size if self._anchors else 0
            self._bold += size if self._strongs else 0
