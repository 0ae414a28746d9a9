"""The chain of packages from one language to another, through those at hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from polyglot_news.languages import argos_code, bcp47
from polyglot_news.translate.engine import Chain
from polyglot_news.translate.packages import Package, install_command

Steps = tuple[Package, ...]
MAX_STEPS = 3


def find_path(packages: Sequence[Package], source: str, target: str, *, pivot: bool = True) -> Steps | None:
    """Returns the packages that lead from ``source`` to ``target`` (BCP-47), or None.

    The shortest way wins, then the one with fewer small models, then the first in alphabetical order.
    """
    start, goal = argos_code(source), argos_code(target)
    if start == goal:
        return None
    paths = [path for path in _shortest(packages, start, goal) if pivot or len(path) == 1]
    return min(paths, key=lambda path: (sum(step.small for step in path), [s.pair for s in path]), default=None)


def describe(path: Steps, *, source: str, target: str, search: str) -> Chain:
    """Returns a path as a chain; ``search`` tells results apart that other decoding would change."""
    return Chain(
        source=source,
        target=target,
        model=" ".join(step.name + ("-small" if step.small else "") for step in path),
        model_version=" ".join(step.version for step in path) + search,
        pivots=tuple(bcp47(step.target) for step in path[:-1]),
        packages=tuple(step.path for step in path),
        small=any(step.small for step in path),
    )


def small_notice(chains: Iterable[Chain]) -> str:
    """Says which of the chains rest on demonstration models, and how to install full ones; empty when none does."""
    small = [chain for chain in chains if chain.small]
    if not small:
        return ""
    pairs = ", ".join(f"{chain.source}→{chain.target}" for chain in small)
    commands = "; ".join(dict.fromkeys(install_command(chain.source, chain.target) for chain in small))
    return f"A small demonstration model translates {pairs}. For the full one: {commands}"


def _shortest(packages: Sequence[Package], start: str, goal: str) -> list[Steps]:
    """Returns every way of the least number of steps."""
    queue: deque[Steps] = deque((step,) for step in packages if step.source == start)
    found: list[Steps] = []
    while queue and not (found and len(queue[0]) > len(found[0])):
        path = queue.popleft()
        if path[-1].target == goal:
            found.append(path)
        elif not found and len(path) < MAX_STEPS:
            seen = {start, *(step.target for step in path)}
            queue.extend(
                (*path, step) for step in packages if step.source == path[-1].target and step.target not in seen
            )
    return found
