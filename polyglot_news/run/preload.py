"""What every worker needs, imported once in the process they are forked from."""

import gc

import polyglot_news.extract.dump
import polyglot_news.run.extraction  # noqa: F401
from polyglot_news.extract.likeness import alike
from polyglot_news.extract.linemodel import line_model
from polyglot_news.route import load

load()
alike("")
line_model()
gc.freeze()  # what lives as long as its worker is worth no search for garbage
