"""What the pair stage finds out about a target by itself."""

from __future__ import annotations

from polyglot_news.run.scores import _target_lid

GERMAN = "Die Preise für Brot sind gestiegen, teilte das zuständige Ministerium mit."


def test_the_language_of_a_target_is_known_only_when_it_is_long() -> None:
    """A long German text is no English; of a name or a date nobody can say what it is."""
    assert _target_lid(GERMAN, "en") == 0.0
    assert (_target_lid(GERMAN, "de") or 0) > 0.5
    assert (_target_lid("The ministry announced that bread prices have risen.", "en-GB") or 0) > 0.5
    for unsure in ("Berlin", "12.04.2026", ""):
        assert _target_lid(unsure, "en") is None or _target_lid(unsure, "en") != 0.0
