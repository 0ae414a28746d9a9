"""What every worker needs, imported once in the process they are forked from."""

import polyglot_news.run.extraction  # noqa: F401
