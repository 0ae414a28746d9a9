"""Makes more pages of labelled dumps: what a few hundred pages show too seldom, and pages that hold no article.

Real articles are often short, interrupted, set in a list or a table, and in scripts that few labelled pages are in; a
dump of a start page or of a list of headlines has none. What is put in comes from other pages of the same language.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from label_dump import Labelled, Line, Sample, sample, text_of

from polyglot_news.records import Kind, Page

Lines = list[Line]

BODY = (1.0, 0.0, 0.0, 0.0)
"""The labels of a line of the article."""

_CLAUSES = re.compile(r"(?<=[.!?,;:。，！？；।])\s*")
_ENDS = ".!?,;:。，！？；।"
_STOPS = tuple('.!?…。！？।"”»')
_SENTENCES = re.compile(r"(?<=[.!?。！？।])\s*")
_WORD = re.compile(r"[^\W\d_]+")


class Script(NamedTuple):
    """A script to set a page in: its first letter, how many there are, which letters of a word become one.

    ``stops`` says what is written for a stop or a comma where words are not set apart.
    """

    first: int
    size: int
    every: int = 1
    stops: Mapping[str, str] | None = None


SCRIPTS = [
    Script(0x05D0, 27),  # Hebrew
    Script(0x0627, 36),  # Arabic
    Script(0x0915, 37),  # Devanagari
    Script(0x10D0, 33),  # Georgian
    Script(0xAC00, 11000, every=2),  # Hangul
    Script(0x0E01, 46, stops={". ": " ", ", ": " ", ".": "", ",": ""}),  # Thai
    Script(0x4E00, 4000, every=4, stops={". ": "。", ", ": "，", ".": "。", ",": "，"}),  # Han
]
_SENTENCE = 70
OFTEN = {"no_article": 0.33, "shortened": 0.5, "unframed": 0.5, "listed": 0.15, "interrupted": 0.7, "rewritten": 0.1}
"""How often a variant is changed in each way."""
PUT = {"picture": 0.4, "pointer": 0.15, "box": 0.45}
"""How often each of these is what interrupts an article."""


def samples(pages: Sequence[Labelled], *, times: int, seed: int) -> Iterator[Sample]:
    """Yields each page, and ``times`` variants of it."""
    chance, stock = random.Random(seed), Stock(pages)
    for page in pages:
        known = any(line.is_body for line in page.lines)
        yield sample(page.lines, known=known)
        for _ in range(times * known):
            some = without_article if chance.random() < OFTEN["no_article"] else vary
            lines = some(page, stock, chance)
            yield sample(rewritten(lines, chance) if chance.random() < OFTEN["rewritten"] else lines)


def pages_without_article(pages: Sequence[Labelled], *, seed: int) -> Iterator[Page]:
    """Yields for each page whose article is known one that holds none."""
    chance, stock = random.Random(seed), Stock(pages)
    for page in pages:
        if any(line.is_body for line in page.lines):
            text = text_of(without_article(page, stock, chance))
            yield Page(id=page.page.id, source=page.page.source, text=text, kind=Kind.DUMP)


class Stock:
    """What the pages of a language are made of."""

    def __init__(self, pages: Sequence[Labelled]) -> None:
        self._pages: dict[str, list[Labelled]] = defaultdict(list)
        for page in pages:
            if any(line.is_body for line in page.lines):
                self._pages[page.language].append(page)
        self._all = [page for some in self._pages.values() for page in some]

    def other(self, page: Labelled, chance: random.Random) -> Labelled:
        """Returns another page of the same language, of any where there is no other."""
        others = self._pages[page.language]
        sites = [other for other in chance.choices(others or self._all, k=4) if other.site != page.site]
        return sites[0] if sites else chance.choice(self._all)


def vary(page: Labelled, stock: Stock, chance: random.Random) -> Lines:
    """Returns the lines of a page like this one."""
    lines = list(page.lines)
    steps: dict[str, Callable[[Lines], Lines]] = {
        "shortened": lambda lines: shortened(lines, chance),
        "unframed": lambda lines: unframed(lines, chance),
        "listed": lambda lines: listed(lines, chance),
        "interrupted": lambda lines: interrupted(lines, page, stock, chance),
    }
    for name, step in steps.items():
        if chance.random() < OFTEN[name]:
            lines = step(lines)
    return lines


def shortened(lines: Lines, chance: random.Random) -> Lines:
    """Returns the page with the first few paragraphs of its article only, or the first one and some later ones."""
    ends = _ends(lines)
    first, most = chance.randint(1, 3), chance.randint(0, 4)
    upto = ends[min(first, len(ends)) - 1]
    start = chance.randrange(len(ends)) if chance.random() < 0.4 else first
    rest = ends[start : start + most + 1]
    later = set(range(rest[0] + 1, rest[-1] + 1)) if len(rest) > 1 else set()
    body = [i for i, line in enumerate(lines) if line.is_body]
    kept = set(range(upto + 1)) | later | set(range(body[-1] + 1, len(lines)))
    between = chance.random() < 0.5
    return [line for i, line in enumerate(lines) if i in kept or (between and not line.is_body)]


def _ends(lines: Lines) -> list[int]:
    """Returns the lines of the article with which a paragraph ends."""
    body = [i for i, line in enumerate(lines) if line.is_body]
    return [i for i in body if lines[i].text.endswith(_STOPS)] or body


def unframed(lines: Lines, chance: random.Random) -> Lines:
    """Returns the page with a few of the lines above and below its article."""
    body = [i for i, line in enumerate(lines) if line.is_body]
    title = [i for i, line in enumerate(lines[: body[0]]) if line.targets[1]]
    above, below = chance.choice((0, 2, 5, 10, 20)), chance.choice((0, 1, 3, 6, 15, 30))
    top = title[-1] if title else body[0]
    kept = [lines[i] for i in title[:1] if i < top - above]
    return kept + lines[max(0, top - above) : body[-1] + 1 + below]


def interrupted(lines: Lines, page: Labelled, stock: Stock, chance: random.Random) -> Lines:
    """Returns the page with pictures, pointers and boxes put into its article and around it."""
    for _ in range(chance.randint(1, 4)):
        ends = _ends(lines)
        first = next(i for i, line in enumerate(lines) if line.is_body)
        at = chance.choice([first, ends[0] + 1, chance.choice(ends) + 1, chance.choice(ends) + 1])
        lines[at:at] = interruption(page, stock.other(page, chance), chance)
    return lines


def interruption(page: Labelled, other: Labelled, chance: random.Random) -> Lines:
    """Returns what stands between the paragraphs of a page."""
    (kind,) = chance.choices(list(PUT), list(PUT.values()))
    if kind == "picture":
        return picture(other, page, chance)
    return pointer(other, chance) if kind == "pointer" else box(other, chance)


def picture(other: Labelled, page: Labelled, chance: random.Random) -> Lines:
    """Returns a picture: what is told instead of it, what stands below it, often the same, who took it."""
    caption = _clause(page if chance.random() < 0.5 else other, chance)
    cut = caption[: max(12, int(len(caption) * chance.uniform(0.4, 1)))]
    credit = next(
        (line.text for line in _shuffled(other.lines, chance) if len(line.text) < 40 and not line.is_body), ""
    )
    texts = chance.choice([
        [caption, caption], [caption, caption], [caption, caption], [caption], [cut, caption],
        [caption, f"{caption} {credit}"], [caption, caption, credit], [caption, credit],
    ])  # fmt: skip
    return [Line(text=text) for text in texts if text]


def pointer(other: Labelled, chance: random.Random) -> Lines:
    """Returns a line that points to another article, its title with a label or without."""
    title = _title(other)
    label = next((line.text for line in _shuffled(other.lines, chance) if len(line.text) < 20 and not line.is_body), "")
    texts = chance.choice([[f"{label}: {title}"], [label, title], [title]])
    return [Line(text=text) for text in texts if text]


def box(other: Labelled, chance: random.Random) -> Lines:
    """Returns a few lines that stand together on another page and are not its article."""
    lines = other.lines
    body = [i for i, line in enumerate(lines) if line.is_body]
    if not body:
        return []
    near = [i for i in range(body[0], min(body[-1] + 30, len(lines))) if not lines[i].is_body]
    start = chance.choice(near if near and chance.random() < 0.7 else range(len(lines)))
    found: Lines = []
    for line in lines[start : start + chance.randint(1, 6)]:
        if line.is_body:
            break
        found.append(_residue(line))
    return found


def listed(lines: Lines, chance: random.Random) -> Lines:
    """Returns the page with a paragraph of its article set as a list, or as a table."""
    body = [i for i, line in enumerate(lines) if line.targets[0] == 1 and len(line.text) > 80]
    if len(body) < 2:
        return lines
    at = chance.choice(body[1:])
    clauses = [clause.strip().strip(_ENDS) for clause in _CLAUSES.split(lines[at].text)]
    clauses = [clause[:1].upper() + clause[1:] for clause in clauses if len(clause) > 3][:8]
    if chance.random() < 0.4:
        words = [word for word in " ".join(clauses).split() if len(word) > 2] or clauses
        rows, columns = chance.randint(2, 6), chance.randint(2, 4)
        clauses = [cell for _ in range(rows) for cell in _row(words, columns, chance)]
    elif chance.random() < 0.3:
        clauses = [f"{clause}." for clause in clauses]
    above = [replace(lines[at - 1], text=lines[at - 1].text.rstrip(_ENDS) + ":")] if chance.random() < 0.5 else []
    if not above or not lines[at - 1].is_body:
        above = [lines[at - 1]]
    items = [Line(text=clause, targets=BODY) for clause in clauses if clause]
    return [*lines[: at - 1], *above, *items, *lines[at + 1 :]]


def _row(words: Sequence[str], columns: int, chance: random.Random) -> Iterator[str]:
    yield " ".join(chance.choices(words, k=chance.randint(1, 2))).capitalize()
    for _ in range(columns - 1):
        yield chance.choice([str(chance.randint(1, 99)), f"{chance.uniform(0, 99):.1f}", chance.choice(words)])


def rewritten(lines: Lines, chance: random.Random) -> Lines:
    """Returns the page as if its words were in a script without capitals, or in one without spaces or stops."""
    script = chance.choice(SCRIPTS)
    return [replace(line, text=spelled(line.text, script), targets=(*line.targets[:2], 0.0, 0.0)) for line in lines]


def spelled(text: str, script: Script) -> str:
    """Returns a text with each of its words as letters of a script, equal words alike."""
    if script.stops is None:
        return _WORD.sub(lambda word: _word(word[0], script), text)
    words = re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", "\0", text)
    for stop, other in script.stops.items():
        words = words.replace(stop, other)
    words = _WORD.sub(lambda word: _word(word[0], script), words).replace("\0", "").strip()
    return words or text


def _word(word: str, script: Script) -> str:
    number, letters = 0, ""
    for char in word.lower()[:: script.every]:
        number = 31 * number + ord(char)
        letters += chr(script.first + number % script.size)
    return letters


def without_article(page: Labelled, stock: Stock, chance: random.Random) -> Lines:
    """Returns a page that holds no article: this one without it, its menu, or headlines and teasers of others."""
    lines = [_residue(line) for line in page.lines if line.targets[0] < 0.1]
    kind = chance.random()
    first = next((i for i, line in enumerate(page.lines) if line.is_body), len(page.lines))
    menu, tail = [_residue(line) for line in page.lines[:first]], lines[first:]
    if kind < 0.3:
        return lines or [Line(text=_title(page))]
    if kind < 0.4:
        return menu[: chance.choice((5, 20, 60))] + tail[-chance.choice((1, 4, 15)) :]
    top = menu[: chance.choice((0, 3, 8, 20))]
    if kind < 0.55:
        return top + notice(page, stock, chance) + tail[-chance.choice((1, 3, 10)) :]
    return top + teasers(page, stock, chance) + tail[-chance.choice((1, 3, 10)) :]


def notice(page: Labelled, stock: Stock, chance: random.Random) -> Lines:
    """Returns sentences that are no article, and labels below them: a notice, an offer, a form."""
    others = [stock.other(page, chance) for _ in range(chance.randint(1, 3))]
    residue = [line for other in [page, *others] for line in other.lines if not any(line.targets)]
    long, short = ([line for line in residue if (len(line.text) >= _SENTENCE) == side] for side in (True, False))
    told, labels = chance.randint(1, 4), chance.randint(0, 5)
    lines = [*chance.sample(long, min(told, len(long))), *chance.sample(short, min(labels, len(short)))]
    return lines or [Line(text=_title(page))]


def teasers(page: Labelled, stock: Stock, chance: random.Random) -> Lines:
    """Returns headlines of other pages, all with a teaser or none, with a date, with "read more"."""
    others = [stock.other(page, chance) for _ in range(chance.randint(3, 25))]
    label = next((line.text for line in _shuffled(page.lines, chance) if len(line.text) < 20 and not line.is_body), "")
    teased, more, dated = (chance.random() < often for often in (0.5, 0.2, 0.25))
    cut = chance.choice((80, 120, 200, 300))
    found: list[str] = []
    for other in others:
        found.append(_title(other))
        if dated:
            found += [line.text for line in other.lines if line.targets[2]][:1]
        if teased:
            found.append(_teaser(other, cut, chance))
        if more:
            found.append(label)
    return [Line(text=text) for text in found if text]


def _teaser(other: Labelled, cut: int, chance: random.Random) -> str:
    first = next((line.text for line in other.lines if line.is_body and len(line.text) > 60), "")
    if len(first) <= cut:
        return first
    whole = _SENTENCES.split(first)[0]
    return whole if chance.random() < 0.6 and len(whole) < 1.5 * cut else first[:cut].rsplit(" ", 1)[0] + " …"


def _clause(page: Labelled, chance: random.Random) -> str:
    """Returns the beginning of a sentence of the page's article, as long as a caption."""
    long = [line.text for line in page.lines if line.is_body and len(line.text) > 60] or [page.lines[0].text]
    sentence = chance.choice(_SENTENCES.split(chance.choice(long)))
    return sentence if chance.random() < 0.5 else sentence[: chance.randint(25, 110)].rsplit(" ", 1)[0]


def _title(page: Labelled) -> str:
    given = next((line.text for line in page.lines if line.targets[1]), "")
    return given or " ".join(str(page.truth.get("title") or "").split()) or page.lines[0].text[:100]


def _residue(line: Line) -> Line:
    return replace(line, targets=(0.0, 0.0, 0.0, 0.0))


def _shuffled(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    return chance.sample(list(lines), min(len(lines), 30))
