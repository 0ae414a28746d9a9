"""What stands between two lines that are one sentence."""

from __future__ import annotations

import pytest

from polyglot_news.extract.seams import seam


@pytest.mark.parametrize(
    ("language", "lines", "text"),
    [
        ("en", ["the old", "ferry", ", which sank"], "the old ferry, which sank"),
        ("en", ["Is it (", "still", ") afloat", "?"], "Is it (still) afloat?"),
        ("en", ["the", "town", "’s oldest", "ferry"], "the town’s oldest ferry"),
        ("en", ["known as “", "Anna", "” to all"], "known as “Anna” to all"),
        ("en", ['known as "', "Anna", '" to all'], 'known as "Anna" to all'),
        ("en", ['she said "no', '"', "and left"], 'she said "no" and left'),
        ("en", ["version", ".5 of", ".NET"], "version .5 of .NET"),
        ("en", ["well", "... not quite"], "well ... not quite"),
        ("en", ["the pre-", "War", "ships"], "the pre-War ships"),
        ("de", ["Schul-", "und", "Fährzeit"], "Schul- und Fährzeit"),
        ("de", ["er sagte „", "nein", "“ und ging"], "er sagte „nein“ und ging"),
        ("de", ["das Schiff »", "Anna", "« liegt fest"], "das Schiff »Anna« liegt fest"),
        ("fr", ["qui l’aurait cru", "?", "Personne", ", dit-il"], "qui l’aurait cru ? Personne, dit-il"),
        ("fr", ["le bac «", "Anna", "» de l’", "école"], "le bac « Anna » de l’école"),
        ("es", ["dijo: ¿", "quién", "?"], "dijo: ¿quién?"),
        ("el", ["πού είναι το", "πλοίο", "; εδώ"], "πού είναι το πλοίο; εδώ"),
        ("ar", ["قال إن", "الجسر", "، وهو قديم", "؟"], "قال إن الجسر، وهو قديم؟"),
        ("he", ["אמר", "ברנט", ", והוסיף"], "אמר ברנט, והוסיף"),
        ("hi", ["यह", "नाव", "। वह"], "यह नाव। वह"),
        ("ko", ["배는", "안나호", ", 곧"], "배는 안나호, 곧"),
        ("zh", ["负责", "建设局", "的官员，", "2026", "年"], "负责建设局的官员，2026年"),
        ("ja", ["渡し船", "アンナ号", "は「", "学校", "」になった"], "渡し船アンナ号は「学校」になった"),
        ("th", ["หัวหน้า", "กองช่าง", "กล่าว"], "หัวหน้ากองช่างกล่าว"),
    ],
)
def test_a_paragraph_reads_as_a_person_would_write_it(language: str, lines: list[str], text: str) -> None:
    """No space before a comma, inside brackets and quotes, between Chinese, Japanese and Thai words."""
    whole, *rest = lines
    for line in rest:
        whole += seam(whole, line, language) + line
    assert whole == text
