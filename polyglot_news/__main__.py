"""Runs the command line with ``python -m polyglot_news``."""

from polyglot_news.cli import main

if __name__ == "__main__":
    main()
