"""Every signal on hand-made good and bad outputs, and the decision they lead to."""

from __future__ import annotations

import pytest

from polyglot_news.score import DEFAULT, SCORES, Candidate, decide, score_pair

SOURCE = "Цены на хлеб выросли на 12 процентов, сообщило министерство."
GOOD = "Bread prices rose by 12 percent, the ministry said."


def scores_of(
    source: str, target: str, languages: tuple[str, str] = ("ru", "en"), mt_score: float | None = None
) -> dict[str, float | None]:
    return score_pair(
        Candidate(source=source, target=target, source_lang=languages[0], target_lang=languages[1], mt_score=mt_score)
    )


def reason(source: str, target: str, mt_score: float | None = -0.3, languages: tuple[str, str] = ("ru", "en")) -> str:
    scores = scores_of(source, target, languages, mt_score)
    return decide(scores).reason


def test_a_good_pair_is_kept() -> None:
    """Nothing refuses a faithful translation."""
    scores = scores_of(SOURCE, GOOD, mt_score=-0.3)
    assert decide(scores).keep and scores["numbers"] == 1.0 and scores["copy"] == 0.0


@pytest.mark.parametrize(
    ("expected", "target"),
    [
        ("empty", ""),
        ("repetition", "Bread prices rose, rose, rose, rose, rose, rose, rose, rose, rose, rose, rose by 12 percent."),
        ("repetition", "12 " + "x" * 60),
        ("wrong_script", SOURCE),
        ("wrong_script", "Цены на bread 12"),
        ("too_short", "12"),
        ("too_long", GOOD + " The weather stayed dry and calm over the whole of the coast until Sunday evening, and so "
         "the farmers of that region began with the hay, which is early for a year with such a cold spring."),
        ("numbers_differ", "Bread prices rose by 21 percent, the ministry said."),
    ],
)  # fmt: skip
def test_a_bad_output_is_refused_for_its_reason(expected: str, target: str) -> None:
    """Each fault is found by the score made for it."""
    assert reason(SOURCE, target) == expected


def test_a_copy_in_the_same_script_is_found() -> None:
    """German left as it was is no English."""
    text = "Die Preise für Brot sind gestiegen, sagte das zuständige Ministerium."
    assert reason(text, text, languages=("de", "en")) == "copy"
    assert reason("Angela Merkel", "Angela Merkel", languages=("de", "en")) == ""


@pytest.mark.parametrize("target", ["...", "-", "!!!", "?", " … "])
def test_an_output_of_signs_only_is_empty(target: str) -> None:
    """Where the source has a word or a number something must have been said."""
    assert reason("Сохранить", target) == reason("Он вернулся домой поздно вечером", target) == "empty"
    assert reason("12", target) == "empty"


@pytest.mark.parametrize(
    "text", ["Read more", "Save changes", "Sign up now", "Add to cart", "Log in", "READ THE FULL STORY HERE"]
)
def test_a_short_text_left_whole_is_a_copy(text: str) -> None:
    """One word that is no name beside another tells it, or five in capitals."""
    assert reason(text, text, languages=("en", "de")) == "copy"
    assert reason(text, text + " ", languages=("en", "fr")) == "copy"


@pytest.mark.parametrize(
    "name",
    ["Google Chrome", "New York Times", "John Smith", "Ursula von der Leyen", "Leonardo da Vinci", "Bank of America",
     "THE NEW YORK TIMES", "Logitech iTouch", "Windows 10", "info@example.org"],
)  # fmt: skip
def test_a_name_left_whole_is_no_copy(name: str) -> None:
    """Small words between the parts of a name belong to it."""
    assert reason(name, name, languages=("en", "de")) == ""


def test_related_languages_share_short_texts() -> None:
    """Only four words tell a copy there."""
    for languages, text in [
        (("es", "pt"), "número inválido"),
        (("ru", "uk"), "Нова папка"),
        (("da", "nb"), "Mangler argument"),
    ]:
        assert reason(text, text, languages=languages) == ""
    text = "Министр сказал, что бюджет вырастет"
    assert reason(text, text, languages=("ru", "uk")) == "copy"


