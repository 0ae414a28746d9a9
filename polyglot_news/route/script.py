"""The script gate: which languages the letters of a text allow."""

from __future__ import annotations

import re

_SCRIPTS: dict[str, tuple[str, frozenset[str]]] = {
    name: (letters, frozenset(tags.split()))
    for name, letters, tags in (
        ("Kana", "\u3040-\u30ff", "ja"),
        ("Hangul", "\uac00-\ud7af\u1100-\u11ff\u3130-\u318f", "ko"),
        ("Han", "\u4e00-\u9fff\u3400-\u4dbf", "zh ja"),
        ("Armenian", "\u0531-\u058f", "hy"),
        ("Georgian", "\u10a0-\u10ff\u1c90-\u1cbf", "ka"),
        ("Greek", "\u0370-\u03ff\u1f00-\u1fff", "el"),
        ("Hebrew", "\u0590-\u05ff", "he"),
        ("Thai", "\u0e00-\u0e7f", "th"),
        ("Bengali", "\u0980-\u09ff", "bn"),
        ("Gurmukhi", "\u0a00-\u0a7f", "pa"),
        ("Gujarati", "\u0a80-\u0aff", "gu"),
        ("Tamil", "\u0b80-\u0bff", "ta"),
        ("Telugu", "\u0c00-\u0c7f", "te"),
        ("Kannada", "\u0c80-\u0cff", "kn"),
        ("Malayalam", "\u0d00-\u0d7f", "ml"),
        ("Devanagari", "\u0900-\u097f", "hi mr ne"),
        ("Arabic", "\u0600-\u06ff\u0750-\u077f", "ar fa ur"),
        ("Cyrillic", "\u0400-\u052f", "ru uk be bg mk sr kk ky tg mn"),
        (
            "Latin",
            "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
            "af az ca cs cy da de en es et eu fi fr ga hr hu id is it lt lv nl no pl pt ro sk sl so sq sv sw tk tl tr "
            "uz vi",
        ),
    )
}
_RUNS = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, (letters, _) in _SCRIPTS.items()))


def languages_of(text: str) -> frozenset[str]:
    """Returns the languages written in the script most of the text's letters belong to, none for an unknown script."""
    counts: dict[str, int] = {}
    for run in _RUNS.finditer(text):
        counts[str(run.lastgroup)] = counts.get(str(run.lastgroup), 0) + len(run[0])
    if not counts:
        return frozenset()
    if "Kana" in counts and "Han" in counts:
        return _SCRIPTS["Kana"][1]
    return _SCRIPTS[max(counts, key=lambda name: (counts[name], name))][1]
