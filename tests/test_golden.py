"""Every folder of fixtures/golden holds a page, what becomes of it, and what a person would keep of it."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))
golden = importlib.import_module("update_golden")
floors = importlib.import_module("golden_floors")


@pytest.mark.parametrize("case", golden.cases(), ids=lambda case: case.name)
def test_page_becomes_what_is_kept(case: Path) -> None:
    """Extracting the page gives the kept article, or the kept reject, to the last block and offset."""
    name, text = golden.outcome(case)
    assert (name, json.loads(text)) == (golden.kept(case)[0], json.loads(golden.kept(case)[1]))


@pytest.mark.parametrize("case", floors.cases(), ids=lambda case: case.name)
def test_what_is_kept_is_what_a_person_would_keep(case: Path) -> None:
    """The kept article and the lines of body.txt, marked by hand, agree at least as far as they ever did."""
    print(floors.row(case))
    assert (case / "floor.json").exists()
    assert floors.figures(case).reaches(floors.floor(case))


def marked(case: Path, *kept: str) -> Path:
    """A case whose page should give two lines, and gives these."""
    blocks = [{"role": "paragraph", "text": text} for text in kept]
    (case / "body.txt").write_text("The harbour froze over on Monday.\nSkaters crossed it on Tuesday.\n", "utf-8")
    (case / "article.json").write_text(json.dumps({"text": "\n".join(kept), "blocks": blocks}), "utf-8")
    return case


def test_a_floor_only_rises(tmp_path: Path) -> None:
    """A worse article leaves the floor where it was, and is below it."""
    floors.lift(marked(tmp_path, "The harbour froze over on Monday.", "Skaters crossed it on Tuesday."))
    before = floors.floor(tmp_path)
    floors.lift(marked(tmp_path, "The harbour froze over on Monday."))
    assert floors.floor(tmp_path) == before == (floors.CEILING,) * 3
    assert not floors.figures(tmp_path).reaches(before)


def test_optional_lines_are_neither_asked_for_nor_wrong(tmp_path: Path) -> None:
    """A caption costs nothing, whether it is kept or not; any other line costs something."""
    lines = ["The harbour froze over on Monday.", "Skaters crossed it on Tuesday."]
    (tmp_path / "optional.txt").write_text("Skaters in front of the old custom house\n", "utf-8")
    assert floors.figures(marked(tmp_path, *lines)) == floors.ALL
    caption, advert = "Skaters in front of the old custom house", "Warm boots for every ice at half the price"
    assert floors.figures(marked(tmp_path, lines[0], caption, lines[1])) == floors.ALL
    assert not floors.figures(marked(tmp_path, lines[0], advert, lines[1])).reaches(floors.ALL)


def test_a_page_without_article_is_right_only_as_a_reject(tmp_path: Path) -> None:
    """Any article of such a page is wholly wrong."""
    marked(tmp_path, "The harbour froze over on Monday.")
    (tmp_path / "body.txt").write_text("", "utf-8")
    assert floors.figures(tmp_path) == floors.NONE
    (tmp_path / "article.json").unlink()
    assert floors.figures(tmp_path) == floors.ALL


def test_update_shows_the_difference_and_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case changes only when the answer is yes."""
    case = tmp_path / "case"
    case.mkdir()
    (case / "page.html").write_bytes(b"")
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert not golden.update(case, sure=False)
    assert '+  "reason": "empty"' in capsys.readouterr().out
    assert golden.kept(case) == ("", "")
    assert golden.update(case, sure=True)
    assert golden.kept(case) == golden.outcome(case)
