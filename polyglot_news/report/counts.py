"""What a run did, counted from its completion records: every page, block and segment is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts of a run; ``account`` holds, for each kind of thing, what was seen and where it went.

    ``text`` counts the characters of plain-text pages that are no white space.
    """

    pages: Counts
    languages: Counts
    blocks: Counts
    segments: Mapping[str, Counts]
    roles: Mapping[str, Counts]
    skipped: Counts
    pairs: Mapping[str, Counts]
    rejects: Counts
    account: Mapping[str, Counts]

    @property
    def balanced(self) -> bool:
        """True when everything seen was kept, skipped or rejected."""
        return all(row["seen"] == sum(row.values()) - row["seen"] for row in self.account.values())

    @property
    def flawless(self) -> bool:
        """True when nothing was rejected and nothing got lost: what ``--strict`` asks for."""
        return self.balanced and not any(row.get("rejected") for row in self.account.values())

    def as_json(self) -> dict[str, object]:
        """Returns the content of ``report.json``."""
        return {
            "account": self.account,
            "balanced": self.balanced,
            "blocks": self.blocks,
            "languages": self.languages,
            "pages": self.pages,
            "pairs": self.pairs,
            "rejects": self.rejects,
            "segments": {"by_language": self.segments, "by_role": self.roles, "skipped": self.skipped},
        }


def report(extracted: Iterable[Mapping[str, Any]], paired: Iterable[Mapping[str, Any]] | None = None) -> Report:
    """Adds up the counts of the extract stage's shards and, where there was one, the pair stage's groups."""
    total = _sum(extracted)
    pair_counts = _sum(paired or ())["pairs"]
    segments, roles, skipped = _by_language(total["segments"])
    pairs, lost = _pairs(pair_counts)
    actions = _actions(total["segments"])
    rejects = Counter(total["rejects"]) + lost
    return Report(
        pages=_sorted(total["pages"]),
        languages=_sorted(total["languages"]),
        blocks=_sorted(total["blocks"]),
        segments={language: _sorted(counts) for language, counts in sorted(segments.items())},
        roles={role: _sorted(counts) for role, counts in sorted(roles.items())},
        skipped=_sorted(skipped),
        pairs={languages: _sorted(counts) for languages, counts in sorted(pairs.items())},
        rejects=_sorted(rejects),
        account={
            "pages": {
                "seen": total["pages"]["seen"],
                "kept": total["pages"]["kept"],
                "rejected": total["pages"]["rejected"],
            },
            "text": {"seen": total["seen"]["text"], **_article_and_residue(total["text"])},
            "blocks": {"seen": total["seen"]["blocks"], **_article_and_residue(total["blocks"])},
            "segments": {
                "seen": total["seen"]["segments"],
                **{name: actions[name] for name in ("translate", "keep", "skip")},
            },
            **({} if paired is None else {"translate": _translated(actions["translate"], pairs, lost)}),
        },
    )


def _translated(seen: int, pairs: Mapping[str, Counts], lost: Counts) -> Counts:
    return {
        "seen": seen,
        "kept": sum(counts.get("kept", 0) for counts in pairs.values()),
        "not_kept": sum(n for counts in pairs.values() for reason, n in counts.items() if reason != "kept"),
        "rejected": sum(lost.values()),
    }


def _sum(records: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    sections = ("pages", "seen", "rejects", "text", "blocks", "languages", "segments", "pairs")
    total: dict[str, Counter[str]] = {name: Counter() for name in sections}
    for record in records:
        for section, counts in record["counts"].items():
            total[section].update(counts)
    return total


def _article_and_residue(by_role: Counts) -> dict[str, int]:
    residue = by_role.get("residue", 0)
    return {"article": sum(by_role.values()) - residue, "residue": residue}


def _actions(segments: Counts) -> Counter[str]:
    actions: Counter[str] = Counter()
    for key, n in segments.items():
        actions[key.split("|")[2]] += n
    return actions


def _by_language(segments: Counts) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], Counter[str]]:
    """Splits the keys ``language|role|action|reason`` into actions by language, languages by role, and skip reasons."""
    languages: dict[str, Counter[str]] = {}
    roles: dict[str, Counter[str]] = {}
    skipped: Counter[str] = Counter()
    for key, n in segments.items():
        language, role, action, reason = key.split("|")
        languages.setdefault(language, Counter())[action] += n
        roles.setdefault(role, Counter())[language] += n
        if action == "skip":
            skipped[reason] += n
    return languages, roles, skipped


def _pairs(counts: Counts) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Splits the keys ``ru-en|kept`` and ``reject|ru-en|no_model`` into pairs by decision and rejects by reason."""
    pairs: dict[str, Counter[str]] = {}
    lost: Counter[str] = Counter()
    for key, n in counts.items():
        head, *rest = key.split("|")
        if head == "reject":
            lost[f"translate: {rest[1]} {rest[0]}"] += n
        else:
            pairs.setdefault(head, Counter())[rest[0]] += n
    return pairs, lost


def _sorted(counts: Counts) -> dict[str, int]:
    return dict(sorted(counts.items()))
