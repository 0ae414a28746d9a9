"""langdetect's detector is asked where a long text is in doubt, and answers as langdetect itself does."""

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import numpy as np
import pytest
from langdetect import DetectorFactory, LangDetectException

from polyglot_news.languages import bcp47
from polyglot_news.records import Role, Segment
from polyglot_news.route import detector, doubt, identify, profiles, route
from polyglot_news.route.scoring import Scores

TEXTS = [
    "The committee met on Tuesday to discuss the new budget for the schools of the city.",
    "Министр сообщил журналистам, что строительство новой станции закончится весной.",
    "Le ministre a déclaré que les travaux de la nouvelle gare seraient terminés au printemps.",
    "O ministro disse que as obras da nova estação terminam na primavera.",
    "Hagen ble åpnet i går / Haven blev åbnet i går",
    "नई दिल्ली में आज बैठक हुई",
    "今天北京天气很好",
    "UPPER CASE ALONE",
    "12:45",
    "",
]


@pytest.fixture(scope="module")
def stock() -> DetectorFactory:
    """langdetect's own factory with its profiles in sorted order."""
    paths = sorted((files("langdetect") / "profiles").iterdir(), key=lambda path: path.name)
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in paths])
    return factory


def _said(factory: DetectorFactory, text: str) -> dict[str, float]:
    asked = factory.create()
    asked.append(text)
    try:
        return {bcp47(each.lang): each.prob for each in asked.get_probabilities()}
    except LangDetectException:
        return {}


def test_the_answers_are_those_of_langdetect(stock: DetectorFactory) -> None:
    """Every probability is the one that langdetect's own factory gives with seed 0, to the last bit."""
    assert [detector.opinion(text) for text in TEXTS] == [_said(stock, text) for text in TEXTS]


def test_every_count_of_langdetect_is_packed(stock: DetectorFactory) -> None:
    """The file that ships holds each of its grams, with the share it has in each language."""
    ours = detector._factory()
    assert ours.langlist == stock.langlist
    assert set(ours.word_lang_prob_map) == set(stock.word_lang_prob_map)
    some = sorted(stock.word_lang_prob_map)[::7]
    assert [ours.word_lang_prob_map[gram].tolist() for gram in some] == [stock.word_lang_prob_map[g] for g in some]


def test_the_answers_are_the_same_in_every_thread() -> None:
    """Eight threads that ask at once, the first time too, get what one gets."""
    detector._factory.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(detector.opinion, TEXTS * 8))
    assert found == [detector.opinion(text) for text in TEXTS] * 8


def _torn(first: str, second: str, share: float) -> tuple[profiles.Profiles, Scores]:
    known = profiles.profiles()
    probabilities = np.zeros(len(known.languages), dtype=np.float32)
    probabilities[known.columns[first]] = share
    probabilities[known.columns[second]] = 1.0 - share
    return known, probabilities


def _heard(known: profiles.Profiles, probabilities: Scores, text: str) -> tuple[Scores, str]:
    if not doubt.is_in_doubt(text, float(probabilities.max())):
        return probabilities, ""
    return doubt.weighed(known, probabilities, text)


def test_langdetect_turns_a_close_decision() -> None:
    """Where two of its languages are nearly even, its answer decides, and is told."""
    known, probabilities = _torn("es", "pt", 0.55)
    weighed, vote = _heard(known, probabilities, TEXTS[3])
    assert known.languages[int(weighed.argmax())] == "pt"
    assert weighed.sum() == pytest.approx(1.0)
    assert vote == "langdetect says pt 1.00"


@pytest.mark.parametrize(
    ("first", "second", "share", "text"),
    [
        ("es", "pt", 0.95, TEXTS[3]),
        ("es", "pt", 0.55, "O ministro disse"),
        ("az", "tr", 0.55, "Nazir bildirib ki, yeni stansiyanın tikintisi yazda başa çatacaq."),
    ],
    ids=["not in doubt", "short", "between languages of which it knows one"],
)
def test_langdetect_is_not_asked(first: str, second: str, share: float, text: str) -> None:
    """Elsewhere the probabilities stay as they are."""
    known, probabilities = _torn(first, second, share)
    weighed, vote = _heard(known, probabilities, text)
    assert (weighed == probabilities).all()
    assert not vote


@pytest.mark.parametrize("share", [0.5, 0.7, np.nextafter(doubt.DOUBT, 0)])
def test_its_answer_reaches_no_further(share: float) -> None:
    """Whatever it says, a text in doubt stays below a probability: who asks for more need not ask it."""
    weighed, vote = doubt.weighed(*_torn("pt", "es", share), TEXTS[3])
    assert vote
    assert weighed.max() <= doubt.REACH


def test_the_vote_is_seen_where_it_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A routed segment and a guess tell what langdetect said of them."""
    monkeypatch.setattr(doubt, "DOUBT", 1.1)
    monkeypatch.setattr(doubt, "LEAST", 0.0)
    segment = Segment(page_id="p", block=0, index=0, role=Role.PARAGRAPH, text=TEXTS[3])
    assert route([segment], target="en")[0].reason == "langdetect says pt 1.00"
    assert identify(TEXTS[3]).reason == "langdetect says pt 1.00"
