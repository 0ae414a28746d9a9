"""A parsed page gives its visible lines."""

from __future__ import annotations

import pytest

from polyglot_news.extract.html.markup import TooDeepError, parse, visible_lines


def texts(markup: str) -> list[str]:
    tree = parse(markup)
    assert tree is not None
    return [line.text for line in visible_lines(tree)]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div>a <b>b</b><p>c</p>d</div>", ["a b", "c", "d"]),
        ("a<br>b<br><br>c", ["a", "b", "c"]),
        ("<pre>a\n b\n\nc</pre>", ["a", "b", "c"]),
        ("<p>a<script>x</script>b<style>y</style></p>", ["a", "b"]),
        ("<p>a</p><noscript>x</noscript><template>y</template><p hidden>z</p>", ["a"]),
        ("<p>Donau\u00addampf</p>", ["Donaudampf"]),
        ("<p><a href=1>Home</a><a href=2>News</a></p>", ["Home News"]),
        ("<x-card>a</x-card><x-card>b</x-card>", ["a", "b"]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", ["a", "b", "c"]),
        ("<html/><body>a", ["a"]),
        ("<p>a<img src=x>b <svg><title>x</title></svg>c<picture><img src=y></picture></p>", ["a b c"]),
        ("<div>a<img src=x>b</div>", ["a", "b"]),
    ],
)
def test_lines_end_where_blocks_begin_and_end(markup: str, lines: list[str]) -> None:
    """Block elements, line breaks and hidden elements end lines; inline markup does not."""
    assert texts(markup) == lines


def test_a_line_knows_how_much_of_it_is_linked_and_bold() -> None:
    """Characters inside links and bold text are counted, white space aside."""
    tree = parse("<p>see <a href=/><b>the page</b></a> there</p>")
    assert tree is not None
    (line,) = visible_lines(tree)
    assert (line.size, line.linked, line.links, line.bold) == (15, 7, 1, 7)


def test_nesting_beyond_the_parser_is_an_error() -> None:
    """Text behind the limit is not lost silently."""
    with pytest.raises(TooDeepError):
        parse("<div>" * 3_000 + "x")
