"""Times how long the command line takes to answer, beside a bare Python and an import of what it must not load.

Prints seconds (the best of several runs) and ratios, with machine and versions; ``--json`` puts one object on the last
line: ``help_seconds``, ``help_vs_python``, ``heavy_modules``, ``environment_mb``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import subprocess
import sys
import time
from pathlib import Path

HEAVY = ("torch", "stanza", "spacy", "minisbd")
LAZY = ("trafilatura", "polars", "pyarrow", "ctranslate2", "numpy", "rich")


def best(command: list[str], *, runs: int) -> float:
    """Returns the fewest seconds a command took."""
    seconds = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    return min(seconds[1:])


def loaded_for_help() -> list[str]:
    """Returns the libraries that ``--help`` loads although it need not."""
    code = f"""
import contextlib, io, sys
from polyglot_news.cli import app
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    app(["--help"])
print(*[name for name in {LAZY!r} if name in sys.modules])
"""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()


def megabytes(folder: Path) -> float:
    """Returns the size of everything below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    runs = 3 if options.quick else 15
    python = best([sys.executable, "-c", "pass"], runs=runs)
    program = [sys.executable, "-m", "polyglot_news"]
    rows = {"python -c pass": python}
    for arguments in (["--help"], ["--version"], ["build", "--help"], ["models", "list"]):
        rows[" ".join(["polyglot-news", *arguments])] = best([*program, *arguments], runs=runs)
    heavy = [name for name in HEAVY if importlib.util.find_spec(name)]
    print(f"Python {platform.python_version()}, {platform.machine()}, best of {runs}")
    for name, seconds in rows.items():
        print(f"{name:<30} {seconds:7.3f} s {seconds / python:6.1f} x")
    print(f"heavy modules in the environment: {', '.join(heavy) or 'none'}")
    print(f"loaded for --help without need: {', '.join(loaded_for_help()) or 'none'}")
    size = megabytes(Path(sys.prefix))
    print(f"environment: {size:,.0f} MB")
    if options.json:
        result = {
            "help_seconds": round(rows["polyglot-news --help"], 3),
            "help_vs_python": round(rows["polyglot-news --help"] / python, 2),
            "heavy_modules": heavy,
            "environment_mb": round(size),
        }
        print(json.dumps(result))


if __name__ == "__main__":
    main()
