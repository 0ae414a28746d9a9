"""How many cores this process may use, as the scheduler and a container's limits say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path("/")
_V2 = "sys/fs/cgroup"
_V1 = ("sys/fs/cgroup/cpu", "sys/fs/cgroup/cpu,cpuacct")


def usable_cores(root: Path = _ROOT) -> int:
    """Returns the number of cores this process may use: its affinity, cut by the CPU quotas of its control groups.

    Both generations of control groups count, a group's parents too; half a core is rounded up. ``root`` is where
    ``proc`` and ``sys`` are looked for.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([cores, *(int(quota + 0.5) for quota in _quotas(root))]))


def _quotas(root: Path) -> Iterator[float]:
    """Yields every limit in cores that a control group sets."""
    for folder in _groups(root):
        try:
            if (folder / "cpu.max").exists():
                quota, period = (folder / "cpu.max").read_text().split()
            else:
                quota, period = ((folder / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
            cores = int(quota) / int(period)
        except (OSError, ValueError, ZeroDivisionError):
            continue
        if cores > 0:
            yield cores


def _groups(root: Path) -> Iterator[Path]:
    """Yields the folders of this process's control groups and of their parents."""
    own = {"": Path(), "cpu": Path()}
    try:
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            own |= dict.fromkeys(controllers.split(","), Path(path.lstrip("/")))
    except (OSError, ValueError):
        pass
    for base, group in [(_V2, own[""]), *((base, own["cpu"]) for base in _V1)]:
        yield from (root / base / each for each in (group, *group.parents))
