"""The profiles are read whole, agree with langdetect's, and can be added to."""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from polyglot_news.errors import ConfigError
from polyglot_news.records import Role, Segment
from polyglot_news.route import identify, load, profiles, route, scoring, weights

ESPERANTO = Path(__file__).parent / "data" / "esperanto.txt"
UNSEEN = [
    "La ministro anoncis, ke la registaro donos pli da mono al la lernejoj de la kamparo.",
    "Multaj vojaĝantoj atendis la trajnon dum du horoj, ĉar neĝo kovris la relojn.",
    "Ŝi rakontis al la ĵurnalistoj, kiel ŝi trovis la malnovan libron en la domo de sia avino.",
    "La loĝantoj de la insulo ne volas, ke oni konstruu hotelon apud la maro.",
    "Ĉu vi scias, kie troviĝas la plej proksima poŝtoficejo?",
]
OTHERS = [
    ("es", "El ministro anunció que el gobierno dará más dinero a las escuelas del campo."),
    ("it", "La ministra ha annunciato che il governo darà più soldi alle scuole di campagna."),
    ("pt", "Os moradores da ilha não querem que se construa um hotel junto ao mar."),
    ("fr", "Les voyageurs ont attendu le train pendant deux heures à cause de la neige."),
    ("en", "She told the journalists how she had found the old book in the house of her grandmother."),
    ("pl", "Mieszkańcy wyspy nie chcą, aby zbudowano hotel nad morzem."),
    ("ru", "Министр объявил, что правительство даст школам больше денег."),
]


@pytest.fixture
def restored() -> Iterator[None]:
    """Leaves the profiles as they were."""
    yield
    load()


def _profile(text: str, name: str) -> dict[str, object]:
    freq: dict[str, int] = {}
    for word in text.lower().split():
        padded = f" {word.strip('.,')} "
        for n in (1, 2, 3):
            for i in range(len(padded) - n + 1):
                freq[padded[i : i + n]] = freq.get(padded[i : i + n], 0) + 1
    totals = [sum(count for gram, count in freq.items() if len(gram) == n) for n in (1, 2, 3)]
    return {"name": name, "freq": freq, "n_words": totals}


def test_every_gram_is_found_and_no_other() -> None:
    """The hash table leads from each key to its own row and from an unknown key to the row that says nothing."""
    for group in profiles.profiles().groups:
        taken = group.entries[group.entries > 0]
        keys, rows = taken >> profiles.ROW_BITS, taken & profiles.ROW_MASK
        assert np.array_equal(profiles.find(group, keys), rows)
        assert group.values[rows].any(axis=1).all()
        assert not profiles.find(group, keys[:1000] + np.uint64(1 << 39)).any()
        assert not group.values[0].any()


def test_a_line_scores_the_sum_of_its_grams() -> None:
    """One pass over arrays gives what looking up every n-gram of every word gives."""
    known = profiles.profiles()
    latin = next(group for group in known.groups if "de" in group.languages)
    text = "Zwei Wörter"
    expected = np.zeros(len(latin.languages))
    for word in text.lower().split():
        numbers = [profiles.SPACE, *(int(latin.letters[ord(c)]) for c in word), profiles.SPACE]
        for n in range(1, weights.ORDERS + 1):
            for i in range(len(numbers) - n + 1):
                key = np.array([int.from_bytes(bytes(numbers[i : i + n]), "big")], dtype=np.uint64)
                if numbers[i : i + n] != [profiles.SPACE] and (row := profiles.find(latin, key)[0]):
                    expected += latin.values[row, : len(latin.languages)].astype(float) * latin.step
    columns = [known.columns[tag] for tag in latin.languages]
    assert scoring.score(known, [text, "another line"])[0, columns].tolist() == pytest.approx(expected.tolist())


def test_langdetect_languages_are_all_known() -> None:
    """Every language langdetect has a profile for can be routed, and those it lacks too."""
    theirs = {path.name for path in (Path(str(files("langdetect"))) / "profiles").iterdir()} - {"zh-cn", "zh-tw"}
    ours = set(profiles.profiles().languages)
    assert theirs - ours == set()
    assert {"az", "hy", "ka", "kk", "be", "uz", "ky", "tg", "tk", "mn", "sr", "is", "ga", "eu"} <= ours


