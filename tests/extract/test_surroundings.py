"""What stands around a line in its markup."""

from __future__ import annotations

from lxml import html

from polyglot_news.extract.html.ancestry import Ancestry
from polyglot_news.extract.html.surroundings import FAR, NAMES, surroundings


def test_distances_are_counted_from_the_block() -> None:
    """A tag or word of the block is at 0, of the element above at 1; what the leaf says counts as the block's."""
    tree = html.fromstring(
        '<aside class="sidebar"><div><p id="lead">One <b class="ad">two</b></p></div><p>3</p></aside>'
    )
    block, leaf, other = tree.find(".//p"), tree.find(".//b"), tree.findall("p")[0]
    ancestry = Ancestry([block, leaf, other])
    rows = surroundings(ancestry, ancestry.numbers([block, block, other]), ancestry.numbers([block, leaf, other]))
    plain, inside, beside = (dict(zip(NAMES, row, strict=True)) for row in rows.tolist())
    assert (plain["tag_p"], plain["word_lead"], plain["tag_div"], plain["word_side"]) == (0, 0, 1, 2)
    assert (plain["word_advert"], inside["word_advert"], inside["word_side"]) == (FAR, 0, 2)
    assert (beside["tag_aside"], beside["word_lead"], beside["tag_div"]) == (1, FAR, FAR)
