"""Patterns name the paths that the shell's do, without holding them."""

from __future__ import annotations

import glob
import pathlib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polyglot_news.read import listed
from polyglot_news.read.pattern import Pattern

PARTS = st.sampled_from(["*", "a*", "?", "[ab]", "a", ".h", ".*", "*.x", "b.x", "link"])


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders in folders, hidden ones, names that sort around a folder's, and a link that leads back."""
    top = tmp_path_factory.mktemp("tree")
    for folder in ("a", "a/b", "a/b/a", "b", "b/.h", ".h", "a.x", "b/aa"):
        (top / folder).mkdir()
        for name in ("a.y", "b.x", ".x", "é.x"):
            (top / folder / name).write_text("")
    (top / "b" / "link").symlink_to(top / "a")
    return top


@given(parts=st.lists(PARTS, min_size=1, max_size=4), folders=st.booleans())
@example(parts=["a", "b.x"], folders=True)
def test_a_pattern_names_what_glob_finds(tree: Path, parts: list[str], folders: bool) -> None:
    """In the order of the parts of the paths, each once, and each known again."""
    pattern = "/".join([str(tree), *parts]) + "/" * folders
    found = list(Pattern(pattern).paths())
    assert found == sorted(set(map(Path, glob.glob(pattern))))  # noqa: PTH207
    assert [path for path in tree.rglob("*") if Pattern(pattern).names(path)] == [
        path for path in tree.rglob("*") if path in found
    ]


def test_two_stars_name_each_path_once_in_order(tree: Path) -> None:
    """Folders at any depth, visible ones, and no links to folders."""
    found = list(Pattern(f"{tree}/**/**/*.x").paths())
    assert found == sorted(set(found))
    assert set(found) == {tree / "a.x"} | {
        folder / name
        for folder in (tree / each for each in ("a", "a/b", "a/b/a", "b", "a.x", "b/aa"))
        for name in ("b.x", "é.x")
    }
    assert all(map(Pattern(f"{tree}/**/*.x").names, found))
    assert not Pattern(f"{tree}/**/*.x").names(tree / "b/link/b.x")
    assert not Pattern(f"{tree}/**/*.x").names(tree / "b/.h/b.x")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders with 2,000 files each."""
    top = tmp_path_factory.mktemp("many")
    for folder in "abc":
        (top / folder).mkdir()
        for number in range(2_000):
            (top / folder / f"{number}.html").touch()
    return top


@pytest.mark.parametrize("given", ["", "/*/*.html", "/**/*.html"])
def test_listing_many_files_takes_little_memory(given: str, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far less is held than a name a file, in whatever way they are named."""
    monkeypatch.setattr("polyglot_news.read.walk.HELD", 300)
    monkeypatch.setattr("polyglot_news.read.walk._PIECE", 300)
    # But for the names that Python shares between strings and forgets again.
    others, held, files = tracemalloc.Filter(False, pathlib.__file__), [], 0
    tracemalloc.start()
    for files, _ in enumerate(listed([f"{many}{given}"]), start=1):
        if files % 1_000 == 500:
            found = tracemalloc.take_snapshot().filter_traces([others]).statistics("filename")
            held.append(sum(each.size for each in found))
    tracemalloc.stop()
    assert files == 6_000
    assert max(held) < 15 * files


def test_a_pattern_goes_as_deep_as_a_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More folders in each other than Python has frames are no trouble."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1_100):
        Path("d").mkdir()
        monkeypatch.chdir("d")
    Path("a.txt").touch()
    monkeypatch.chdir(tmp_path)
    deep = Path("/".join(["d"] * 1_100), "a.txt")
    assert list(Pattern("**/*.txt").paths()) == [deep]
    assert [str(found.source) for found in listed(["d"])] == [str(deep)]
    for depth in range(1_100, 0, -1):
        here = Path("/".join(["d"] * depth))
        (here / "a.txt").unlink(missing_ok=True)
        here.rmdir()