@pytest.mark.usefixtures("restored")
def test_a_profile_of_short_grams_stands_beside_the_others(tmp_path: Path) -> None:
    """Thirty sentences counted in langdetect's format make unseen ones of their language known, and no others."""
    path = tmp_path / "eo.json"
    path.write_text(json.dumps(_profile(ESPERANTO.read_text(encoding="utf-8"), "eo")), encoding="utf-8")
    load([path])
    assert [identify(text).language for text in UNSEEN] == ["eo"] * len(UNSEEN)
    assert [identify(text).language for _, text in OTHERS] == [language for language, _ in OTHERS]
    lines = [*UNSEEN, *(text for _, text in OTHERS)]
    page = [Segment(page_id="p", block=i, index=0, role=Role.PARAGRAPH, text=text) for i, text in enumerate(lines)]
    assert [r.language for r in route(page, target=None)] == ["eo"] * len(UNSEEN) + [tag for tag, _ in OTHERS]


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(("tag", "text"), [("tr", "Bakan yeni istasyonun inşaatının ilkbaharda biteceğini söyledi.")])
def test_a_profile_of_langdetect_can_be_added(tmp_path: Path, tag: str, text: str) -> None:
    """langdetect's own files, capitals and all, are read under another name: their words are as much theirs."""
    content = json.loads((Path(str(files("langdetect"))) / "profiles" / tag).read_text(encoding="utf-8"))
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**content, "name": "qaa"}), encoding="utf-8")
    load([path])
    known = profiles.profiles()
    scores = scoring.score(known, [text])[0]
    scores[known.columns[tag]] = 0.0
    assert known.languages[int(scores.argmax())] == "qaa"


@pytest.mark.usefixtures("restored")
def test_a_file_that_is_no_profile_is_named(tmp_path: Path) -> None:
    """The message says which file is wrong."""
    path = tmp_path / "broken.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.json"):
        load([path])


def _written(folder: Path, content: object) -> Path:
    path = folder / "added.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_refused_profile_changes_nothing(tmp_path: Path) -> None:
    """After the error texts are identified as before, and the profiles can be read again."""
    with pytest.raises(ConfigError):
        load([_written(tmp_path, [])])
    assert identify(OTHERS[0][1]).language == "es"
    load()


@pytest.mark.usefixtures("restored")
def test_added_profiles_hold_until_profiles_are_loaded_again(tmp_path: Path) -> None:
    """The languages one caller adds are not there for the next one."""
    load([_written(tmp_path, _profile(ESPERANTO.read_text(encoding="utf-8"), "eo"))])
    load()
    assert "eo" not in profiles.profiles().languages


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    "name", ["zh", "zh-Hant", "pt-BR", "nb", "hr-Latn", "por", "unknown", "und", "not a tag!", "", None]
)
def test_a_name_that_is_taken_or_none_is_refused(name: str, tmp_path: Path) -> None:
    """Whatever convention names a known language, its column is not given away; nor can a name be no tag."""
    with pytest.raises(ConfigError, match=r"added\.json"):
        load([_written(tmp_path, _profile(ESPERANTO.read_text(encoding="utf-8"), name))])


@pytest.mark.usefixtures("restored")
def test_a_known_language_can_be_added_in_another_script(tmp_path: Path) -> None:
    """Serbian is known in Cyrillic; a profile of it in Latin letters stands beside."""
    load([_written(tmp_path, _profile(ESPERANTO.read_text(encoding="utf-8"), "sr-Latn"))])
    assert {"sr", "sr-Latn"} <= set(profiles.profiles().languages)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"freq": {"a": "5"}}, r"count of 'a' is '5'"),
        ({"n_words": ["9", 9, 9]}, "of '9' in all"),
        ({"n_words": 3}, "not a language profile"),
    ],
)
def test_counts_that_are_no_numbers_are_named(change: dict[str, object], message: str, tmp_path: Path) -> None:
    """The message says which count is wrong."""
    with pytest.raises(ConfigError, match=message):
        load([_written(tmp_path, {**_profile("ab", "eo"), **change})])


def test_the_latin_letters_are_found_by_name() -> None:
    """Whether capitals spell a word is asked of the languages in Latin letters, wherever their profiles stand."""
    known = profiles.profiles()
    turned = replace(known, groups=known.groups[::-1])
    assert {"en", "de"} <= set(turned.latin.languages)
    assert profiles.is_word(turned, "menu")
