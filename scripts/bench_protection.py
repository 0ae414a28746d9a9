"""Compares ways to bring through translation what must come through: addresses, placeholders, tags, fixed terms.

    python scripts/bench_protection.py PACKAGE TRAIN.tsv.gz DEV.tsv.gz [--cases 80] [--json]

Cases are held-out pairs whose both sides share a number or a name; an item of each kind takes its place in both. Terms
are words that the training pairs translate alike (Dice coefficient above 0.35) and that a held-out pair translates so,
too. ``leave``: the text as it is; ``inline``: a term written as its translation; ``mask``: a mask in its place;
``pieces``: what is around it is translated by itself; ``prefix``: where it is lost, the target is begun anew up to
where the model looks at it, with the item forced there; ``ours``: what the translate stage does. Survival is the share
of cases in which all items are there, chrF is against the references.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ctranslate2
import sacrebleu
import sentencepiece
from training.corpus import TextPair, read_pairs

from polyglot_news.glossary import Glossary, Term, Terms
from polyglot_news.protected import protected, without_protected
from polyglot_news.run.improve import improve
from polyglot_news.translate.engine import Engine, open_engine
from polyglot_news.translate.packages import Package, open_package
from polyglot_news.translate.shield import MASK, Shielded, shield

ITEMS = {
    "printf": ["%s", "%d", "%(name)s", "%1$s"],
    "brace": ["{name}", "{0}", "{count}", "${user}"],
    "template": ["{{ name }}", "%{count}", "{% user %}", ":name"],
    "tag": ["<b>{}</b>", '<a href="x.html">{}</a>'],
    "url": ["https://example.org/news/2026?id=7", "www.example.com", "http://news.example.net/a/b-c.html"],
    "mail": ["press@example.org", "ivan.petrov@mail.example.com"],
    "handle": ["@harbour_news", "@ivanpetrov", "@Press24"],
}
_SHARED = re.compile(r"(?<![\w.,:/@%-])(?:\d+|[A-Z][A-Za-z]{2,})(?![\w@%/-]|[.,:]\w)")
_WORD = re.compile(r"[^\W\d_]{4,}")
DICE, SEEN = 0.35, 3
Outputs = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text with an item or a term in it, its reference, and the terms that are asked for."""

    source: str
    reference: str
    terms: Terms

    @property
    def cut(self) -> Shielded:
        """The text cut at what must come through."""
        return shield(self.source, self.terms)

    def survives(self, target: str) -> bool:
        """Says whether everything came through, and nothing twice."""
        return self.terms.kept(self.source, target) in (None, 1.0) and protected(self.source) == protected(target)


def with_items(pairs: Sequence[TextPair], kind: str, count: int) -> list[Case]:
    """Puts items of a kind in the place of what both sides share."""
    chance, cases = random.Random(kind), []
    for pair in pairs:
        here, there = (Counter(_SHARED.findall(text)) for text in (pair.source, pair.target))
        shared = sorted(word for word in here if here[word] == there[word] == 1)
        if shared and not protected(pair.source) and not protected(pair.target):
            word = chance.choice(shared)
            item = chance.choice(ITEMS[kind]).replace("{}", word)
            put = partial(_SHARED.sub, lambda match, word=word, item=item: item if match[0] == word else match[0])
            cases.append(Case(source=put(pair.source), reference=put(pair.target), terms=Terms()))
    return cases[:count]


def as_found(pairs: Sequence[TextPair], count: int) -> list[Case]:
    """Held-out pairs that have items of their own, the same on both sides."""
    found = [pair for pair in pairs if protected(pair.source) and protected(pair.source) == protected(pair.target)]
    return [Case(source=pair.source, reference=pair.target, terms=Terms()) for pair in found[:count]]


def with_terms(pairs: Sequence[TextPair], lexicon: dict[str, str], count: int) -> list[Case]:
    """Held-out pairs with a word of the lexicon whose reference has its translation."""
    chance, cases = random.Random(1), []
    for pair in pairs:
        words = [word for word in _words(pair.source) if lexicon.get(word) in _words(pair.target)]
        if words:
            word = chance.choice(sorted(words))
            terms = Terms([Term(forms=(word,), targets=(lexicon[word],))])
            cases.append(Case(source=pair.source, reference=pair.target, terms=terms))
    return chance.sample(cases, min(count, len(cases)))


def lexicon_of(train: Sequence[TextPair], dev: Sequence[TextPair]) -> dict[str, str]:
    """Returns the best translation of words, those with too low a Dice coefficient left out."""
    sources = set().union(*(_words(pair.source) for pair in dev))
    targets = set().union(*(_words(pair.target) for pair in dev))
    here, there, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for pair in train:
        left, right = _words(pair.source) & sources, _words(pair.target) & targets
        here.update(left)
        there.update(right)
        both.update((source, target) for source in left for target in right)
    best: dict[str, tuple[float, str]] = {}
    for (source, target), times in both.items():
        dice = 2 * times / (here[source] + there[target])
        if times >= SEEN and (dice, target) > best.get(source, (DICE, "")):
            best[source] = dice, target
    return {source: target for source, (_, target) in best.items()}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(without_protected(text)))


