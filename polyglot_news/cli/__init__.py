"""The command line: the only package that knows typer and prints."""

from polyglot_news.cli.app import app

__all__ = ["app"]
