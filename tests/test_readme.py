"""The README's commands run, and its library example too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ").removeprefix("pip install uv && ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if "pytest" not in line
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the fixtures, in which commands run as a reader types them."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    (tmp_path / "build").mkdir()
    return tmp_path


@pytest.mark.slow
def test_every_command_runs(checkout: Path) -> None:
    """In their order, as later ones read what earlier ones wrote; the program is that of this environment."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    assert COMMANDS
    for command in COMMANDS:
        result = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.replace("uv run ", "")],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert result.returncode == 0, f"{command}\n{result.stderr}"


def test_the_library_example_runs(checkout: Path) -> None:
    """It prints the segments of a page with their languages."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    result = subprocess.run([sys.executable, "-c", example], cwd=checkout, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert "ru translate" in result.stdout


def test_the_reference_names_every_command() -> None:
    """What the program has, the front page shows."""
    from typer.main import get_command

    from polyglot_news.cli import app

    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"| `{name} " in README


def test_every_link_of_the_front_page_leads_somewhere() -> None:
    """Pictures and documents exist."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_pip_recipe_names_every_dependency() -> None:
    """Whoever installs by hand has what ``pyproject.toml`` asks for."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    recipe = README[README.index("### Installing without uv") :]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~\[ ]", requirement)[0]
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", recipe), name