def test_chinese_left_as_it_was_is_no_japanese() -> None:
    """Names and terms of up to four characters are the same in both, kana is no Chinese."""
    assert reason("总统说经济将增长", "总统说经济将增长", languages=("zh", "ja")) == "copy"
    assert reason("北京大学", "北京大学", languages=("zh", "ja")) == ""


def test_half_a_sentence_is_too_short() -> None:
    """What stops without the stop of its source and is short for it was cut; a stop less alone is not."""
    source = "Капитан судна рассказал, что шторм начался внезапно и длился всю ночь."
    whole = "The ship's captain said that the storm had begun suddenly and lasted all night"
    half = "The ship's captain said that the"
    assert reason(source, half) == "too_short"
    assert reason(source, whole) == reason(source, whole + ".") == ""
    assert reason(source.rstrip("."), half) == ""
    assert reason("La réunion est terminée depuis deux heures.", "การประชุมจบแล้ว", languages=("fr", "th")) == ""


def test_an_improbable_output_is_refused() -> None:
    """What the model itself does not believe is not kept."""
    assert reason(SOURCE, GOOD, mt_score=-5.0) == "improbable"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Read more at https://example.org/path?a=1&b=2.", "Подробнее: https://example.org/path?a=1&b=2."),
        ("<b>Bold</b> text and {name}", "<b>Жирный</b> текст и {name}"),
        ("NASA and YouTube", "NASA и YouTube"),
        ("iPhone 15", "iPhone 15"),
        ("OK", "OK"),
    ],
)
def test_what_is_meant_to_stay_is_not_the_wrong_script(source: str, target: str) -> None:
    """Addresses, tags and short names stay in Latin letters in any language."""
    assert reason(source, target, languages=("en", "ru")) == ""


@pytest.mark.parametrize(
    ("languages", "source", "target"),
    [
        (("en", "ru"), "Install Google Chrome", "Установите Google Chrome"),
        (("en", "ru"), "Download Adobe Photoshop", "Скачать Adobe Photoshop"),
        (("en", "ru"), "Photo: John Smith / Reuters", "Фото: John Smith / Reuters"),
        (("en", "zh"), "Download Google Chrome", "下载 Google Chrome"),
        (("en", "ja"), "Download Google Chrome", "Google Chromeをダウンロード"),
        (("ru", "zh"), "Windows 10", "Windows 10"),
    ],
)
def test_a_latin_name_is_not_the_wrong_script(languages: tuple[str, str], source: str, target: str) -> None:
    """Where both texts have it, and words beside it are translated or the source is in other letters."""
    assert reason(source, target, languages=languages) == ""


@pytest.mark.parametrize(
    ("languages", "target"),
    [
        (("ru", "en"), "Министр said that бюджет will grow"),
        (("en", "ru"), "Министр said that бюджет will grow"),
        (("en", "ru"), "Министр финансов сообщил журналистам that the budget вырастет"),
        (("ru", "de"), "Der Minister sagte, dass der бюджет im nächsten Jahr сильно вырастет"),
    ],
)
def test_a_text_in_two_languages_is_refused(languages: tuple[str, str], target: str) -> None:
    """Though most of it may be in the right letters."""
    assert reason(target, target, languages=languages) == "wrong_script"


def test_a_quoted_word_makes_no_text_of_two_languages() -> None:
    """One is meant to be seen, and so are names in letters without case."""
    assert reason("Слово «дача» знают все", "Everybody knows the word «дача»") == ""
    assert reason("Си Цзиньпин (习近平) прибыл в Москву", "Xi Jinping (习近平) arrived in Moscow today") == ""


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (("en", "ru"), "Share"),
        (("en", "ru"), "Share On Facebook"),
        (("en", "ru"), "US AND EU SIGN DEAL"),
        (("ru", "en"), "НАТО"),
        (("zh", "en"), "中国"),
    ],
)
def test_a_copy_in_another_script_is_found(languages: tuple[str, str], text: str) -> None:
    """Neither capitals nor shortness excuse it."""
    assert reason(text, text, languages=languages) == "wrong_script"


