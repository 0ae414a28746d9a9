"""What a run did: counts that add up, as JSON and as one page of HTML."""

from polyglot_news.report.counts import Report, report
from polyglot_news.report.page import as_html

__all__ = ["Report", "as_html", "report"]
