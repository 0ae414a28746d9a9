"""Terms with fixed translations: found in a text, looked for in its translation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from polyglot_news.files import fingerprint
from polyglot_news.languages import same_language
from polyglot_news.normal import normalise
from polyglot_news.protected import protected_spans

_UNSPACED = "\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff"
_START = re.compile(rf"(?<!\w)\S|[{_UNSPACED}]")
_INSIDE = re.compile(rf"[^\W{_UNSPACED}]{{2}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A fixed translation: the forms a source text may have, those accepted in its target, the best one first.

    A language that is empty stands for every one.
    """

    forms: tuple[str, ...]
    targets: tuple[str, ...]
    source_lang: str = ""
    target_lang: str = ""

    def is_for(self, source: str, target: str) -> bool:
        """Says whether the term belongs to a language pair."""
        return (not self.source_lang or same_language(self.source_lang, source)) and (
            not self.target_lang or same_language(self.target_lang, target)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A term in a text: ``text[start:end]`` is one of the ways to write it."""

    start: int
    end: int
    written: str
    term: Term

    @property
    def translation(self) -> str:
        """The best fixed translation, with capitals where the text has them and the glossary has not."""
        best = self.term.targets[0]
        if self.written in self.term.forms:
            return best
        return best.upper() if self.written == self.written.upper() else _capitalised(best)


class Terms:
    """The terms of one language pair, quick to find however many there are."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._terms = tuple(terms)

    def __bool__(self) -> bool:
        return bool(self._terms)

    def find(self, text: str) -> list[Found]:
        """Returns the terms in a text whose white space is normalised, from left to right, the longest at each place.

        A term is found as whole words, in writing without spaces anywhere. It may be written as in the glossary, with
        a capital at its start, or all in capitals; a term with a capital in the glossary needs it in the text. Inside
        of an address or a tag there are no terms.
        """
        if not self._terms:
            return []
        found: list[Found] = []
        closed = {place for span in protected_spans(text) for place in range(*span)}
        for match in _START.finditer(text):
            start = match.start()
            if start not in closed and (hit := self._at(text, start)) and hit.end - 1 not in closed:
                found.append(hit)
                closed.update(range(hit.start, hit.end))
        return found

    def kept(self, source: str, target: str) -> float | None:
        """Returns the share of the terms in ``source`` whose fixed translations stand in ``target``; None without any.

        What stands there counts once, the longest first, so that a term inside another is not found twice.
        """
        wanted = Counter(hit.term.targets for hit in self.find(source))
        if not wanted:
            return None
        there = Terms(Term(forms=targets, targets=targets) for targets in wanted).find(normalise(target))
        return (wanted & Counter(hit.term.targets for hit in there)).total() / wanted.total()

    def replaced(self, text: str) -> str:
        """Returns the text with every term as its fixed translation."""
        parts, end = [], 0
        for hit in self.find(text):
            parts += [text[end : hit.start], hit.translation]
            end = hit.end
        return "".join([*parts, text[end:]])

    def mark(self, text: str) -> str:
        """Returns a short name for what the glossary asks of a text, the empty one where it asks nothing."""
        used = sorted({(hit.term.forms, hit.term.targets) for hit in self.find(text)})
        return fingerprint(used)[:16] if used else ""

    def _at(self, text: str, start: int) -> Found | None:
        ways = [*self._by_start.get(text[start : start + 2], ()), *self._by_start.get(text[start], ())]
        for written, term in ways:
            if text.startswith(written, start) and not _INSIDE.match(text, start + len(written) - 1):
                return Found(start=start, end=start + len(written), written=written, term=term)
        return None

    @cached_property
    def _by_start(self) -> Mapping[str, list[tuple[str, Term]]]:
        """Returns the ways to write each term by their first two characters, the longest first."""
        ways: dict[str, dict[str, Term]] = defaultdict(dict)
        for term in self._terms:
            for form in term.forms:
                for written in (form, _capitalised(form), form.upper()):
                    ways[written[:2]].setdefault(written, term)
        return {start: sorted(found.items(), key=lambda way: (-len(way[0]), way[0])) for start, found in ways.items()}


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Every term of a file, for whatever language pairs; ``languages`` are those that its first row names."""

    terms: tuple[Term, ...] = ()
    languages: tuple[str, ...] = ()

    def of(self, source: str, target: str) -> Terms:
        """Returns the terms of a language pair (BCP-47)."""
        return Terms(term for term in self.terms if term.is_for(source, target))

    def serves(self, sources: Iterable[str], target: str) -> bool:
        """Says whether any term is for a translation into ``target``, from one of ``sources`` where there are some."""
        wanted = list(sources)
        return any(any(term.is_for(source, target) for source in wanted or [term.source_lang]) for term in self.terms)

    @property
    def mark(self) -> str:
        """A short name for the content, the empty one without any terms."""
        return fingerprint(self.terms)[:16] if self.terms else ""


NO_GLOSSARY = Glossary()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