@pytest.mark.parametrize("symbols", ["🎉", "★★★", "。", "❤️", "—"])
def test_words_made_of_symbols_are_refused(symbols: str) -> None:
    """Where nothing was said nothing can be translated; other symbols are no words."""
    assert reason(symbols, "a") == "lost_placeholder"
    assert reason(symbols, symbols) == reason(symbols, "...") == ""


def test_a_character_that_was_lost_is_refused() -> None:
    """Unless the source lost it already, in languages of several scripts, too."""
    assert reason(SOURCE, GOOD.replace("a", "\ufffd", 1)) == "wrong_script"
    assert reason("Cena chleba", "Цена хле\ufffdа", languages=("pl", "sr")) == "wrong_script"
    assert reason(SOURCE + "\ufffd", GOOD + "\ufffd") == ""


@pytest.mark.parametrize("kept", ["https://example.org/a?b=1", "info@example.org", "@harbour", "%s", "{name}", "<b>"])
def test_what_must_survive_is_missed(kept: str) -> None:
    """An address, a handle, a placeholder or a tag is there letter by letter, or the pair is refused."""
    source = f"Читайте также нашу страницу {kept} сегодня"
    assert reason(source, f"Read our page {kept} today too") == ""
    assert reason(source, "Read our page, today as well") == "lost_placeholder"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Der Hinweis „Siehe https://example.org/a.“ fehlt", "The note “See https://example.org/a” is missing"),
        ("请访问https://example.org/a。", "Please visit https://example.org/a."),
    ],
)
def test_quotes_and_stops_around_an_address_are_not_part_of_it(source: str, target: str) -> None:
    """Every language has its own."""
    assert scores_of(source, target, ("de", "en"))["placeholders"] == 1.0


def test_numbers_are_compared_by_their_digits() -> None:
    """Separators, digits of another script and the order of a date do not matter."""
    for source, target in [
        ("1 234,5 тонны", "1,234.5 tons"),
        ("١٢٣ طنا", "123 tons"),
        ("१२३ टन", "123 tons"),
        ("14.02.2026, 10:29", "2/14/2026 at 10:29"),
        ("Рост на 7,5 %", "7.5% growth"),
        ("5-е место", "5th place"),
    ]:
        assert scores_of(source, target)["numbers"] == 1.0


