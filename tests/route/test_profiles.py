"""The profiles are read whole, agree with langdetect's, and can be added to."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from polyglot_news.errors import ConfigError
from polyglot_news.records import Role, Segment
from polyglot_news.route import identify, load, profiles, route, scoring

GALICIAN = (
    "O concello aprobou a nova liña de tranvía despois dun debate que durou ata a medianoite. Os veciños do porto "
    "vello pediran un trazado máis tranquilo xunto ao río. Agárdase que os primeiros tranvías circulen na primavera do "
    "próximo ano. O prezo dos billetes decidirase en xaneiro. A xente non quixo agardar máis e xa marchou para a casa."
)


@pytest.fixture
def restored() -> Iterator[None]:
    """Leaves the profiles as they were."""
    yield
    profiles._extra = ()


def _profile(text: str) -> dict[str, object]:
    freq: dict[str, int] = {}
    for word in text.lower().split():
        padded = f" {word.strip('.,')} "
        for n in (1, 2, 3):
            for i in range(len(padded) - n + 1):
                freq[padded[i : i + n]] = freq.get(padded[i : i + n], 0) + 1
    totals = [sum(count for gram, count in freq.items() if len(gram) == n) for n in (1, 2, 3)]
    return {"name": "gl", "freq": freq, "n_words": totals}


def test_every_gram_is_found_and_no_other() -> None:
    """The hash tables lead from each key to its own row and from an unknown key nowhere."""
    for group in profiles.profiles().groups:
        assert np.array_equal(profiles.find(group, group.keys), np.arange(len(group.keys)))
        absent = group.keys[:1000] + np.uint64(1 << 48)
        assert (profiles.find(group, absent) == -1).all()


def test_a_line_scores_the_sum_of_its_grams() -> None:
    """One pass over arrays gives what looking up every n-gram of every word gives."""
    known = profiles.profiles()
    latin = next(group for group in known.groups if "de" in group.languages)
    text = "Zwei Wörter"
    expected = np.zeros(len(latin.languages))
    for word in text.lower().split():
        numbers = [profiles.SPACE, *(int(latin.letters[ord(c)]) for c in word), profiles.SPACE]
        for n in range(1, profiles.ORDERS + 1):
            for i in range(len(numbers) - n + 1):
                key = np.array([int.from_bytes(bytes(numbers[i : i + n]), "big")], dtype=np.uint64)
                if numbers[i : i + n] != [profiles.SPACE] and (row := profiles.find(latin, key)[0]) >= 0:
                    expected += latin.values[row].astype(float) * latin.step
    columns = [known.columns[tag] for tag in latin.languages]
    assert scoring.score(known, [text, "another line"])[0, columns].tolist() == pytest.approx(expected.tolist())


def test_langdetect_languages_are_all_known() -> None:
    """Every language langdetect has a profile for can be routed, and those it lacks too."""
    theirs = {path.name for path in (Path(str(files("langdetect"))) / "profiles").iterdir()} - {"zh-cn", "zh-tw"}
    ours = set(profiles.profiles().languages)
    assert theirs - ours == set()
    assert {"az", "hy", "ka", "kk", "be", "uz", "ky", "tg", "tk", "mn", "sr", "is", "ga", "eu"} <= ours


@pytest.mark.usefixtures("restored")
def test_a_profile_file_adds_a_language(tmp_path: Path) -> None:
    """A file in langdetect's format makes its language one of those a text may be in."""
    path = tmp_path / "gl.json"
    path.write_text(json.dumps(_profile(GALICIAN)), encoding="utf-8")
    load([path])
    assert "gl" in profiles.profiles().languages
    routed = route([Segment(page_id="p", block=0, index=0, role=Role.PARAGRAPH, text=GALICIAN)], target=None)
    assert routed[0].language in {"gl", "pt"}
    assert identify("Der Stadtrat hat die neue Linie gebilligt.").language == "de"


@pytest.mark.usefixtures("restored")
def test_a_file_that_is_no_profile_is_named(tmp_path: Path) -> None:
    """The message says which file is wrong."""
    path = tmp_path / "broken.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.json"):
        load([path])
