"""Terms with fixed translations: how a file is read, how they are found and how they are missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.errors import ConfigError
from polyglot_news.glossary import Glossary, Term, Terms, read_glossary

COUNCIL = Term(forms=("Совбез ООН", "Совбеза ООН"), targets=("UN Security Council",))
PORT = Term(forms=("порт", "порта"), targets=("port", "harbour"))
UN = Term(forms=("ООН",), targets=("UN",))
TERMS = Terms([COUNCIL, PORT, UN])


def read(tmp_path: Path, content: str | bytes) -> Glossary:
    path = tmp_path / "terms.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_glossary(path)


def found(text: str, terms: Terms = TERMS) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.translation) for hit in terms.find(text)]


@pytest.mark.parametrize(
    "content",
    [
        "порт|порта,port|harbour\nООН,UN\n",
        "term,translation\nпорт|порта,port|harbour\nООН,UN\n",
        "\ufeffTerm;Translation;note\r\nпорт | порта;port | harbour;x\r\n;;\r\n  ООН;UN;\r\n",
        "translation\tterm\nport|harbour\tпорт|порта\nUN\tООН\n",
        '"порт|порта","port|harbour"\n"ООН","UN"',
    ],
)
def test_a_file_is_read_as_people_write_it(tmp_path: Path, content: str) -> None:
    """With or without names of columns, parted by commas, semicolons or tabs, with Excel's mark and blank rows."""
    assert read(tmp_path, content).terms == (PORT, UN)


def test_languages_keep_terms_to_their_pairs(tmp_path: Path) -> None:
    """A term without languages is for all; a column a language is for every pair of them, both ways."""
    glossary = read(tmp_path, "term,translation,source_lang,target_lang\nпорт,port,ru,en\nорт,Ort,,de\nООН,UN,,\n")
    assert found("порт ООН", glossary.of("ru", "en-GB")) == [("порт", "port"), ("ООН", "UN")]
    assert found("порт орт ООН", glossary.of("ru", "de")) == [("орт", "Ort"), ("ООН", "UN")]
    table = read(tmp_path, "ru,en,de\nпорт|порта,port,Hafen\nООН,UN,\n")
    assert found("порта ООН", table.of("ru", "de")) == [("порта", "Hafen")]
    assert found("Hafen port", table.of("de", "en")) == [("Hafen", "port")]
    assert found("UN", table.of("en", "ru")) == [("UN", "ООН")]


def test_accents_may_be_written_apart(tmp_path: Path) -> None:
    """As files of some systems have them; the texts that are translated never do."""
    decomposed = "Cafe\u0301,\u0438\u0306огурт\n"
    assert found("Café", read(tmp_path, decomposed).of("fr", "ru")) == [("Café", "\u0439огурт")]


