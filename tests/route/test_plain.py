"""Some texts are in no language, and most are in one."""

import pytest

from polyglot_news.route import identify

NOTHING_SAID = """
https://example.org/news/1 | www.example.org | @example | info@example.org | → | 🔥🔥🔥 | № 5 | A A A | A+ A- | Aa
12:45 | 03.11.2026 12:45 | 14 марта 2026 23:43 | 5 mai 2026 09:30 | Montag, 5. Mai 2026 | Mon, 5 May 2026 10:30 GMT
May 5, 2026 | 5 de mayo de 2026 | 5 de maio de 2026, 10h30 | lunes, 5 de mayo de 2026 | Пн, 5 мая 2026 г.
вторник, 5 мая | 5 травня 2026 р. | 2026年11月22日 | 2026년 11월 22일 오전 10:30 | 5 नवंबर 2026 | 5 مايو 2026
5 พ.ค. 2026 | 10:30 p.m. | 10:30 Uhr | kl. 10.30 | 5 ნოემბერი 2026 | 21 sentyabr 2026 06:32 | 5 Mayıs 2026 Salı
+7 495 123-45-67 | 18+ | 1 2 3 … 10 | +19°C | 5 km | 100 km/h | PDF 2.4 MB | 100 кг
USD 1.0832 | EUR/USD 1.0816 | 1 200 руб. | $5.99 | € 1.299,00 | Brent 74.21
Facebook | TikTok | YouTube | iPhone | iOS 26 | COVID-19 | G20 | NATO | UEFA | GDP | BBC | USA | HD | LIVE | BBC / CNN
EUR/USD | 49,90 zł | 299 Kč | ۱۴ اسفند ۱۴۰۴ | AFP/Getty Images | Google Play | App Store | Shutterstock
FC Barcelona | Chelsea FC | 1. FC Köln | VfB Stuttgart | FC Schalke 04 | PlayStation 5 | Xbox | Samsung
Twitter | Facebook / Telegram / YouTube | МЧС | ВВП | НАТО | США | ООН | США / ООН | МВД РФ
Example.org © 2026 | © 2026 Example | © Example Media 2026
"""
LABELS = """
ru: Обновлено: 12:45 | ЧИТАТЬ ДАЛЕЕ | 5 минут назад | Сегодня, 12:45 | Цена: 100 руб. | Показать все 12 комментариев
ru: ВХОД | ВСЕ НОВОСТИ | НАТО и США | ЕЩЁ
en: live report today
ru: © 2026 Все права на материалы сайта защищены | Подробнее на example.org | Стоимость 100 ₽
en: READ MORE | Updated: 12:45 | BUY NOW | SHARE | LATEST NEWS | Sale 50% off | 5 minutes ago | Price: $5.99
en: The players of Chelsea FC | Games for the PlayStation 5
en: Download on the App Store | Get it on Google Play
en: © 2026 All Rights Reserved | All Rights Reserved
de: Aktualisiert: 12:45 | Stand: 25.06.2026, 07:15 Uhr | MEHR LESEN | Teil 3 | Alle 5 Kommentare anzeigen
fr: Publié le 5 mai 2026 à 09:30 | Mis à jour : 12h45 | LIRE LA SUITE
es: Actualizado: 12:45 | Descuento 50% | VER MÁS
pt: Atualizado em 5 de maio de 2026
it: Aggiornato alle 12:45
tr: Güncelleme: 14.03.2026 12:45 | İndirim %50 | DEVAMINI OKU
az: Yenilənib: 12:45
uk: Оновлено: 12:45 | Знижка 50%
be: Абноўлена: 12:45
bg: Обновено: 12:45
kk: Жаңартылды: 12:45
pl: Zaktualizowano: 12:45
cs: Aktualizováno: 12:45
el: Ενημέρωση: 12:45
he: עודכן: 12:45
ar: آخر تحديث: 12:45
fa: به‌روزرسانی: ۱۲:۴۵
hi: अपडेट: 12:45
ka: განახლდა: 12:45 | გამარჯობა
hy: Թարմացվել է՝ 12:45 | Բարև աշխարհ
zh: 更新时间：12:45 | 这是简体中文的新闻
zh-Hant: 這個國家的經濟發展與環境問題
ja: 更新日：2026年5月5日 | ひらがな
ko: 업데이트: 12:45 | 안녕하세요
th: อัปเดต 12:45
"""


def _labels() -> list[tuple[str, str]]:
    rows = (line.split(": ", 1) for line in LABELS.strip().splitlines())
    return [(text, language) for language, texts in rows for text in texts.split(" | ")]


@pytest.mark.parametrize("text", [*(t for line in NOTHING_SAID.strip().splitlines() for t in line.split(" | ")), ""])
def test_what_reads_the_same_everywhere_has_no_language(text: str) -> None:
    """Addresses, dates, prices, figures, services, acronyms, signs and claims of rights are ``und``."""
    assert identify(text).language == "und"


@pytest.mark.parametrize(
    "text",
    [
        "https://пример.рф/" + "страница/" * 20,
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=" * 5,
        "a" * 1_000_000,
        "ж" * 81,
        "a. " * 66_666,
    ],
)
def test_a_long_row_of_characters_without_a_space_has_no_language(text: str) -> None:
    """Links, encoded data and one letter over and over are not words, however long."""
    assert identify(text).language == "und"


def test_scripts_without_spaces_are_read_however_long() -> None:
    """Chinese, Japanese and Thai put no space between words."""
    texts = {"zh": "今天北京天气很好", "ja": "これはひらがなの文です", "th": "วันนี้อากาศดีมาก"}
    assert {tag: identify(text * 50).language for tag, text in texts.items()} == {tag: tag for tag in texts}


@pytest.mark.parametrize(("text", "language"), _labels())
def test_a_label_has_a_language(text: str, language: str) -> None:
    """A number, an address or a sign hides no word beside it, and capitals are words where they spell some."""
    assert identify(text).language == language
