"""The cores a process may use, under the limits that containers set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from polyglot_news.cores import usable_cores

V2 = "sys/fs/cgroup/"
V1 = "sys/fs/cgroup/cpu,cpuacct/"


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({}, 8),
        ({V2 + "cpu.max": "max 100000\n"}, 8),
        ({V2 + "cpu.max": "300000 100000\n"}, 3),
        ({V2 + "cpu.max": "150000 100000\n"}, 2),
        ({V2 + "cpu.max": "10000 100000\n"}, 1),
        ({V2 + "cpu.max": "9900000 100000\n"}, 8),
        ({V2 + "cpu.max": "what is this\n"}, 8),
        ({"proc/self/cgroup": "0::/user/run\n", V2 + "user/run/cpu.max": "200000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/user/run\n", V2 + "user/cpu.max": "200000 100000\n",
          V2 + "user/run/cpu.max": "max 100000\n"}, 2),
        ({V1 + "cpu.cfs_quota_us": "-1\n", V1 + "cpu.cfs_period_us": "100000\n"}, 8),
        ({V1 + "cpu.cfs_quota_us": "250000\n", V1 + "cpu.cfs_period_us": "100000\n"}, 3),
        ({"proc/self/cgroup": "4:cpu,cpuacct:/box\n1:name=systemd:/\n",
          V1 + "box/cpu.cfs_quota_us": "400000\n", V1 + "box/cpu.cfs_period_us": "100000\n"}, 4),
    ],
)  # fmt: skip
def test_limits_of_control_groups_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str], cores: int
) -> None:
    """Of both generations, of the process's own group and of its parents; none allows more than there are."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert usable_cores(tmp_path) == cores


def test_affinity_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the scheduler withholds is not used, and one core is always there."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5}, raising=False)
    assert usable_cores(tmp_path) == 1
