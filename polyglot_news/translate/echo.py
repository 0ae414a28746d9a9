"""The fake engine: it marks instead of translating, so that everything around a model can be tried without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polyglot_news.glossary import NO_GLOSSARY, Glossary, Terms
from polyglot_news.records import Translation
from polyglot_news.translate.engine import Chain

MODEL = "echo"
VERSION = "1"


class EchoEngine:
    """Puts the target language in front of the text: ``Привет`` to English is ``[en] Привет``.

    Of a glossary it writes the fixed translations in the place of the terms.
    """

    name = "echo"

    def __init__(self, glossary: Glossary = NO_GLOSSARY) -> None:
        self._glossary = glossary

    def chain(self, source: str, target: str) -> Chain | None:
        """Reaches every language from every other; a text is not translated into its own language."""
        if source == target:
            return None
        return Chain(source=source, target=target, model=MODEL, model_version=VERSION)

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        careful: bool = False,  # noqa: ARG002 - there is one way to mark
    ) -> list[Translation]:
        """Returns every text marked."""
        terms = self._glossary.of(source, target)
        return [_translation(text, source=source, target=target, terms=terms) for text in texts]

    def stream(self, chunks: Iterable[Sequence[str]], *, source: str, target: str) -> Iterator[list[Translation]]:
        """Yields every chunk marked."""
        return (self.translate(texts, source=source, target=target) for texts in chunks)

    def place(self, source: str, target: str) -> str:  # noqa: ARG002 - nothing has to be loaded anywhere
        """Runs nowhere that matters."""
        return ""


def mark(text: str, target: str) -> str:
    """Returns the text as the echo engine translates it; an empty text stays empty."""
    return f"[{target}] {text}" if text else ""


def _translation(text: str, *, source: str, target: str, terms: Terms) -> Translation:
    return Translation(
        source_lang=source,
        target_lang=target,
        source=text,
        target=mark(terms.replaced(text), target),
        engine=EchoEngine.name,
        model=MODEL,
        model_version=VERSION,
    )
