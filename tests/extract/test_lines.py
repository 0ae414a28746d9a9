"""The lines of dumps and where they stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.folding import fold
from polyglot_news.extract.lines import Lines, split_lines

TEXT = st.text(
    st.one_of(st.sampled_from("aß \t\r\n\v\f\x1c\x1f\x85\u2028\u200b\ufeffİǅ😀𐐀"), st.characters()), max_size=30
)
PAGES = st.lists(TEXT.filter(str.strip), min_size=1, max_size=5)


def by_hand(text: str) -> list[tuple[str, int, int, int]]:
    """Text, start, indent and blank lines above of each visible line."""
    found, at, gap = [], 0, 0
    for raw in text.splitlines(keepends=True):
        if stripped := raw.strip():
            indent = len(raw) - len(raw.lstrip())
            found.append((stripped, at + indent, indent, gap))
        gap = 0 if stripped else gap + 1
        at += len(raw)
    return found


def facts(lines: Lines, page: int) -> list[tuple[str, int, int, int]]:
    """The same of one of several pages."""
    one = lines.page(page)
    starts = one.starts - one.offsets[0]
    return list(zip(one.texts, starts.tolist(), one.indents.tolist(), one.gaps.tolist(), strict=True))


@settings(deadline=None)
@given(PAGES)
def test_lines_are_split_as_python_splits_them(pages: list[str]) -> None:
    """Whatever white space there is, and whatever page stands beside."""
    lines = split_lines(pages)
    assert [facts(lines, number) for number in range(len(pages))] == [by_hand(text) for text in pages]
    assert [end - start for start, end in pairwise(lines.pages.tolist())] == lines.sizes


@settings(deadline=None)
@given(PAGES)
def test_lines_are_folded_as_python_folds_them(pages: list[str]) -> None:
    """Characters that become several, and those beyond the basic plane, too."""
    lines = split_lines(pages)
    folded = fold(lines.codes, lines.starts, lines.ends)
    spans = zip(folded.starts.tolist(), folded.ends.tolist(), strict=True)
    texts = ["".join(map(chr, folded.codes[start:end])) for start, end in spans]
    assert texts == [text.casefold() for text in lines.texts]
