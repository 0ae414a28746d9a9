"""What becomes of a long text that profiles and page leave in doubt: langdetect is asked, and its answer weighed."""

from __future__ import annotations

import numpy as np

from polyglot_news.route.detector import languages, opinion
from polyglot_news.route.profiles import Profiles
from polyglot_news.route.scoring import Scores, sample

RUNNING = 45
"""Characters from which on a text is taken for running text rather than a label."""
TRUST = 0.7
"""The power of its answer: its probabilities say 0.99999 where they should say 0.9, so they are tempered."""
LEAST = 0.1
"""langdetect does not name languages less probable than this."""
DOUBT = 1 / (1 + LEAST**TRUST)
"""A probability from which on its answer could turn nothing."""
REACH = DOUBT / (DOUBT + (1 - DOUBT) * LEAST**TRUST)
"""The probability that a text in doubt has at most once it has spoken."""
HEARD = 300
"""Characters of a text that langdetect is given."""


def is_in_doubt(text: str, probability: float) -> bool:
    """True for running text whose likeliest language has a probability that langdetect is asked at."""
    return 0.0 < probability < DOUBT and len(text) >= RUNNING


def weighed(known: Profiles, probabilities: Scores, text: str) -> tuple[Scores, str]:
    """Returns the probabilities of a text with langdetect's opinion weighed in, and that opinion, empty if not asked.

    It is asked where it knows the two likeliest languages and could turn one into the other. What it does not know
    keeps its share, so that a text in none of its languages is not pulled into one of them.
    """
    second, top = np.argpartition(probabilities, -2)[-2:].tolist()
    if probabilities[second] < LEAST**TRUST * probabilities[top]:
        return probabilities, ""
    theirs = languages()
    if not {known.languages[top], known.languages[second]} <= theirs or not (said := opinion(sample(text, HEARD))):
        return probabilities, ""
    columns = [known.columns[tag] for tag in sorted(theirs & known.columns.keys())]
    result = probabilities.copy()
    result[columns] *= [max(said.get(known.languages[column], 0.0), LEAST) ** TRUST for column in columns]
    result[columns] *= probabilities[columns].sum() / result[columns].sum()
    best = max(sorted(said), key=lambda tag: said[tag])
    return result, f"langdetect says {best} {said[best]:.2f}"
