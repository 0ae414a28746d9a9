"""What every worker needs, imported once in the process they are forked from."""

import gc

import numpy as np

import polyglot_news.extract.dump
import polyglot_news.run.extraction  # noqa: F401
from polyglot_news.extract.hints import lexicons
from polyglot_news.extract.likeness import hashes_from
from polyglot_news.extract.linemodel import line_model
from polyglot_news.route import load

load()
hashes_from([""], np.zeros(1, np.uint64))
line_model()
lexicons()
gc.freeze()  # what lives as long as its worker is worth no search for garbage
gc.set_threshold(50_000)  # nor are the blocks of pages, thousands at a time and in no cycle, every 700 objects