SAID = [
    ("ru", "XIX век", "19th century"),
    ("ru", "вторая половина ХХ века", "the second half of the 20th century"),
    ("ru", "в 17:00", "at 5 p.m."),
    ("ru", "после пяти вечера", "after 5 p.m."),
    ("ru", "в 5 часов вечера", "at 17:00"),
    ("ru", "три человека", "3 people"),
    ("ru", "двадцатичетырёхлетняя", "24-year-old"),
    ("ru", "двадцать пятого декабря", "December 25th"),
    ("ru", "Цены на 05.02", "Prices of February 5"),
    ("ru", "6 тыс. рублей", "6,000 rubles"),
    ("ru", "четыре тысячи долларов", "$4,000"),
    ("ru", "2,5 млн евро", "2.5 million euros"),
    ("ru", "2,5 млн евро", "2,500,000 euros"),
    ("ru", "2,5 млн евро", "2.5m euros"),
    ("ru", "2 млн 750 тыс. евро", "2.75 million euros"),
    ("ru", "5–6 млн рублей", "5 million to 6 million rubles"),
    ("ru", "с £32,7 до £42,6 млрд", "from £32.7 billion to £42.6 billion"),
    ("ru", "за 3 млн. 300 тысяч рублей", "for 3 million 300 thousand rubles"),
    ("ru", "5 тысяч 300 человек", "5,300 people"),
    ("es", "5 mil millones de euros", "5 billion euros"),
    ("zh", "5千万元", "50 million yuan"),
    ("ko", "2천만 명", "20 million people"),
    ("ru", "Олимпиада-80, весна 98-го", "the 1980 Olympics, spring of 1998"),
    ("ru", "нет 15-ти миллионов", "no 15 million"),
    ("ru", "850-миллионная сделка", "an 850 million deal"),
    ("ja", "1万2000人", "12,000 people"),
    ("el", "5 εκατομμύρια ευρώ", "5 million euros"),
    ("ru", "высота 5 м", "5 m high"),
    ("ru", "6-11 м/с, две 2-недельные болезни", "6-11 m/s, two 2-week illnesses"),
    ("ru", "+7 (495) 123-45-67", "+7 495 123 45 67"),
    ("ru", "8 800 555 35 35", "8-800-555-35-35"),
    ("ru", "1 234 567 рупий", "12,34,567 rupees"),
    ("ru", "в 00:30", "at 12:30 a.m."),
    ("ru", "в 80-е годы", "in the 1980s"),
    ("de", "die 80er Jahre", "the 1980s"),
    ("fr", "les années 80", "the 1980s"),
    ("ru", "01.02.85", "1 February 1985"),
    ("de", "fünfundzwanzig Menschen", "25 people"),
    ("fr", "trois mille soldats", "3,000 soldiers"),
    ("zh", "3万人", "30,000 people"),
    ("zh", "十九世纪", "19th century"),
    ("ja", "三十五歳", "35 years old"),
    ("uk", "п’ятнадцять хвилин", "15 minutes"),
    ("pl", "dwadzieścia trzy osoby", "23 people"),
    ("it", "venticinque anni", "25 years"),
    ("pt", "vinte e cinco pessoas", "25 people"),
    ("es", "dos mil euros", "2,000 euros"),
    ("en", "fifteen minutes", "15 minutes"),
    ("en", "two hundred and fifteen people", "215 people"),
    ("ru", "двести пятьдесят человек", "250 people"),
    ("fr", "soixante-dix ans", "70 years"),
    ("fr", "soixante et onze ans", "71 years"),
    ("fr", "quatre-vingts ans", "80 years"),
    ("fr", "quatre-vingt-dix-sept ans", "97 years"),
    ("fr", "septante-cinq ans", "75 years"),
    ("ru", "½ стакана", "1/2 cup"),
    ("ru", "2½ стакана", "2.5 cups"),
    ("ru", "H₂O", "H2O"),
    ("ru", "Цены в марте", "Prices in 03"),
    ("ru", "в мае", "in 05"),
    ("uk", "у березні", "in 03"),
    ("en", "since April", "с 04"),
    ("en", "5 lakh people", "500,000 people"),
    ("en", "5 lakh people", "500 thousand people"),
    ("en", "2.5 crore rupees", "25 million rupees"),
    ("en", "five lakh people", "500,000 people"),
    ("hi", "5 लाख लोग", "500,000 people"),
    ("hi", "2 करोड़ रुपये", "20 million rupees"),
    ("ru", "1,00,000 рупий", "100,000 rupees"),
    ("ru", "двухнедельная поездка", "a 2-week trip"),
    ("ru", "Две тысячи тринадцатый год", "the year 2013"),
    ("en", "nineteen eighty-four", "1984"),
    ("ru", "в семидесятые годы", "in the 1970s"),
    ("ru", "в конце XIX века", "in the late 1800s"),
    ("ru", "в начале 1900-х", "in the early 20th century"),
    ("ru", "полтора часа", "1.5 hours"),
    ("ru", "2,5 часа", "two and a half hours"),
    ("ru", "1,5 часа", "an hour and a half"),
    ("ru", "полтора миллиона человек", "1.5 million people"),
    ("ru", "полмиллиона человек", "500,000 people"),
    ("en", "half a million people", "500,000 people"),
    ("de", "anderthalb Millionen Euro", "1.5 million euros"),
    ("ru", "0,5 л молока", "half a litre of milk"),
    ("ru", "пол-литра молока", "1/2 l of milk"),
    ("ru", "2,5 часа", "2 1/2 hours"),
    ("ru", "полтора стакана", "1 1/2 cups"),
    ("ru", "25% населения", "a quarter of the population"),
    ("de", "die Hälfte der Bewohner", "50 percent of the residents"),
    ("ru", "2/3 жителей", "two thirds of residents"),
    ("ru", "полтора года", "18 months"),
    ("en", "90 minutes", "an hour and a half"),
    ("ru", "0,08%", ".08%"),
    ("ru", "40 000,00 руб.", "40,000.00 rubles"),
    ("ru", "19,00 руб.", "19 rubles"),
    ("ru", "в 19.00", "at 7 pm"),
    ("fr", "à 19h00", "at 7 p.m."),
    ("ja", "午後7時", "at 19:00"),
    ("zh", "下午3点", "3 p.m."),
    ("ko", "오후 3시", "15:00"),
    ("ru", "в час дня", "at 1 p.m."),
    ("ru", "в полдень", "at 12:00"),
    ("ru", "в полночь", "at 12 a.m."),
    ("ru", "в половине третьего", "at 2:30"),
    ("de", "um halb drei", "at 2:30"),
    ("ru", "без четверти пять", "at 4:45"),
    ("ru", "круглосуточно", "24/7"),
    ("ru", "24 яйца", "two dozen eggs"),
    ("ru", "6 яиц", "half a dozen eggs"),
    ("ru", "вдвое больше", "2 times more"),
    ("ru", "трижды", "3 times"),
    ("fr", "le XIXe siècle", "the 19th century"),
    ("ru", "I век", "1st century"),
    ("ru", "1,5 млрд долларов", "$1.5bn"),
    ("ru", "300+ млрд долларов", "$300+ billion"),
    ("ru", "5 мая", "May 5"),
    ("ru", "минус 5 градусов", "-5 degrees"),
    ("ru", "5 градусов мороза", "-5 degrees"),
    ("ru", "от -100% до +100%", "between -100 and +100%"),
    ("ru", "в 10:00", "at 10 a.m."),
    ("ru", "в 10:00 вечером", "at 10 p.m."),
]


