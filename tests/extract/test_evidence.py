"""Site evidence: what recurs, whoever counts it and in whatever order."""

from __future__ import annotations

import pickle
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.extract.evidence import Evidence, LineCounts, line_hashes
from polyglot_news.records import Kind, Page


def page(*lines: str, url: str | None = None, kind: Kind = Kind.DUMP) -> Page:
    """A page of these lines."""
    return Page(id="p", source="p", text="\n".join(lines), kind=kind, url=url)


def count(pages: list[Page], capacity: int = 1 << 22) -> LineCounts:
    """The counts of these pages."""
    counts = LineCounts(capacity=capacity)
    for each in pages:
        counts.add(each)
    return counts


def same(left: Evidence, right: Evidence) -> bool:
    """True when both know the same lines and counts."""
    return np.array_equal(left.hashes, right.hashes) and np.array_equal(left.counts, right.counts)


def article(number: int) -> list[str]:
    """Text that only one page has."""
    return [f"{chr(97 + number % 26) * (60 + number)} {word}" for word in ("first", "second", "third")]


def test_a_line_on_two_pages_recurs() -> None:
    """White space, case and, in short lines, numbers do not tell two lines apart."""
    evidence = count([page("Views: 68", *article(1)), page("views:  7", *article(2))]).finish()
    assert evidence.recurs("VIEWS: 1234")
    assert not evidence.recurs(article(1)[0])


def test_the_same_article_twice_is_one_page() -> None:
    """Text does not become residue because it was scraped twice, even with other interface around it."""
    evidence = count([page("Menu", *article(1)), page("Login", *article(1)), page("Menu", *article(2))]).finish()
    assert not evidence.recurs(article(1)[0])
    assert evidence.recurs("Menu")


def test_the_longest_lines_may_be_those_of_the_site() -> None:
    """Pages with other articles are other pages, whatever notices stand below each."""
    notices = [f"{part}: {'the terms of use of this site, ' * 9}all" for part in ("Imprint", "Privacy", "Cookies")]
    evidence = count([page(*article(i), *notices) for i in range(2)]).finish()
    assert all(map(evidence.recurs, notices))


def test_running_text_with_other_numbers_is_another_line() -> None:
    """Of two daily reports each says something of its own; a short line is a counter."""
    report = "The ministry counted {} new cases on Monday, it said in the afternoon, and {} deaths."
    pages = [page(report.format(n, n // 9), f"{n} comments", *article(n)) for n in (123, 4560)]
    evidence = count(pages).finish()
    assert not evidence.recurs(report.format(123, 13))
    assert evidence.recurs("7 comments")


def test_sites_do_not_mix() -> None:
    """A line is counted within the site of its page; pages without an address are one site."""
    pages = [
        page("Share", *article(i), url=f"https://{host}/{i}") for i, host in enumerate(["a.com", "www.a.com", "b.com"])
    ]
    evidence = count([*pages, page("Share", *article(7))]).finish()
    assert evidence.recurs("Share", site="a.com")
    assert not evidence.recurs("Share", site="b.com")
    assert not evidence.recurs("Share")


def test_lines_of_markup_are_read_without_it() -> None:
    """Blocks end lines, inline tags do not, and scripts are not text."""
    html = "<p>Follow <b>us</b> &amp; more</p><script>var a;</script><div>{}</div>"
    pages = [page(html.format(article(i)[0]), kind=Kind.HTML) for i in range(2)]
    assert count(pages).finish().recurs("Follow us & more")


PAGES = [page("Menu", f"Section {'abc'[i % 3]}", *article(i)) for i in range(40)]


@given(st.randoms(use_true_random=False), st.integers(1, 5), st.sampled_from([1 << 22, 60, 20]))
def test_neither_order_nor_sharding_matters(shuffle: random.Random, shards: int, capacity: int) -> None:
    """Any partition of the pages, merged in any order, gives the same evidence, sampled or not."""
    pages = PAGES[:]
    shuffle.shuffle(pages)
    total, *others = [count(pages[i::shards], capacity) for i in range(shards)]
    for other in others:
        total.merge(other)
    assert same(total.finish(), count(PAGES, capacity).finish())


def test_memory_is_bounded() -> None:
    """Past the capacity pages are sampled: less is known, nothing false."""
    counts = count(PAGES, capacity=50)
    evidence = counts.finish()
    assert len(counts._pairs) <= 50
    assert not any(evidence.recurs(line) for i in range(40) for line in article(i))


def test_evidence_travels() -> None:
    """Counts and evidence survive pickling, as workers need it."""
    counts = pickle.loads(pickle.dumps(count(PAGES)))
    evidence = pickle.loads(pickle.dumps(counts.finish()))
    assert evidence.recurs("Menu")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=20), max_size=6))
def test_every_line_has_a_hash_of_its_own(lines: list[str]) -> None:
    """Whatever stands beside it; numbers and the width of spaces make no difference."""
    hashes = line_hashes(lines, "example.com").tolist()
    assert hashes == [line_hashes([line], "example.com")[0] for line in lines]
    wider = [line.replace(" ", " \t ").replace("7", "123") for line in lines]
    assert line_hashes(wider, "example.com").tolist() == hashes
