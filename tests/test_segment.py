"""Segments are the sentences of running text, with offsets that lead back to the page."""

from itertools import pairwise
from time import perf_counter, process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.records import Article, Block, Kind, Role
from polyglot_news.segment import segments, spans


@given(
    st.text(alphabet=st.sampled_from("Aa бي。！.?!…:։؟।۔\"'’”») \n\t1s")),
    st.sampled_from(["und", "de", "hu", "nl", "ur"]),
)
def test_spans_cover_every_visible_character(text: str, language: str) -> None:
    """Nothing but white space lies outside the spans, which are stripped, in order and apart."""
    found = spans(text, language)
    assert "".join(text[a:b] for a, b in found).split() == "".join(text).split() or "".join(
        "".join(text[a:b].split()) for a, b in found
    ) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left.", "She stayed!", "Why?"],
        ["Mr. Smith met J. R. Jones.", "They spoke."],
        ["Он ушёл.", "«Почему?»", "Никто не знает."],
        ["She asked: “Why?”", "Nobody knew."],
        ["It cost 3.50 dollars in 2019.", "That is all."],
        ["The U.S. Navy went.", "They saw the U.S.", "The end."],
        ["他走了。", "“为什么？”", "没有人知道。"],
        ["Նա գնաց:", "Ինչո՞ւ։", "Ոչ ոք չգիտի:"],
        ["वह चला गया।", "क्यों?", "कोई नहीं जानता।"],
        ["ის წავიდა.", "რატომ?", "არავინ იცის."],
        ["ذهب الرجل.", "لماذا؟", "لا أحد يعلم."],
        ["Έφυγε.", "Γιατί έφυγε;", "Κανείς δεν ξέρει."],
        ["הוא הלך.", "למה?", "איש אינו יודע."],
        ['ד"ר כהן הגיע אתמול.', "הוא נפגש עם השר."],
        ["ა. წერეთელი მოვიდა.", "ყველა გაჩუმდა."],
        ["Ժամը 12:45 էր։", "Նա եկավ։"],
        ["Նա ասաց՝ «Գնա՛»:", "Հետո լռեց։"],
        ["সে গেল।", "কেন?"],
        ["እሱ ሄደ።", "ለምን?"],
        ["သူသွားပြီ။", "ဘာလဲ။"],
        ["Yahoo! Inc. reported a profit.", "Shares rose."],
        ["1. First point is here.", "2. Second point follows.", "10) And the last one."],
    ],
)
def test_sentences_come_apart(sentences: list[str]) -> None:
    """Sentences joined by a space come out as they were."""
    text = ("" if sentences[0].endswith("。") else " ").join(sentences)
    assert [text[a:b] for a, b in spans(text)] == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ru", ["Это было в 1799 г.", "Он уехал."]),
        ("ru", ["Билет стоит 500 руб.", "Дорого."]),
        ("ru", ["Он жил на ул. Ленина, д. 5, кв. 10.", "Там и умер."]),
        ("ru", ["См. рис. 5 на стр. 10.", "Там всё есть."]),
        ("uk", ["Ціна 500 грн.", "Дорого."]),
        ("en", ["The shop closes at 5 p.m.", "Everyone left."]),
        ("ru", ["Книги, журналы и т. д.", "Всё это продали."]),
        ("ru", ["Это было до н. э.", "Тогда жили иначе."]),
    ],
)
def test_an_abbreviation_may_end_a_sentence(language: str, sentences: list[str]) -> None:
    """A unit after its number ends one, and a number after an abbreviation is no item of a list."""
    text = " ".join(sentences)
    assert [text[a:b] for a, b in spans(text, language)] == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("bg", ["Роден е в гр. Пловдив през 300 г. пр.н.е.", "Това е всичко.", "Тя замина."]),
        ("ca", ["La Sra. Puig viu al núm. Tres.", "Va néixer el 100 a.C.", "El fill també."]),
        ("cs", ["Koupil chleba, mléko atd. Praha mlčela.", "Odešel."]),
        ("de", ["Die Fa. Meyer GmbH schloss im Okt. ihr Werk.", "Auf diese Art.", "Dann ging er."]),
        ("en", ["See No. 5 and Vol. II of it.", "He said no.", "Then he left."]),
        ("en", ["We met at Peter's.", "Anna came.", "'A. Smith is here.'"]),
        ("et", ["Pr. Tamm ostis leiba, piima jne. Pood suleti.", "Ta läks."]),
        ("fa", ["جنگ در سال ۱۳۶۷ ه.ش. پایان یافت.", "او متولد ۱۳۶۰ ه.ش.", "این همه است."]),
        ("fi", ["Mukana oli mm. Virtanen.", "Katso kuvaa nro. 5 täältä.", "Hän osti leipää jne. Kauppa suljettiin."]),
        ("fr", ["Voir art. L. 122 du code.", "Selon l’art. 5 et l'art. 6 aussi.", "Il est parti."]),
        ("he", ["המכתב נשלח לת.ד. חיפה.", "היא כתבה לת.ד.", "הוא ענה."]),
        ("hr", ["Gđa. Horvat živi u ul. Kralja Tomislava.", "Kupio je kruh, mlijeko itd. Trgovina je zatvorena."]),
        (
            "hu",
            ["Okt. 5. napján özv. Nagy Pálné a Szt. István térre ment.", "Kenyeret, tejet stb.", "Az üzlet bezárt."],
        ),
        ("lt", ["Gerb. Petraitis gyvena Vilniaus r. Nemenčinėje.", "Pirko duonos, pieno ir kt.", "Jis išėjo."]),
        ("lv", ["Plkst. Deviņos ieradās kgs. Bērziņš.", "Pirka maizi, pienu utt.", "Viņš aizgāja."]),
        ("nl", ["Hij woont in 's-Hertogenbosch.", "'s Avonds leest dhr. Jansen."]),
        (
            "pl",
            [
                "Czynne od godz. 7 rano.",
                "Jest ich 9 mln.",
                "Polska ma 200 tys. Ukraińców.",
                "W kraju jest ich 300 tys.",
                "To dużo.",
            ],
        ),
        (
            "ro",
            [
                "Dl. Popescu locuiește pe bd. Unirii.",
                "A plătit 5 mil. Statul a tăcut.",
                "A cumpărat pâine etc.",
                "El tace.",
            ],
        ),
        ("sk", ["P. Novák býva na ul. Slnečnej.", "Kúpil chlieb, mlieko atď. Obchod zavreli.", "Odišiel."]),
        ("sl", ["Gdč. Novak in dr. Kranjc živita na ul. Talcev.", "Kupil je kruh, mleko itd. Trgovina je zaprta."]),
        ("sr", ["Проф. Јовић живи у ул. Кнеза Милоша.", "Купио је хлеб, млеко итд. Радња је затворена."]),
        ("sv", ["Ja, sa hon.", "Mötet är kl. Tolv."]),
        ("uk", ["Це було у 2020 р.", "Добре.", "У 2020 р. Київ святкував."]),
        ("ur", ["پی۔ٹی۔آئی نے کہا۔", "وہ گیا۔", "اس نے دیکھا۔"]),
        ("vi", ["TS. Nguyễn đã đến TP. Hồ Chí Minh.", "Ông ấy mua bánh, sữa v.v.", "Họ đi."]),
    ],
)
def test_every_language_abbreviates_its_own_way(language: str, sentences: list[str]) -> None:
    """A title goes on, an abbreviation does unless a word that sentences begin with follows; all else ends one."""
    text = " ".join(sentences)
    assert [text[a:b] for a, b in spans(text, language)] == sentences


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Am 29. September 2018 fuhr er los.", "de"),
        ("В 2019 г. Москва приняла гостей.", "ru"),
        ("Президент Дж. Байден приехал в г. Псков.", "ru"),
        ("Kl. 12.30 kom han.", "sv"),
        ("Il a dit : « Quelle joie ! », puis il est parti.", "fr"),
        ("「そうだ。」と彼は言った。", "ja"),
        ('"Why?" she asked.', "en"),
        ("i.e. this, e.g. that", "en"),
        ("They met at 5 p.m. Monday in the hall.", "en"),
        ("Книги, журналы и т. д. и т. п. были проданы.", "ru"),
    ],
)
def test_a_stop_inside_a_sentence_ends_nothing(text: str, language: str) -> None:
    """Ordinals, abbreviations and speech within a sentence leave it whole."""
    assert spans(text, language) == [(0, len(text))]