@pytest.mark.parametrize(("language", "source", "target"), SAID)
def test_a_number_may_be_said_in_another_form(language: str, source: str, target: str) -> None:
    """In words, as a Roman numeral, as a month, after noon, in thousands, as the end of a year, either way round."""
    assert scores_of(source, target, (language, "en"))["numbers"] == 1.0
    assert scores_of(target, source, ("en", language))["numbers"] == 1.0


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("XIX век", "18th century"),
        ("в 17:00", "at 6 p.m."),
        ("три человека", "4 people"),
        ("двадцать пятого декабря", "December 26th"),
        ("Цены на 05.02", "Prices of March 5"),
        ("6 тыс. рублей", "60,000 rubles"),
        ("2,5 млн евро", "2,500 euros"),
        ("5 млн рублей", "5 billion rubles"),
        ("5 млн рублей", "5 thousand rubles"),
        ("5 млн рублей", "5 rubles"),
        ("5 рублей", "5 million rubles"),
        ("от 5 до 6 млн рублей", "5 to 6 billion rubles"),
        ("8 800 555 35 35", "8-800-555-35-36"),
        ("в 80-е годы", "in the 1970s"),
        ("показатель 85", "a rate of 1985"),
        ("Звонок 5", "You may call"),
        ("В марте пришли 5 человек", "In March 3 people came"),
        ("Цены в марте", "Prices in 04"),
        ("5 lakh", "5 million"),
        ("полтора миллиона", "2.5 million"),
        ("полмиллиона", "5 million"),
        ("в конце XIX века", "in the late 1700s"),
        ("в семидесятые годы", "in the 1960s"),
        ("Две тысячи тринадцатый год", "the year 2014"),
        ("двести человек", "300 people"),
        ("12 из 40 человек, 3 ранены", "12 of 40 people, 5 injured"),
        ("Он пришёл", "He came at 7"),
        ("5 мая", "March 5"),
        ("в мае", "in March"),
        ("В июле он уехал", "He left in September"),
        ("5 марта и 6 мая", "5 March and 6 June"),
        ("в 10 вечера", "at 10 a.m."),
        ("в 10:00", "at 10 p.m."),
        ("в час дня", "at 1 a.m."),
        ("в полдень", "at midnight"),
        ("в 2:30", "at 3:30"),
        ("в 2:30", "at half past three"),
        ("-5 градусов", "5 degrees"),
        ("5 градусов мороза", "5 degrees"),
        ("+5 градусов", "-5 degrees"),
        ("0,5 л", "a litre"),
        ("0,5 л", "1.5 l"),
        ("25%", "half"),
        ("75%", "a quarter"),
        ("2,5 часа", "2 1/4 hours"),
        ("12 яиц", "half a dozen eggs"),
        ("I век", "2nd century"),
    ],
)
def test_a_changed_number_is_refused(source: str, target: str) -> None:
    """One among several, too, and one that nobody said."""
    assert reason(source, target) == "numbers_differ"


