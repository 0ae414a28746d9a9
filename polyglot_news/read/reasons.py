"""Why a page is not read: a closed vocabulary, the same words in ``rejects/`` and in the report."""

from __future__ import annotations

from enum import StrEnum

from polyglot_news.records import Reject

STAGE = "read"
QUOTES = ", only "
"""What follows it in a detail is quoted from the input, and no business of a screen or a journal."""


class Reason(StrEnum):
    """What kept an input from becoming a page."""

    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    BAD_ROW = "bad_row"
    UNKNOWN_KIND = "unknown_kind"
    HTTP_STATUS = "http_status"


class Refused(Exception):  # noqa: N818 - becomes a Reject at the edge of the package, never reaches a caller
    """Carries a reason and its detail from where it is found to where the reject is made."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def refused(source: str, error: OSError) -> Reject:
    """A reject of what the file system does not give."""
    return reject(source, Reason.UNREADABLE, error.strerror or error)


def reject(source: str, reason: Reason, detail: object = "") -> Reject:
    """A reject of the read stage; ``detail`` is cut to one printable line."""
    line = " ".join(str(detail).split())
    return Reject(source=source, stage=STAGE, reason=reason, detail="".join(filter(str.isprintable, line))[:300])
