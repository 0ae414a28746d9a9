"""Writes what a run found: its Parquet tables, and the kept pairs in the formats of other tools.

An export format is one module with one function and one line in :data:`polyglot_news.write.export.EXPORTERS`.
"""

from polyglot_news.write.export import EXPORTERS, export

__all__ = ["EXPORTERS", "export"]
