"""Every convention of naming a language leads to one tag."""

import pytest

from polyglot_news.languages import argos_code, bcp47, primary, same_language


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("zt", "zh-Hant"),
        ("zh-cn", "zh"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("pb", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("iw", "he"),
        ("fil", "tl"),
        ("rus", "ru"),
        ("EN_us", "en-US"),
        ("sr-latn", "sr-Latn"),
        ("zho-TW", "zh-Hant"),
        ("cmn-Hant", "zh-Hant"),
        ("zh-CHT", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-HK", "zh"),
        ("por-BR", "pt-BR"),
        ("iw-IL", "he-IL"),
        ("", "und"),
    ],
)
def test_any_code_becomes_one_tag(code: str, tag: str) -> None:
    """Codes of Argos, langdetect, ISO 639-3 and <html lang> become the BCP-47 tag."""
    assert bcp47(code) == tag


@pytest.mark.parametrize("code", ["zt", "pb", "nb", "zh", "ru", "tl", "he"])
def test_argos_codes_survive_the_round_trip(code: str) -> None:
    """A code Argos uses for a model comes back as the same code."""
    assert argos_code(bcp47(code)) == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("zh-TW", "zt"),
        ("no", "nb"),
        ("nn", "nb"),
        ("pt-PT", "pt"),
        ("en-GB", "en"),
        ("zh-Hant-MO", "zt"),
        ("zh-Hant-SG", "zt"),
        ("zh-CHT", "zt"),
        ("cmn-Hant", "zt"),
        ("por-BR", "pb"),
        ("iw-IL", "he"),
        ("nn-NO", "nb"),
    ],
)
def test_a_tag_finds_the_argos_model(tag: str, code: str) -> None:
    """A tag with a region or in another convention finds the model Argos has for it."""
    assert argos_code(tag) == code


def test_regions_do_not_make_another_language() -> None:
    """A page in en-GB is already in English; Norwegian is one language."""
    assert same_language("en-GB", "en")
    assert same_language("nb", "no")
    assert not same_language("pt", "es")
    assert primary("zh-Hant") == "zh"
