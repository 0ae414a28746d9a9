"""The languages to translate from, checked before a run."""

from __future__ import annotations

from difflib import get_close_matches

from polyglot_news.config import Config
from polyglot_news.errors import ConfigError
from polyglot_news.languages import same_language
from polyglot_news.route import languages, load


def check_sources(config: Config) -> None:
    """Raises ConfigError for a language to translate from that no text would ever be in, so that no run is lost to it.

    Profiles that the user adds are read for it, and refused where they are none.
    """
    if not config.from_ and not config.langs_extra:
        return
    load(config.langs_extra)
    known = sorted(languages())
    for language in config.from_:
        if not any(same_language(language, tag) for tag in known):
            near = get_close_matches(language, known, n=1, cutoff=0.6)
            advice = f" Did you mean {near[0]!r}?" if near else ""
            raise ConfigError(
                f"--from {language}: no text is ever found to be in that language.{advice} "
                f"There are: {', '.join(known)}; --langs-extra adds one."
            )
