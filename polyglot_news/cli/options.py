"""The options, each defined once: its flag, help, environment variable and default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from polyglot_news.config import Config, read_config, variable

DEFAULT = Config()


def _load(context: typer.Context, path: Path | None) -> Path | None:
    """Makes the file's settings the defaults of the command's options, below flags and environment."""
    if path is not None and not context.resilient_parsing:
        known = {parameter.name for parameter in context.command.params}
        context.default_map = {key: value for key, value in read_config(path).items() if key in known}
    return path


def _option(field: str, *flags: str, text: str, **settings: Any) -> Any:
    return typer.Option(*flags, help=text, envvar=variable(field), show_envvar=False, **settings)


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.", show_default=False),
]
To = Annotated[str, _option("to", "--to", text="Language to translate into (BCP-47).", metavar="LANG")]
From = Annotated[
    str, _option("from_", "--from", text="Only these source languages, separated by commas.", metavar="LANG,LANG")
]
Out = Annotated[Path, _option("out", "--out", text="Folder for the result.", metavar="DIR", show_default=False)]
MaybeOut = Annotated[Path | None, _option("out", "--out", text="Write Parquet to this folder instead.", metavar="DIR")]
MemoryFolder = Annotated[
    Path | None,
    _option("memory", "--memory", text="Translation memory to use and add to. [default: OUT/memory]", metavar="DIR"),
]
Models = Annotated[
    Path | None, _option("models", "--models", text="Folder with Argos packages, looked into first.", metavar="DIR")
]
Workers = Annotated[int, _option("workers", "--workers", text="Worker processes; 0 is one a core.", min=0, metavar="N")]
EngineName = Annotated[
    str, _option("engine", "--engine", text="argos translates; echo marks, to try the flow.", metavar="NAME")
]
Beam = Annotated[int, _option("beam", "--beam", text="Beam size of the translation.", min=1, max=16, metavar="N")]
Pivot = Annotated[
    bool, _option("pivot", "--pivot/--no-pivot", text="Translate through a third language where no direct model is.")
]
Residue = Annotated[
    str, _option("residue", "--residue", text="Translate the page interface too, or not.", metavar="keep|drop")
]
SiteEvidence = Annotated[
    bool,
    _option(
        "site_evidence", "--site-evidence/--no-site-evidence", text="Take lines that recur across pages for interface."
    ),
]
NearDuplicates = Annotated[
    bool, _option("near_duplicates", "--near-duplicates", text="Link pages that nearly repeat an earlier one, too.")
]
LangsExtra = Annotated[
    list[Path],
    _option("langs_extra", "--langs-extra", text="A further language profile (langdetect's JSON).", metavar="FILE"),
]
PageTimeout = Annotated[
    float, _option("page_timeout", "--page-timeout", text="Seconds a page may take.", min=0.1, metavar="SECONDS")
]
LogFile = Annotated[
    Path | None, typer.Option("--log", help="Append a JSON line for every page and stage.", metavar="FILE")
]
Strict = Annotated[bool, _option("strict", "--strict", text="Exit 1 when any input was rejected.")]
Quiet = Annotated[bool, _option("quiet", "--quiet", "-q", text="Print nothing but errors.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="TOML file with these options by name.",
        envvar=variable("config"),
        show_envvar=False,
        callback=_load,
        is_eager=True,
        metavar="FILE",
    ),
]


def languages(listed: str) -> tuple[str, ...]:
    """Returns the languages of a comma-separated list."""
    return tuple(part.strip() for part in listed.split(",") if part.strip())
