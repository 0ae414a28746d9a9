"""The translation memory: every distinct source text with its translation, reused by later runs."""
