"""What ``--strict`` does not let pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from polyglot_news.cli import app
from polyglot_news.report import Report
from polyglot_news.run.stop import Stop
from tests.conftest import RUSSIAN


def test_an_account_that_does_not_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends with 1 under ``--strict`` though no input was rejected, and with 0 where it adds up."""
    (tmp_path / "page.txt").write_text(RUSSIAN, encoding="utf-8")
    command = ["build", str(tmp_path / "page.txt"), "--to", "en", "--engine", "echo", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, [*command, "--strict"], obj=Stop()).exit_code == 0
    monkeypatch.setattr(Report, "balanced", property(lambda _: False))
    assert CliRunner().invoke(app, [*command, "--strict"], obj=Stop()).exit_code == 1
    assert CliRunner().invoke(app, command, obj=Stop()).exit_code == 0
