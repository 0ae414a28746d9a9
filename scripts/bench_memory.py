"""Memory of one process that extracts thousands of HTML pages: what is resident early, late and at most.

    uv run scripts/bench_memory.py [--data DIR] [--pages 3000] [--quick] [--json]

Pages are those of ``bench_extract.py``, round after round, each round with class names and words of its own: a cache
that grows with what it has seen would grow here too. ``growth`` is what is resident after the last page beyond what was
after the first tenth, in megabytes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from pathlib import Path

from bench_extract import labelled, ours

QUICK = 300
_CLASS = re.compile(r'(class="[^"]*)"')
_FIRST_WORD = re.compile(r"(<p\b[^<>]*>)(?=\w)")
_KIB = 1024


def renewed(markup: str, number: int) -> str:
    """Returns a page whose classes and paragraphs nobody has seen before."""
    return _FIRST_WORD.sub(rf"\g<1>Word{number} ", _CLASS.sub(rf'\1 c{number}"', markup))


def resident(field: str) -> float:
    """Returns ``VmRSS`` or ``VmHWM`` of this process in megabytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(rf"^{field}:\s+(\d+)", status, re.M)[0]) / _KIB


def main() -> None:
    """Prints a line every tenth of the way; ``--json`` adds one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of sets of labelled pages")
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} pages, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    args = parser.parse_args()
    total = QUICK if args.quick else args.pages
    pages = [page[1] for page in labelled(args.data)]
    sizes = []
    for number, markup in enumerate(itertools.islice(itertools.cycle(pages), total), start=1):
        ours(renewed(markup, number))
        if number % (total // 10) == 0:
            sizes.append(resident("VmRSS"))
            print(f"{number:6} pages  {sizes[-1]:7.1f} MB resident  {resident('VmHWM'):7.1f} MB at most", flush=True)
    if args.json:
        print(json.dumps({"pages": total, "growth": round(sizes[-1] - sizes[0], 1), "most": resident("VmHWM")}))


if __name__ == "__main__":
    main()
