"""Fixed translations: ``table`` reads them from a file, ``terms`` finds them in a text and in its translation."""

from polyglot_news.glossary.table import read_glossary
from polyglot_news.glossary.terms import NO_GLOSSARY, NO_TERMS, Found, Glossary, Term, Terms

__all__ = ["NO_GLOSSARY", "NO_TERMS", "Found", "Glossary", "Term", "Terms", "read_glossary"]