def test_thai_is_cut_at_line_ends() -> None:
    """Thai puts a space between clauses and no stop after a sentence: only a line's end tells."""
    text = "เขาไปแล้ว\nทำไม\nไม่มีใครรู้"
    assert [text[a:b] for a, b in spans(text, "th")] == text.split("\n")


def test_many_quotation_marks_take_linear_time() -> None:
    """Ten times the text takes about ten times the time, not a hundred."""

    def seconds(copies: int) -> float:
        text = '"He said. "No." ' * copies
        start = perf_counter()
        spans(text)
        return perf_counter() - start

    assert seconds(20_000) < 40 * max(seconds(2_000), 0.005)


def test_labels_stay_whole_and_offsets_lead_back() -> None:
    """A residue block is one segment; a segment of a dump lies at its offsets in the page."""
    page = "Menu. Home. News.\nIt rained. It stopped."
    blocks = (
        Block(index=0, role=Role.RESIDUE, text=page[:17], reason="", start=0, end=17),
        Block(index=1, role=Role.PARAGRAPH, text=page[18:], reason="", start=18, end=len(page)),
    )
    found = list(segments(Article(id="p", source="p.txt", kind=Kind.DUMP, blocks=blocks)))
    assert [segment.text for segment in found] == ["Menu. Home. News.", "It rained.", "It stopped."]
    assert all(page[segment.start : segment.end] == segment.text for segment in found)
    assert [(segment.block, segment.index) for segment in found] == [(0, 0), (1, 0), (1, 1)]


def test_segments_of_a_paragraph_put_together_lead_back() -> None:
    """They read as the paragraph does, and lie on the page where their first and last characters do."""
    page = "The old\r\n  ferry\n, which sank. It\nrose."
    block = Block(
        index=0,
        role=Role.PARAGRAPH,
        text="The old ferry, which sank. It rose.",
        reason="",
        start=0,
        end=len(page),
        dropped=((8, 3), (13, 4)),
    )
    found = list(segments(Article(id="p", source="p.txt", kind=Kind.DUMP, blocks=(block,))))
    assert [segment.text for segment in found] == ["The old ferry, which sank.", "It rose."]
    assert [page[segment.start : segment.end] for segment in found] == [
        "The old\r\n  ferry\n, which sank.",
        "It\nrose.",
    ]


def test_initials_stay_with_their_name() -> None:
    """Two initials in a row begin no sentence, also where one of them is a word of its own."""
    for text in ("Писатель А. С. Пушкин жил здесь.", "Сюда приезжал В. И. Вернадский.", "He met J. A. Smith at noon."):
        assert len(spans(text)) == 1, text


def test_rows_of_stops_take_linear_time() -> None:
    """A dot leader of any length is gone through once: ten times the dots take about ten times the time."""

    def seconds(count: int) -> float:
        began = process_time()
        spans("Inhalt " + "." * count + "5")
        return process_time() - began

    seconds(1_000)
    assert seconds(200_000) < 100 * max(seconds(20_000), 0.001)
