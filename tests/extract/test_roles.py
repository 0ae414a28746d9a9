"""The parts of an article."""

from __future__ import annotations

import pytest

from polyglot_news.extract.roles import name_role
from polyglot_news.records import Role


@pytest.mark.parametrize(
    ("text", "indent", "followed", "role"),
    [
        ("The council met on Monday.", 0, True, Role.PARAGRAPH),
        ("Why the bridge was late", 0, True, Role.HEADING),
        ("Why the bridge was late", 0, False, Role.PARAGRAPH),
        ("• a new lighthouse", 0, False, Role.LIST_ITEM),
        ("2. a new lighthouse", 0, True, Role.LIST_ITEM),
        ("a new lighthouse", 2, True, Role.LIST_ITEM),
        ("Year\tShips\tBoats", 0, True, Role.TABLE),
        ("“We shall open it in spring.”", 0, True, Role.QUOTE),
        ("“We shall open it”, she said, “in spring.”", 0, True, Role.PARAGRAPH),
        ("The old harbour (Photo: town archive)", 0, True, Role.CAPTION),
    ],
)
def test_a_part_is_named_by_its_shape(text: str, indent: int, followed: bool, role: Role) -> None:
    """Bullets, tabs, quotation marks, credits and what follows tell the parts of an article apart."""
    assert name_role(text, indent=indent, followed=followed, language="en")[0] is role