def test_every_score_answers_everything() -> None:
    """No text makes a score fail, and a number is never NaN."""
    for source in ("", " ", "12", "漢字かな", "a", SOURCE):
        for target in ("", "!", "...", GOOD):
            scores = scores_of(source, target, ("und", "zh-Hant"))
            assert list(scores) == list(SCORES) and all(value is None or value == value for value in scores.values())


@pytest.mark.parametrize(
    "unit", ["9", "₂", "½", "12,", "1-", "-1 ", "5 p.m. ", "5 May ", "8 800 555 35 35 ", "1万", "5 million 3 thousand "]
)
def test_numbers_without_end_are_read(unit: str) -> None:
    """However long a run of digits is, it is the same as itself and not another."""
    text = unit * 4_000 + "9"
    assert scores_of(text, text, ("en", "en"))["numbers"] == 1.0
    assert scores_of(text, "слово 77", ("en", "ru"))["numbers"] != 1.0


def test_every_threshold_is_of_a_score() -> None:
    """The table decides on what is stored; the language of the target is found by the pair stage."""
    assert {threshold.score for threshold in DEFAULT} <= {*SCORES, "target_lid"}


def test_a_target_in_another_language_is_refused() -> None:
    """When the pair stage is sure of it; what nobody can say refuses nothing."""
    assert decide({"target_lid": 0.0}).reason == "wrong_language"
    assert decide({"target_lid": None}).keep and decide({"target_lid": 0.4}).keep


@pytest.mark.parametrize("language", ["ru", "zh", "ja", "el"])
@pytest.mark.parametrize(
    "name", ["Google Chrome", "Windows 10", "Microsoft Office 2019", "Redmi Note 9 Pro", "Dell SK-8125", "Boeing 737"]
)
def test_a_known_name_left_whole_is_kept(language: str, name: str) -> None:
    """With its number and version, in any script."""
    assert reason(name, name, languages=("en", language)) == ""


@pytest.mark.parametrize("language", ["ru", "zh", "ja"])
@pytest.mark.parametrize(
    "text",
    ["Open File", "Page 10", "Chapter 3", "Windows Settings", "Share On Facebook", "Office", "word 10", "Google maps"],
)
def test_words_left_whole_are_no_name(language: str, text: str) -> None:
    """Though they are capitalised, beside a figure or beside a name."""
    assert reason(text, text, languages=("en", language)) == "wrong_script"
