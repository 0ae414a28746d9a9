"""What a run is told: one frozen record, filled from flags, environment, a TOML file and defaults, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from polyglot_news.cores import usable_cores
from polyglot_news.errors import ConfigError

ENVIRONMENT_PREFIX = "POLYGLOT_NEWS_"
_ENVIRONMENT_ONLY = {"config"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of a run with its default; each name is also a flag, a TOML key and an environment variable."""

    to: str = "en"
    from_: tuple[str, ...] = ()
    out: Path | None = None
    memory: Path | None = None
    models: Path | None = None
    workers: int = 0
    engine: str = "argos"
    beam: int | None = None
    fast: bool = False
    threads: str = ""
    pivot: bool = True
    glossary: Path | None = None
    residue: str = "drop"
    site_evidence: bool = True
    near_duplicates: bool = False
    langs_extra: tuple[Path, ...] = ()
    page_timeout: float = 20.0
    strict: bool = False
    quiet: bool = False

    @property
    def processes(self) -> int:
        """The number of worker processes: ``workers``, or every usable core when it is 0."""
        return self.workers or usable_cores()

    @property
    def beam_size(self) -> int:
        """The beam of the translation: ``beam``, else 1 with ``fast``, else that of Argos."""
        return self.beam or (1 if self.fast else 4)


KEYS: Mapping[str, str] = {field.name.rstrip("_").replace("_", "-"): field.name for field in fields(Config)}
"""The name of each setting as a flag and TOML key → as a field."""


def read_config(path: Path) -> dict[str, object]:
    """Returns a TOML file's settings by field name; an unknown key is a ConfigError naming the nearest known one."""
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"Cannot read the configuration file {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no valid TOML: {error}.") from error
    _check(table, known=KEYS, where=str(path))
    return {KEYS[key]: _typed(key, value, where=path) for key, value in table.items()}


def check_environment(environment: Mapping[str, str]) -> None:
    """Raises ConfigError for a ``POLYGLOT_NEWS_*`` variable that no setting has."""
    prefixed = (name for name in environment if name.startswith(ENVIRONMENT_PREFIX))
    names = (name.removeprefix(ENVIRONMENT_PREFIX).lower().replace("_", "-") for name in prefixed)
    _check(names, known={*KEYS, *_ENVIRONMENT_ONLY}, where=f"the environment ({ENVIRONMENT_PREFIX}*)")


def variable(field: str) -> str:
    """Returns the environment variable of a setting."""
    return ENVIRONMENT_PREFIX + field.rstrip("_").upper()


def _typed(key: str, value: object, *, where: Path) -> object:
    """Returns a value of a TOML file as its flag would take it; raises ConfigError for one of a wrong type."""
    kind = _KINDS[KEYS[key]]
    if kind in ("list", "files") and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value) if kind == "list" else value
    if kind == "files" and isinstance(value, str):
        return [value]
    expected, name = _EXPECTED[kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and kind != "truth"):
        raise ConfigError(f"{key} in {where} is {value!r}; it must be {name}.")
    return value


_KINDS: Mapping[str, str] = {
    "from_": "list",
    "langs_extra": "files",
    "workers": "number",
    "beam": "number",
    "page_timeout": "seconds",
    **dict.fromkeys(("fast", "pivot", "site_evidence", "near_duplicates", "strict", "quiet"), "truth"),
    **dict.fromkeys(("to", "out", "memory", "models", "engine", "threads", "glossary", "residue"), "text"),
}
_EXPECTED: Mapping[str, tuple[tuple[type, ...], str]] = {
    "list": ((str,), "a text or a list of texts"),
    "files": ((str,), "a text or a list of texts"),
    "number": ((int,), "a whole number"),
    "seconds": ((int, float), "a number of seconds"),
    "truth": ((bool,), "true or false"),
    "text": ((str,), "a text"),
}


def _check(keys: Iterable[str], *, known: Iterable[str], where: str) -> None:
    known = sorted(known)
    for key in keys:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            advice = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
            raise ConfigError(f"Unknown setting {key!r} in {where}. {advice}")
