"""HTML extraction beside what one would use instead: trafilatura, readability-lxml, a line rule. One run, one core.

F1 is that of ``scoring.py``. Speed is CPU time; ours and ``trafilatura`` read the metadata too, and the last line says
how many times as fast ours is, by set. A set whose pages have no body counts for speed alone.

Without ``--data`` the pages are those of ``fixtures/pages``, written for the project, with the menus, teasers and
scripts of a news site around them: many lines and little text, so that their speed says less than that of real pages.
``--data DIR`` holds sets of labelled pages, ``<set>/truth.json.gz`` with ``{id: {"body", "optional"}}`` and
``<set>/html/<id>.html.gz``.

    uv run --group bench scripts/bench_extract.py [--data DIR] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import platform
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby, product
from pathlib import Path
from statistics import mean

from scoring import Score, f1, score

from polyglot_news.extract import extract
from polyglot_news.extract.html.markup import parse, visible_lines
from polyglot_news.records import Article, Kind, Page
from polyglot_news.route import identify

ROOT = Path(__file__).parents[1]
BODIES = ROOT / "tests" / "extract" / "data" / "html_bodies.json"
MENU = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(90))
TEASERS = "".join(
    f'<div class="teaser"><a href="/{n}"><h3>Headline number {n} of another story</h3></a><i>{n} hours ago</i></div>'
    for n in range(60)
)
SCRIPT = f"<script>var settings = {json.dumps({f'key{n}': ['value'] * 5 for n in range(900)})};</script>"
NOTHING = "<html><body><div>Nothing to be found here.</div></body></html>"
"""A page about which everybody is asked, those too who read their word lists at the first page."""
QUICK = 20
Labelled = tuple[str, str, str, Sequence[str]]
"""Set, markup, body (empty where it is not known), and texts that are neither asked for nor wrong."""


def ours(markup: str) -> str:
    found = extract(Page(id="", source="", text=markup, kind=Kind.HTML), identify=identify)
    return found.text if isinstance(found, Article) else ""


def trafilatura(markup: str) -> str:
    from trafilatura import bare_extraction

    return getattr(bare_extraction(markup, with_metadata=True), "text", None) or ""


def trafilatura_precision(markup: str) -> str:
    from trafilatura import extract as extract_text

    return extract_text(markup, favor_precision=True, include_comments=False) or ""


def readability(markup: str) -> str:
    from readability import Document

    tree = parse(Document(markup).summary())
    return "" if tree is None else "\n".join(line.text for line in visible_lines(tree))


def trafilatura_on_lines(markup: str) -> str:
    tree = parse(markup)
    lines = [] if tree is None else visible_lines(tree)
    return trafilatura_precision(
        f"<html><body>{''.join(f'<p>{escape(line.text)}</p>' for line in lines)}</body></html>"
    )


def run_of_lines(markup: str) -> str:
    """The contiguous lines with the largest sum, a line counting its length up to a cap, short ones against it."""
    tree = parse(markup)
    texts = [] if tree is None else [line.text for line in visible_lines(tree)]
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for at, text in enumerate(texts):
        total += min(len(text), 200) * (1.5 if text[-1] in ".!?。…" else 0.8) - 60
        if total <= 0:
            total, start = 0.0, at + 1
        best = max(best, (total, start, at + 1))
    return "\n".join(texts[best[1] : best[2]])


BySet = dict[str, dict[str, float]]
"""A figure by extractor and set."""
COLUMNS: dict[str, tuple[str, Callable[[str], str]]] = {
    "ours": ("polyglot-news", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura precision": ("trafilatura", trafilatura_precision),
    "readability-lxml": ("readability-lxml", readability),
    "trafilatura on lines": ("trafilatura", trafilatura_on_lines),
    "run of lines": ("polyglot-news", run_of_lines),
}


def labelled(data: Path | None) -> Iterator[Labelled]:
    """Yields the labelled pages in order."""
    if data is None:
        for name, body in json.loads(BODIES.read_text("utf-8")).items():
            markup = (ROOT / "fixtures" / "pages" / f"{name}.html").read_text("utf-8")
            yield "fixtures", dressed(markup), "\n".join(body), []
        return
    for truth in sorted(data.glob("*/truth.json.gz")):
        for page, label in sorted(json.loads(gzip.decompress(truth.read_bytes())).items()):
            markup = gzip.decompress((truth.parent / "html" / f"{page}.html.gz").read_bytes()).decode(
                "utf-8", "replace"
            )
            yield truth.parent.name, markup, label.get("body") or "", label.get("optional") or []


def dressed(markup: str) -> str:
    """Returns a page with the menu, the teasers and the scripts of a news site around it."""
    markup = re.sub(r"<body[^>]*>", lambda body: f"{body[0]}<nav><ul>{MENU}</ul></nav>", markup, count=1)
    return markup.replace("</body>", f'<section class="latest">{TEASERS}</section>{SCRIPT}</body>')


def answer(extractor: Callable[[str], str], markup: str) -> str:
    """Returns the text that is found, none where the extractor fails: readability-lxml does on control characters."""
    try:
        return extractor(markup)
    except Exception:
        return ""


def evenly(pages: Sequence[Labelled], most: int) -> list[Labelled]:
    """Returns at most so many pages of each set, from all over it."""
    by_set = defaultdict(list)
    for page in pages:
        by_set[page[0]].append(page)
    return [page for known in by_set.values() for page in known[:: -(-len(known) // most)]]


def installed() -> dict[str, str]:
    """Returns the version of each extractor there is, and says which there are not."""
    found = {}
    for name, (package, _) in COLUMNS.items():
        try:
            found[name] = version(package)
        except PackageNotFoundError:
            print(f"{name:22} not installed (uv run --with {package})")
    return found


def measure(names: Iterable[str], pages: Sequence[Labelled]) -> tuple[BySet, BySet]:
    """Returns by extractor F1 by set, where bodies are known, and seconds of CPU time by set.

    All take turns at every set, so that a machine whose speed changes does little to how they compare.
    """
    known = {name: COLUMNS[name][1] for name in names}
    found: dict[str, dict[str, list[Score]]] = {name: defaultdict(list) for name in known}
    spent: BySet = {name: defaultdict(float) for name in known}
    for markup, extractor in product([NOTHING, *(page[1] for page in evenly(pages, 2))], known.values()):
        answer(extractor, markup)
    sets = [list(group) for _, group in groupby(pages, key=lambda page: page[0])]
    for group, (name, extractor) in product(sets, known.items()):
        for folder, markup, body, optional in group:
            begun = time.process_time()
            text = answer(extractor, markup)
            spent[name][folder] += time.process_time() - begun
            if body:
                found[name][folder].append(score(body, text, optional))
    return {name: {folder: f1(scores) for folder, scores in sets.items()} for name, sets in found.items()}, spent


def main() -> None:
    """Prints a table of extractors; ``--json`` adds one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of sets of labelled pages")
    parser.add_argument("--quick", action="store_true", help=f"at most {QUICK} pages a set, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = list(labelled(args.data))
    if args.quick:
        pages = evenly(pages, QUICK)
    print(f"{platform.machine()}, Python {platform.python_version()}, {len(pages)} pages")
    versions = installed()
    scores, spent = measure(versions, pages)
    for name, by_set in scores.items():
        sets_told = "  ".join(f"{key} {value:.3f}" for key, value in by_set.items())
        rate = len(pages) / sum(spent[name].values())
        print(f"{name:22} {versions[name]:8} F1 {mean(by_set.values()):.4f}  {rate:7.1f} pages/s  {sets_told}")
    ratios = {folder: spent["trafilatura"][folder] / seconds for folder, seconds in spent["ours"].items()}
    print("times as fast as trafilatura:", "  ".join(f"{folder} {ratio:.2f}" for folder, ratio in ratios.items()))
    if args.json:
        figures = {
            "f1_ours": mean(scores["ours"].values()),
            "f1_trafilatura": mean(scores["trafilatura"].values()),
            "pages_per_second_ratio": sum(spent["trafilatura"].values()) / sum(spent["ours"].values()),
            "lowest_ratio_of_a_set": min(ratios.values()),
        }
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
