"""Plain-text page dumps: finds the article among the lines of a page whose markup is lost."""

from __future__ import annotations

import re
from itertools import accumulate

from polyglot_news.extract.dates import read_date
from polyglot_news.extract.evidence import SEVERAL, Evidence, site_of
from polyglot_news.extract.lines import Line, split_lines
from polyglot_news.extract.reasons import Reason, RejectReason
from polyglot_news.records import Article, Block, Identify, Kind, Page, Reject, Role

_END = re.compile(r"[.!?…。！？؟۔।:;][\"'»”’)\]]*$")
_BYLINE = re.compile(r"^(?:by|von|par|por|di|av|af|door|autor|автор)[:\s]\s*(?P<name>\S.{2,60})$", re.I)
_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SAMPLE = 2000
_EXCERPT = 2000


def extract_dump(page: Page, *, identify: Identify, evidence: Evidence | None = None) -> Article | Reject:
    """Returns the dump's article with every non-blank line in exactly one block, or the reason why it has none.

    The article is the contiguous run of lines that scores best.
    """
    lines = split_lines(page.text)
    if not lines:
        return Reject(source=page.source, stage="extract", reason=RejectReason.EMPTY, page_id=page.id)
    first, last = _best_run(_scores(page, lines, evidence))
    roles = dict.fromkeys(range(first, last), (Role.PARAGRAPH, Reason.BODY))
    title = _title(lines, first)
    dated = next(((i, date) for i in range(len(lines)) if i not in roles and (date := read_date(lines[i].text))), None)
    author = next(
        ((i, m["name"]) for i, x in enumerate(lines) if i not in roles and (m := _BYLINE.match(x.text))), None
    )
    if author:
        roles[author[0]] = Role.BYLINE, Reason.BYLINE
    if dated:
        roles[dated[0]] = Role.DATE, Reason.DATE
    if title is not None:
        roles[title] = Role.TITLE, Reason.TITLE
    body = " ".join(line.text for line in lines[first:last])[:_SAMPLE]
    return Article(
        id=page.id,
        source=page.source,
        url=page.url,
        kind=Kind.DUMP,
        blocks=tuple(_block(i, page.text, line, roles) for i, line in enumerate(lines)),
        title=lines[title].text if title is not None else None,
        author=author[1] if author else None,
        date=dated[1] if dated else None,
        language=identify(body).language,
        extra=page.extra,
    )


def _scores(page: Page, lines: list[Line], evidence: Evidence | None) -> list[float]:
    pages = evidence.pages_with((line.text for line in lines), site=site_of(page)) if evidence else [0] * len(lines)
    return [_score(line.text) if n < SEVERAL else -40.0 for line, n in zip(lines, pages, strict=True)]


def _score(text: str) -> float:
    ends = bool(_END.search(text))
    return min(len(text), 400) * (1.0 if ends else 0.5) - 45.0


def _best_run(scores: list[float]) -> tuple[int, int]:
    """Returns the bounds of the run with the largest sum; of equal ones the first."""
    sums = [0.0, *accumulate(scores)]
    best, low = (0, len(scores)), 0
    top = -1e9
    for end in range(1, len(sums)):
        if sums[end - 1] < sums[low]:
            low = end - 1
        if sums[end] - sums[low] > top:
            top, best = sums[end] - sums[low], (low, end)
    return best


def _title(lines: list[Line], first: int) -> int | None:
    above = [i for i in range(max(0, first - 12), first) if 15 <= len(lines[i].text) <= 200]
    return max(above, key=lambda i: (min(len(lines[i].text), 90), i), default=None)


def _block(index: int, page: str, line: Line, roles: dict[int, tuple[Role, Reason]]) -> Block:
    role, reason = roles.get(index, (Role.RESIDUE, Reason.SHORT_OUTSIDE_ARTICLE))
    text = _LINE_BREAK.sub(" ", page[line.start : line.end])
    return Block(index=index, role=role, text=text, reason=reason, start=line.start, end=line.end)
