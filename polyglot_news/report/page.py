"""The report as one self-contained page of HTML, without scripts, in which everything is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from polyglot_news.files import printable
from polyglot_news.records import Reject
from polyglot_news.report.counts import Counts, Report

SAMPLES = 50


def as_html(report: Report, *, title: str, rejects: Sequence[Reject] = ()) -> str:
    """Returns the page: the account, counts by language, role and pair, and the first rejected inputs."""
    verdict = "Everything seen is accounted for." if report.balanced else "The account does not add up."
    parts = [
        f"<p>{verdict}</p>",
        _matrix("Account", report.account),
        _matrix("Pairs", report.pairs),
        _matrix("Segments by language", report.segments),
        _matrix("Segments by role", report.roles),
        _counts("Skipped segments", report.skipped),
        _counts("Rejected", report.rejects),
        _rejected(rejects[:SAMPLES]),
    ]
    return _PAGE.format(title=_safe(title), body="\n".join(part for part in parts if part))


def _matrix(title: str, rows: Mapping[str, Counts]) -> str:
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    cells = [[name, *(f"{row[column]:,}" if column in row else "" for column in columns)] for name, row in rows.items()]
    return _table(title, ["", *columns], cells) if rows else ""


def _counts(title: str, counts: Counts) -> str:
    return _table(title, ["reason", "count"], [[name, f"{n:,}"] for name, n in counts.items()]) if counts else ""


def _rejected(rejects: Iterable[Reject]) -> str:
    rows = [[reject.source, reject.stage, reject.reason, reject.detail] for reject in rejects]
    return _table(f"The first {len(rows)} rejects", ["source", "stage", "reason", "detail"], rows) if rows else ""


def _table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{_safe(cell)}" for cell in header)
    body = "\n".join("<tr>" + "".join(f'<td dir="auto">{_safe(cell)}' for cell in row) for row in rows)
    return f"<h2>{_safe(title)}</h2>\n<table><tr>{head}\n{body}\n</table>"


def _safe(text: str) -> str:
    return html.escape(printable(text))


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }}
table {{ border-collapse: collapse }} th, td {{ padding: .2rem .8rem; text-align: right; border-top: 1px solid #eee }}
th {{ color: #777; font-weight: normal }} td:first-child, th:first-child {{ text-align: left }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 .5rem }}
</style>
<h1>{title}</h1>
{body}
</html>
"""