class Ways:
    """The ways to translate cases with one package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._translator = ctranslate2.Translator(str(package.folder() / "model"), compute_type="auto")
        self._tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(package.folder() / "sentencepiece.model"))
        self._engine = self._opened(Glossary())

    def leave(self, cases: Sequence[Case]) -> Outputs:
        """As it is."""
        return self._plain([case.source for case in cases])

    def inline(self, cases: Sequence[Case]) -> Outputs:
        """Terms as their translations."""
        return self._plain([case.terms.replaced(case.source) for case in cases])

    def mask(self, cases: Sequence[Case]) -> Outputs:
        """Masks in the place of items; what is lost stays lost."""
        targets = self._plain([case.cut.masked for case in cases])
        return [_filled(target, case.cut.items) for case, target in zip(cases, targets, strict=True)]

    def pieces(self, cases: Sequence[Case]) -> Outputs:
        """What is around the items by itself."""
        texts = sorted({piece for case in cases for piece in case.cut.pieces})
        targets = dict(zip(texts, self._plain(texts), strict=True))
        return [case.cut.joined(targets) for case in cases]

    def prefix(self, cases: Sequence[Case]) -> Outputs:
        """The item forced to where the model looks at it, where it was lost."""
        targets = self.leave(cases)
        lost = [index for index, case in enumerate(cases) if not case.survives(targets[index])]
        if lost:
            for index, target in zip(lost, self._forced([cases[index] for index in lost]), strict=True):
                targets[index] = target
        return targets

    def ours(self, cases: Sequence[Case]) -> Outputs:
        """Left in at first, tried again where it was lost."""
        if not cases[0].terms:
            return self._improved(cases, engine=self._engine)
        # Every case has a glossary of its own, since others' terms would be asked of it, too.
        return [self._improved([case], engine=self._opened(_glossary(case)))[0] for case in cases]

    def _improved(self, cases: Sequence[Case], *, engine: Engine) -> Outputs:
        texts = [case.source for case in cases]
        first = engine.translate(texts, source=self._package.source, target=self._package.target)
        return [better.target for better in improve(first, engine=engine, terms=cases[0].terms)]

    def _forced(self, cases: Sequence[Case]) -> Outputs:
        tokens = [self._encode(case.source) for case in cases]
        first = self._translate(tokens, return_attention=True)
        prefixes = [self._prefix(case, result) for case, result in zip(cases, first, strict=True)]
        second = self._translate(tokens, target_prefix=prefixes)
        return [self._tokenizer.decode(result.hypotheses[0]).strip() for result in second]

    def _prefix(self, case: Case, result: ctranslate2.TranslationResult) -> list[str]:
        begin = len(self._encode(case.cut.between[0].rstrip()))
        before_next = len(case.source) - len(case.cut.between[1]) if len(case.cut.items) == 1 else len(case.source)
        end = max(begin + 1, len(self._encode(case.source[:before_next])))
        target, attention = result.hypotheses[0], result.attention[0]
        looks = [max(range(len(row)), key=row.__getitem__) for row in attention[: len(target)]]
        cut = next((place for place, look in enumerate(looks) if begin <= look < end), len(target))
        while 0 < cut < len(target) and not target[cut].startswith("▁"):
            cut -= 1
        return [*target[:cut], *self._encode(case.cut.items[0])]

    def _translate(self, tokens: list[list[str]], **options: object) -> list[ctranslate2.TranslationResult]:
        found: list[ctranslate2.TranslationResult] = self._translator.translate_batch(
            tokens,
            beam_size=4,
            length_penalty=0.2,
            replace_unknowns=True,
            max_batch_size=1024,
            batch_type="tokens",
            **options,
        )
        return found

    def _encode(self, text: str) -> list[str]:
        pieces: list[str] = self._tokenizer.encode(text, out_type=str)
        return pieces

    def _plain(self, texts: list[str]) -> Outputs:
        package = self._package
        return [t.target for t in self._engine.translate(texts, source=package.source, target=package.target)]

    def _opened(self, glossary: Glossary) -> Engine:
        return open_engine("argos", models=self._package.path, glossary=glossary)


def _glossary(case: Case) -> Glossary:
    return Glossary(terms=tuple(hit.term for hit in case.terms.find(case.source)))


def _filled(target: str, items: Sequence[str]) -> str:
    for item in items:
        target = target.replace(MASK, item, 1)
    return target


def measured(way: Callable[[Sequence[Case]], Outputs], cases: Sequence[Case]) -> dict[str, float]:
    """Returns survival in per cent and chrF."""
    targets = way(cases)
    alive = sum(case.survives(target) for case, target in zip(cases, targets, strict=True))
    chrf = sacrebleu.corpus_chrf(targets, [[case.reference for case in cases]]).score
    return {"survival": round(100 * alive / len(cases), 1), "chrf": round(chrf, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("train", type=Path, help="TAB-separated en, ru, origin; .gz is unpacked")
    parser.add_argument("dev", type=Path)
    parser.add_argument("--cases", type=int, default=80)
    parser.add_argument("--train-pairs", type=int, default=60_000)
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    package = open_package(options.package)
    dev, train = (
        list(read_pairs(path, source=package.source, target=package.target)) for path in (options.dev, options.train)
    )
    few = random.Random(2).sample(train, min(options.train_pairs, len(train)))
    sets = {"found": as_found(dev, options.cases)}
    sets |= {kind: with_items(dev, kind, options.cases) for kind in ITEMS}
    sets["terms"] = with_terms(dev, lexicon_of(few, dev), 2 * options.cases)
    ways = Ways(package)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    print(f"{'':10}" + "".join(f"{f'{name} ({len(cases)})':>16}" for name, cases in sets.items()))
    for name in ("leave", "inline", "mask", "pieces", "prefix", "ours"):
        figures[name] = {kind: measured(getattr(ways, name), cases) for kind, cases in sets.items() if cases}
        cells = (f"{row['survival']:.1f} / {row['chrf']:.1f}" for row in figures[name].values())
        print(f"{name:10}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