def test_two_words_may_share_a_translation(tmp_path: Path) -> None:
    """The other way round both are accepted, and the first is put in."""
    table = read(tmp_path, "ru,en\nпорт,port\nгавань,port|harbour\n")
    there, back = table.of("ru", "en"), table.of("en", "ru")
    assert found("гавань", there) == [("гавань", "port")] and there.kept("гавань", "harbour") == 1.0
    assert found("port", back) == [("port", "порт")] and back.kept("port", "гавань") == 1.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("порт,port\nпорта\n", "line 2: a term and its translation"),
        ("порт,port\n,harbour\n", "line 2: a term and its translation"),
        ("порт,port\nпорт,harbour\n", "line 2: 'порт' has another translation in line 1"),
        ('порт,port\n"порта,port\n', "line 2: unexpected end of data"),
        ("порт,port\n".encode("cp1251"), "not in UTF-8"),
        ("порт,port\n".encode("utf-16"), "Save it as UTF-8"),
        ("harbour,port\n".encode("utf-16-le"), "Save it as UTF-8"),
        ("term,translation,term\nпорт,port,x\n", "line 1: the column 'term' is there twice"),
        ("source,target,term\nпорт,port,x\n", "line 1: the column 'term' is there twice"),
        ("en,ru,en\nport,порт,x\n", "line 1: the column 'en' is there twice"),
        ("no,no\nport,puerto\n", "put a row term,translation before it"),
        ("cat,gat\ndog,gos\n", "'gat' is no known language. If the row is none of languages"),
        ("term,translation,source_lang\nport,порт,english\n", "line 2: source_lang is 'english', which is no language"),
        ("порт," + "x" * 200_000, "line 1: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    """A missing side, two translations, an open quote, another encoding, a cell without end."""
    with pytest.raises(ConfigError, match=said):
        read(tmp_path, content)


def test_short_words_are_no_languages(tmp_path: Path) -> None:
    """A first row of words that no language is called by is a row of terms, and names of columns make any row one."""
    assert read(tmp_path, "pug,dog\nOst,Käs\n").terms[0] == Term(forms=("pug",), targets=("dog",))
    assert read(tmp_path, "term,translation\nno,is\n").terms == (Term(forms=("no",), targets=("is",)),)
    assert read(tmp_path, "no,is\nhavn,höfn\n").languages == ("no", "is")


def test_a_glossary_knows_whom_it_serves(tmp_path: Path) -> None:
    """Any source will do where none is named."""
    table = read(tmp_path, "no,is\nhavn,höfn\n")
    assert table.serves([], "is") and table.serves(["en", "no"], "is")
    assert not table.serves([], "en") and not table.serves(["en"], "is")
    assert read(tmp_path, "порт,port\n").serves(["ru"], "en") and not read(tmp_path, "").serves([], "en")


def test_an_empty_file_has_no_terms(tmp_path: Path) -> None:
    """Names of columns alone neither; a file that is not there is named."""
    assert read(tmp_path, "").terms == () == read(tmp_path, "term,translation\n").terms
    with pytest.raises(ConfigError, match=r"the glossary .*nothing"):
        read_glossary(tmp_path / "nothing.csv")


def test_terms_are_whole_words_and_the_longest_wins() -> None:
    """Not inside another word, not inside a longer term."""
    assert found("Совбеза ООН и ООН") == [("Совбеза ООН", "UN Security Council"), ("ООН", "UN")]
    assert found("аэропорт портал порт-х (порта)") == [("порт", "port"), ("порта", "port")]
    assert found("昨天海港举行演习", Terms([Term(forms=("海港",), targets=("harbour",))])) == [("海港", "harbour")]
    languages = Terms([Term(forms=("C++",), targets=("C plus",)), Term(forms=("C",), targets=("D",))])
    assert found("C++, a C", languages) == [("C++", "C plus"), ("C", "D")]


def test_capitals_of_the_text_are_those_of_the_translation() -> None:
    """At the start of a sentence or in a headline; a name must be written as a name."""
    assert found("Порт, ПОРТ, порт") == [("Порт", "Port"), ("ПОРТ", "PORT"), ("порт", "port")]
    assert found("СОВБЕЗ ООН, совбез ООН") == [("СОВБЕЗ ООН", "UN SECURITY COUNCIL"), ("ООН", "UN")]


def test_a_lost_term_is_missed_as_often_as_it_is_lost() -> None:
    """Any of the accepted translations is good, in the letter case the term allows, as a whole word."""
    for target, share in {
        "The UN Security Council met in the port.": 1.0,
        "UN SECURITY COUNCIL: Harbour closed": 1.0,
        "The Security Council met in the port.": 0.5,
        "The un security council met in the airport.": 0.0,
    }.items():
        assert TERMS.kept("Совбез ООН собрался: порт", target) == share
    assert TERMS.kept("порт и порта", "port") == 0.5 and TERMS.kept("порт и порта", "port, harbour") == 1.0
    assert TERMS.kept("ничего", "port") is None


def test_a_mark_says_what_is_asked_of_a_text() -> None:
    """Nothing without a term; another translation of a term that is there is another mark, one elsewhere is not."""
    other = Terms([COUNCIL, Term(forms=("порт",), targets=("haven",)), UN])
    assert TERMS.mark("ничего") == ""
    assert TERMS.mark("Порт ООН") == TERMS.mark("ООН: порт и порт") != other.mark("Порт ООН")
    assert TERMS.mark("ООН") == other.mark("ООН") != ""


@given(st.lists(st.sampled_from(["порт", "ООН", "Совбез", "Совбеза", "x", ",", "Порта"]), max_size=12))
def test_what_is_replaced_is_kept(words: list[str]) -> None:
    """Every term written as its translation is found again, whatever stands around it."""
    text = " ".join(words)
    assert TERMS.kept(text, TERMS.replaced(text)) in (1.0, None)
