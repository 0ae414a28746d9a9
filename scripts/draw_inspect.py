"""Draws docs/inspect.svg, the picture of the README: what ``inspect`` prints of the seed page."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from polyglot_news.cli.inspect import inspected, show
from polyglot_news.records import Reject

ROOT = Path(__file__).resolve().parents[1]
PAGE = "fixtures/pages/dump_caliber_en_russian_residue.txt"


def main() -> None:
    """Writes the picture."""
    console = Console(record=True, width=132, file=StringIO(), force_terminal=True)
    page = inspected(PAGE)
    if isinstance(page, Reject):
        raise SystemExit(f"{PAGE}: {page.reason}")
    show(page, console=console, width=132)
    drawing = console.export_svg(title=f"polyglot-news inspect {PAGE}")
    without_fonts = re.sub(r"@font-face\s*\{.*?\}\s*", "", drawing, flags=re.DOTALL)
    (ROOT / "docs" / "inspect.svg").write_text(without_fonts, encoding="utf-8")


if __name__ == "__main__":
    main()
