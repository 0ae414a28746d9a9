"""Settings: where they come from, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot_news.config import KEYS, check_environment, read_config
from polyglot_news.errors import ConfigError


def test_a_file_has_the_flags_names(tmp_path: Path) -> None:
    """Every key is a flag without its dashes."""
    path = tmp_path / "run.toml"
    path.write_text('to = "de"\nfrom = "ru"\nsite-evidence = false\n')
    assert read_config(path) == {"to": "de", "from_": "ru", "site_evidence": False}


def test_lists_are_lists_and_types_are_checked(tmp_path: Path) -> None:
    """A list of languages is as good as commas; a value of a wrong type names file and key."""
    path = tmp_path / "run.toml"
    path.write_text('from = ["ru", "tr"]\npage-timeout = 3\nlangs-extra = "x.json"\n')
    assert read_config(path) == {"from_": "ru,tr", "page_timeout": 3, "langs_extra": ["x.json"]}
    for line in ("to = 5", "beam = true", "strict = 1", "workers = 1.5", "from = [1]"):
        path.write_text(line)
        with pytest.raises(ConfigError, match=rf"{line.split()[0]} in .*run.toml is .*; it must be"):
            read_config(path)


def test_an_unknown_key_names_the_nearest_known_one(tmp_path: Path) -> None:
    """So that a typing error is found at once."""
    path = tmp_path / "run.toml"
    path.write_text("worker = 2\n")
    with pytest.raises(ConfigError, match=r"Unknown setting 'worker' in .*run.toml. Did you mean 'workers'\?"):
        read_config(path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """Not TOML, or not there."""
    path = tmp_path / "run.toml"
    with pytest.raises(ConfigError, match="Cannot read the configuration file"):
        read_config(path)
    path.write_text("to = ")
    with pytest.raises(ConfigError, match="no valid TOML"):
        read_config(path)


def test_an_unknown_variable_names_the_nearest_known_one() -> None:
    """Other programs' variables are not looked at."""
    check_environment({"POLYGLOT_NEWS_PAGE_TIMEOUT": "3", "POLYGLOT_NEWS_CONFIG": "x", "HOME": "/"})
    with pytest.raises(ConfigError, match="Did you mean 'residue'"):
        check_environment({"POLYGLOT_NEWS_RESIDU": "keep"})


def test_keys_are_flags() -> None:
    """No underscore reaches a user."""
    assert not [key for key in KEYS if "_" in key]
