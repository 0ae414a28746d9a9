"""Chinese is told by its characters, and by those of the page."""

import pytest

from polyglot_news.records import Action, Role, RoutedSegment, Segment
from polyglot_news.route import identify, route

TRADITIONAL = ["首頁", "政治", "財經", "體育新聞", "台灣政府宣布新的經濟政策，對企業和市民都有影響。", "這是很重要的。"]
SIMPLIFIED = ["首页", "政治", "财经", "体育新闻", "政府宣布新的经济政策，对企业和市民都有影响。", "这是很重要的。"]


def _route(
    texts: list[str], *, to: str | None = None, sources: str = "", declared: str | None = None
) -> list[RoutedSegment]:
    page = [Segment(page_id="p", block=i, index=0, role=Role.PARAGRAPH, text=text) for i, text in enumerate(texts)]
    return route(page, target=to, sources=frozenset(sources.split()) or None, declared=declared)


@pytest.mark.parametrize(("texts", "language"), [(TRADITIONAL, "zh-Hant"), (SIMPLIFIED, "zh")])
def test_a_page_is_written_in_one_kind_of_characters(texts: list[str], language: str) -> None:
    """Labels and short sentences that read the same in both follow the others of their page."""
    assert [routed.language for routed in _route(texts)] == [language] * len(texts)


def test_a_quotation_keeps_its_characters() -> None:
    """The page does not turn a sentence that shows clearly how it is written."""
    assert [r.language for r in _route([*SIMPLIFIED, TRADITIONAL[4]])] == ["zh"] * len(SIMPLIFIED) + ["zh-Hant"]


def test_one_character_tells_of_a_text_alone() -> None:
    """A short sentence by itself is told by the only character that is not written alike."""
    assert identify("這是很重要的。").language == "zh-Hant"
    assert identify("这是很重要的。").language == "zh"


def test_simplified_characters_are_not_traditional_ones() -> None:
    """Translating into or from traditional characters takes the one kind; ``zh`` is either."""
    assert [r.action for r in _route([SIMPLIFIED[4]], to="zh-Hant")] == [Action.TRANSLATE]
    assert [r.action for r in _route([TRADITIONAL[4]], to="zh-Hant")] == [Action.KEEP]
    assert [r.action for r in _route([TRADITIONAL[4]], to="zh")] == [Action.KEEP]
    assert [r.reason for r in _route([SIMPLIFIED[4]], to="en", sources="zh-Hant")] == ["not_selected"]
    assert [r.action for r in _route([TRADITIONAL[4]], to="en", sources="zh")] == [Action.TRANSLATE]


def test_what_reads_the_same_is_as_declared_or_as_wanted() -> None:
    """A page that shows nothing is in the characters it says it is in, or else in those the user names."""
    assert _route(["政治"])[0].language == "zh"
    assert _route(["政治"], declared="zh-TW")[0].language == "zh-Hant"
    assert _route(["政治"], to="zh-Hant")[0].action is Action.KEEP
