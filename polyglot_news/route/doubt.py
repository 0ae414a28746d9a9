"""What becomes of a long text that profiles and page leave in doubt: langdetect is asked, and its answer weighed."""

from __future__ import annotations

import numpy as np

from polyglot_news.route.detector import languages, opinion
from polyglot_news.route.profiles import Profiles
from polyglot_news.route.scoring import Scores, sample

LONG = 45
"""Characters from which on langdetect's word counts."""
DOUBT = 0.9
"""A probability below which langdetect is asked."""
TRUST = 0.7
"""The power of its answer: its probabilities say 0.99999 where they should say 0.9, so they are tempered."""
LEAST = 0.1
"""langdetect does not name languages less probable than this."""
READ = 300
"""Characters of a text that langdetect is given."""


def settled(known: Profiles, probabilities: Scores, text: str) -> tuple[Scores, str]:
    """Returns the probabilities of a text with langdetect's opinion weighed in, and that opinion, empty if not asked.

    It is asked about running text whose two likeliest languages it knows. What it does not know keeps its share, so
    that a text in none of its languages is not pulled into one of them.
    """
    if len(text) < LONG or not 0 < probabilities.max() < DOUBT:
        return probabilities, ""
    second, top = np.argpartition(probabilities, -2)[-2:].tolist()
    theirs = languages()
    if not {known.languages[top], known.languages[second]} <= theirs or not (said := opinion(sample(text, READ))):
        return probabilities, ""
    columns = [known.columns[tag] for tag in sorted(theirs & known.columns.keys())]
    weighed = probabilities.copy()
    weighed[columns] *= [max(said.get(known.languages[column], 0.0), LEAST) ** TRUST for column in columns]
    weighed[columns] *= probabilities[columns].sum() / weighed[columns].sum()
    best = max(sorted(said), key=lambda tag: said[tag])
    return weighed, f"langdetect says {best} {said[best]:.2f}"
