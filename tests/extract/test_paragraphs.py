"""Paragraphs that a dump has broken are put together again."""

from __future__ import annotations

import numpy as np
import pytest

from polyglot_news.extract.clues import gather
from polyglot_news.extract.lines import split_lines
from polyglot_news.extract.paragraphs import complete, put_together
from polyglot_news.extract.seams import seam

BROKEN = """Mittelschule im Notbetrieb
Rund die Hälfte der Kinder blieb zu Hause, sagte die Leiterin der
Volksschule Tristach
, die am Vormittag nur wenige Klassen führte. In den
Heimen
wurde ein Plan aktiviert.
In einigen Schulen ging es heiß her
Die Fenster sollten den ganzen Tag geschlossen bleiben, auch wo eine Klimaanlage fehlt. Das war für alle neu.
Das fiel
(wie in der Zeit davor)
, vielen schwer."""
WHOLE = "First line of a list\nsecond line of a list\nthird line of a list"
IN_MID_SENTENCE = """The council met on Monday and heard from the
walking and cycling charity
which looks after the paths.
A nine-mile path
Work begins when the
last of the money
has been found, the mayor said."""
ARABIC = """قال رئيس المجلس المحلي في المدينة القديمة إن
الجسر الجديد
سيفتح أمام السيارات في الربيع القادم قبل نهاية السنة.
وأضاف أن تكاليف البناء التي دفعتها الحكومة بلغت
خمسة ملايين
وأن العمال سيعملون ليلا ونهارا حتى نهاية الأشغال.
فوائد الجسر"""
CHINESE = """市政府只花了一枚硬币就买下了这艘船，负责
建设局
工作的官员说，把船拖到码头的费用远远超过了船价，不过比盖一座新楼便宜得多。
学校需要六间教室，却没有钱盖房子，所以
市议会
去年秋天以很大的多数通过了这个没有人愿意相信的方案，并且请来了工程师负责改建。
大桥的好处"""


def joined(text: str) -> list[str]:
    """The text's blocks when every line is body."""
    lines = split_lines([text])
    joints, _ = put_together(gather(lines, None), np.ones(len(lines), dtype=np.bool_))
    blocks: list[str] = []
    for line, joint in zip(lines.texts, joints.tolist(), strict=True):
        blocks.append(f"{(above := blocks.pop())}{seam(above, line, 'en')}{line}" if joint else line)
    return blocks


def test_lines_of_one_sentence_become_one_block() -> None:
    """A clause that goes on, a link inside a sentence and an open end join; headings and full stops do not."""
    assert joined(BROKEN)[:4] == [
        "Mittelschule im Notbetrieb",
        "Rund die Hälfte der Kinder blieb zu Hause, sagte die Leiterin der Volksschule Tristach, die am Vormittag nur "
        "wenige Klassen führte. In den Heimen wurde ein Plan aktiviert.",
        "In einigen Schulen ging es heiß her",
        "Die Fenster sollten den ganzen Tag geschlossen bleiben, auch wo eine Klimaanlage fehlt. Das war für alle neu.",
    ]


def test_a_link_in_mid_sentence_shows_that_a_page_is_broken() -> None:
    """No line needs to begin with punctuation."""
    assert joined(IN_MID_SENTENCE) == [
        "The council met on Monday and heard from the walking and cycling charity which looks after the paths.",
        "A nine-mile path",
        "Work begins when the last of the money has been found, the mayor said.",
    ]


@pytest.mark.parametrize("text", [ARABIC, CHINESE])
def test_scripts_without_case_join_too(text: str) -> None:
    """A short piece between a long line without a stop and one with it is a link, where no capital tells so."""
    lines = text.splitlines()
    space = "" if text == CHINESE else " "
    assert joined(text) == [space.join(lines[:3]), space.join(lines[3:6]), lines[6]]


def test_what_one_runs_in_belongs_to_its_paragraph() -> None:
    """A few words with a colon, in bold on the page, begin the line below; what introduces a list does not."""
    answer = "The town bought the ship for a single coin, and nobody has regretted it."
    assert joined(f"{IN_MID_SENTENCE}\nBrandt:\n{answer}")[-1] == f"Brandt: {answer}"
    assert joined(f"{IN_MID_SENTENCE}\nThe plan for the old harbour has four parts:\n{answer}")[-1] == answer


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "A harbour for the town\nThe council met on Monday.\nWhat happens next\nWork begins in spring.",
        "Nine miles of path for walkers and cyclists\nTwo bridges\nCar parks at both ends of the long path",
        "“We shall build it.”\nBy Mara Linden\nThe mayor spoke first.",
        "It was the longest of all the meetings of the year\n\nand nobody went home before midnight.",
        "ქალაქის საბჭომ ორშაბათს ხიდის მშენებლობაზე იმსჯელა\nმუშაობა გაზაფხულზე დაიწყება\nბორანი ზამთარში აღარ ივლის",
        "Milk\n... and honey, as the old song about the harbour has it",
    ],
)
def test_a_page_that_is_not_broken_keeps_its_lines(text: str) -> None:
    """Neither lists nor headings, bylines, lines apart or lines that begin with small letters join by themselves."""
    assert joined(text) == [line for line in text.splitlines() if line]


def test_pages_are_told_apart() -> None:
    """No line goes on with another page, and one broken page says nothing of the next."""
    lines = split_lines([WHOLE, BROKEN, WHOLE, WHOLE])
    joints, _ = put_together(gather(lines, None), np.ones(len(lines), dtype=np.bool_))
    alone = split_lines([BROKEN])
    found, _ = put_together(gather(alone, None), np.ones(len(alone), dtype=np.bool_))
    assert joints.tolist() == [False] * 3 + found.tolist() + [False] * 6


def test_a_paragraph_is_body_or_not_as_a_whole() -> None:
    """A piece left out of a paragraph of the article comes back to it; one in a paragraph of others stays apart."""
    joints = np.array([False, True, True, False, True])
    body = np.array([True, False, True, True, False])
    width = np.array([60.0, 10.0, 50.0, 5.0, 50.0])
    inside, whole = complete(joints, body, width, np.array([0, 5]))
    assert inside.tolist() == [False, True, True, False, False]
    assert whole.tolist() == [True, True, True, True, False]
