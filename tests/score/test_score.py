"""Every signal on hand-made good and bad outputs, and the decision they lead to."""

from __future__ import annotations

import pytest

from polyglot_news.score import DEFAULT, SCORES, decide, score_pair

SOURCE = "Цены на хлеб выросли на 12 процентов, сообщило министерство."
GOOD = "Bread prices rose by 12 percent, the ministry said."


def reason(source: str, target: str, mt_score: float | None = -0.3, languages: tuple[str, str] = ("ru", "en")) -> str:
    scores = score_pair(source, target, source_lang=languages[0], target_lang=languages[1], mt_score=mt_score)
    return decide(scores).reason


def test_a_good_pair_is_kept() -> None:
    """Nothing refuses a faithful translation."""
    scores = score_pair(SOURCE, GOOD, source_lang="ru", target_lang="en", mt_score=-0.3)
    assert decide(scores).keep and scores["numbers"] == 1.0 and scores["copy"] == 0.0


@pytest.mark.parametrize(
    ("expected", "target"),
    [
        ("empty", ""),
        ("repetition", "Bread prices rose, rose, rose, rose, rose, rose, rose, rose, rose, rose, rose by 12 percent."),
        ("repetition", "12 " + "x" * 60),
        ("wrong_script", SOURCE),
        ("wrong_script", "Цены на bread 12"),
        ("too_short", "12"),
        ("too_long", GOOD + " The weather stayed dry and calm over the whole of the coast until Sunday evening, and so "
         "the farmers of that region began with the hay, which is early for a year with such a cold spring."),
        ("numbers_differ", "Bread prices rose by 21 percent, the ministry said."),
    ],
)  # fmt: skip
def test_a_bad_output_is_refused_for_its_reason(expected: str, target: str) -> None:
    """Each fault is found by the score made for it."""
    assert reason(SOURCE, target) == expected


def test_a_copy_in_the_same_script_is_found() -> None:
    """German left as it was is no English."""
    text = "Die Preise für Brot sind gestiegen, sagte das zuständige Ministerium."
    assert reason(text, text, languages=("de", "en")) == "copy"
    assert reason("Angela Merkel", "Angela Merkel", languages=("de", "en")) == ""


def test_an_improbable_output_is_refused() -> None:
    """What the model itself does not believe is not kept."""
    assert reason(SOURCE, GOOD, mt_score=-5.0) == "improbable"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Read more at https://example.org/path?a=1&b=2.", "Подробнее: https://example.org/path?a=1&b=2."),
        ("<b>Bold</b> text and {name}", "<b>Жирный</b> текст и {name}"),
        ("NASA and YouTube", "NASA и YouTube"),
        ("iPhone 15", "iPhone 15"),
        ("OK", "OK"),
    ],
)
def test_what_is_meant_to_stay_is_not_the_wrong_script(source: str, target: str) -> None:
    """Addresses, tags and short names stay in Latin letters in any language."""
    assert reason(source, target, languages=("en", "ru")) == ""


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (("en", "ru"), "Share"),
        (("en", "ru"), "Share On Facebook"),
        (("en", "ru"), "US AND EU SIGN DEAL"),
        (("ru", "en"), "НАТО"),
        (("zh", "en"), "中国"),
    ],
)
def test_a_copy_in_another_script_is_found(languages: tuple[str, str], text: str) -> None:
    """Neither capitals nor shortness excuse it."""
    assert reason(text, text, languages=languages) == "wrong_script"


@pytest.mark.parametrize("kept", ["https://example.org/a?b=1", "info@example.org", "@harbour", "%s", "{name}", "<b>"])
def test_what_must_survive_is_missed(kept: str) -> None:
    """An address, a handle, a placeholder or a tag is there letter by letter, or the pair is refused."""
    source = f"Читайте также нашу страницу {kept} сегодня"
    assert reason(source, f"Read our page {kept} today too") == ""
    assert reason(source, "Read our page, today as well") == "lost_placeholder"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Der Hinweis „Siehe https://example.org/a.“ fehlt", "The note “See https://example.org/a” is missing"),
        ("请访问https://example.org/a。", "Please visit https://example.org/a."),
    ],
)
def test_quotes_and_stops_around_an_address_are_not_part_of_it(source: str, target: str) -> None:
    """Every language has its own."""
    assert score_pair(source, target, source_lang="de", target_lang="en")["placeholders"] == 1.0


def test_numbers_are_compared_by_their_digits() -> None:
    """Separators, digits of another script and the order of a date do not matter."""
    for source, target in [
        ("1 234,5 тонны", "1,234.5 tons"),
        ("١٢٣ طنا", "123 tons"),
        ("14.02.2026, 10:29", "2/14/2026 at 10:29"),
    ]:
        assert score_pair(source, target, source_lang="ru", target_lang="en")["numbers"] == 1.0


def test_every_score_answers_everything() -> None:
    """No text makes a score fail, and a number is never NaN."""
    for source in ("", " ", "12", "漢字かな", "a", SOURCE):
        for target in ("", "!", "...", GOOD):
            scores = score_pair(source, target, source_lang="und", target_lang="zh-Hant")
            assert list(scores) == list(SCORES) and all(value is None or value == value for value in scores.values())


def test_every_threshold_is_of_a_score() -> None:
    """The table decides on what is stored; the language of the target is found by the pair stage."""
    assert {threshold.score for threshold in DEFAULT} <= {*SCORES, "target_lid"}


def test_a_target_in_another_language_is_refused() -> None:
    """When the pair stage is sure of it; what nobody can say refuses nothing."""
    assert decide({"target_lid": 0.0}).reason == "wrong_language"
    assert decide({"target_lid": None}).keep and decide({"target_lid": 0.4}).keep
