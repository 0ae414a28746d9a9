"""No stage opens a socket to another host."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = """
import os, sys

def watch(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.connect" and not isinstance(arguments[1], (str, bytes))):
        with open(os.environ["SOCKETS"], "a") as file:
            file.write(f"{event} {arguments}\\n")

sys.addaudithook(watch)
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python process, workers too, writes down the sockets it opens."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    return {**os.environ, "PYTHONPATH": str(tmp_path / "hook"), "SOCKETS": str(tmp_path / "sockets")}


def test_a_build_opens_no_socket(pages: Path, tmp_path: Path, watched: dict[str, str]) -> None:
    """Not in the parent and not in a worker; the control shows that one would be seen."""
    command = [sys.executable, "-m", "polyglot_news", "build", pages, "--engine", "echo", "--out", tmp_path / "out"]
    subprocess.run(command, env=watched, check=True, capture_output=True, timeout=300)
    assert not (tmp_path / "sockets").exists()
    control = "import socket; socket.getaddrinfo('127.0.0.1', 80)"
    subprocess.run([sys.executable, "-c", control], env=watched, check=True, timeout=60)
    assert (tmp_path / "sockets").exists()


@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode != 0,
    reason="this machine makes no network namespaces",
)
def test_a_build_needs_no_network(pages: Path, tmp_path: Path) -> None:
    """In a namespace without interfaces the result is the same, byte for byte."""
    from tests.conftest import parquet_bytes

    command = [sys.executable, "-m", "polyglot_news", "build", str(pages), "--engine", "echo", "--quiet", "--out"]
    subprocess.run([*command, str(tmp_path / "with")], check=True, timeout=300)
    subprocess.run(["unshare", "-rn", *command, str(tmp_path / "without")], check=True, timeout=300)
    assert parquet_bytes(tmp_path / "with") == parquet_bytes(tmp_path / "without")
