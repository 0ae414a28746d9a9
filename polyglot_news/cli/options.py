"""The options, each defined once: its flag, help, environment variable and default."""

from __future__ import annotations

import functools
import inspect
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from polyglot_news.config import Config, check_environment, read_config, variable
from polyglot_news.errors import ConfigError, Interrupted, UsageError
from polyglot_news.languages import bcp47, is_tag

DEFAULT = Config()
_THREADS = re.compile(r"[1-9]\d{0,2}(x[1-9]\d{0,2})?")


def _load(context: typer.Context, path: Path | None) -> Path | None:
    """Makes the file's settings the defaults of the command's options, below flags and environment."""
    if path is not None and not context.resilient_parsing:
        known = {parameter.name for parameter in context.command.params}
        context.default_map = {key: value for key, value in read_config(path).items() if key in known}
    return path


def _option(kind: Any, field: str, *flags: str, text: str, **settings: Any) -> Any:
    option = typer.Option(*flags, help=text, envvar=variable(field), show_envvar=False, **settings)
    return Annotated[kind, option]


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.", show_default=False),
]
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

Resume = Annotated[bool, typer.Option("--resume", help="Go on although settings or inputs have changed.")]
Restart = Annotated[bool, typer.Option("--restart", help="Start over; the translation memory is kept.")]
LogFile = Annotated[
    Path | None, typer.Option("--log", help="Append a JSON line for every page and stage.", metavar="FILE")
]

Models = Annotated[
    Path | None,
    typer.Option(
        "--models",
        help="Folder with Argos packages, looked into first.",
        envvar=variable("models"),
        show_envvar=False,
        metavar="DIR",
    ),
]

SETTINGS: Mapping[str, Any] = {
    "out": _option(Path, "out", "--out", text="Folder for the result.", metavar="DIR", show_default=False),
    "to": _option(str, "to", "--to", text="Language to translate into (BCP-47).", metavar="LANG"),
    "from_": _option(
        str,
        "from_",
        "--from",
        text="Source languages (a,b,c), no others; translate takes one.",
        metavar="LANG,LANG",
    ),
    "memory": _option(
        Path | None, "memory", "--memory", text="Translation memory to use and add to. [OUT/memory]", metavar="DIR"
    ),
    "models": Models,
    "engine": _option(str, "engine", "--engine", text="argos translates; echo marks, to try the flow.", metavar="NAME"),
    "beam": _option(int | None, "beam", "--beam", text="Beam size of the translation. [4]", min=1, max=16, metavar="N"),
    "fast": _option(bool, "fast", "--fast", text="Translate two or three times as fast, a little worse: --beam 1."),
    "threads": _option(
        str, "threads", "--threads", text="Texts translated at once x cores for each. [every core x 1]", metavar="N[xM]"
    ),
    "pivot": _option(
        bool, "pivot", "--pivot/--no-pivot", text="Translate through a third language where no direct model is."
    ),
    "glossary": _option(
        Path | None, "glossary", "--glossary", text="CSV file of terms and their fixed translations.", metavar="FILE"
    ),
    "residue": _option(
        str, "residue", "--residue", text="Translate the page interface too, or not.", metavar="keep|drop"
    ),
    "site_evidence": _option(
        bool, "site_evidence", "--site-evidence/--no-site-evidence", text="Take recurring lines for interface."
    ),
    "near_duplicates": _option(
        bool, "near_duplicates", "--near-duplicates", text="Link pages that nearly repeat an earlier one, too."
    ),
    "langs_extra": _option(
        list[Path],
        "langs_extra",
        "--langs-extra",
        text="A further language profile (langdetect's JSON).",
        metavar="FILE",
    ),
    "workers": _option(int, "workers", "--workers", text="Worker processes; 0 is one a core.", min=0, metavar="N"),
    "page_timeout": _option(
        float, "page_timeout", "--page-timeout", text="Seconds a page may take.", min=0.1, metavar="SECONDS"
    ),
    "strict": _option(bool, "strict", "--strict", text="Exit 1 when anything was rejected or got lost."),
    "quiet": _option(bool, "quiet", "--quiet", "-q", text="Print nothing but errors."),
}
"""Every setting as an option: type, flags, help, environment variable."""

Command = Callable[..., None]


def configured(*names: str, **defaults: object) -> Callable[[Command], Command]:
    """Gives a command the options of these settings; it receives them as one ``config``.

    ``defaults`` stand where a command's default is not that of the settings; an option whose default is ``...`` must
    be given.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def collect(*arguments: object, config_file: object = None, **given: object) -> None:
            del config_file
            check_environment(os.environ)
            settings = {name: given.pop(name) for name in names}
            try:
                command(*arguments, **given, config=checked(settings))
            except KeyboardInterrupt as error:  # polars hears Ctrl-C by itself while it collects
                raise Interrupted("Stopped.") from error

        own = [each for each in inspect.signature(command, eval_str=True).parameters.values() if each.name != "config"]
        extra = [_parameter(name, SETTINGS[name], defaults.get(name, _default(name))) for name in names]
        parameters = [*own, *extra, _parameter("config_file", ConfigFile, None)]
        collect.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        collect.__annotations__ = {each.name: each.annotation for each in parameters}
        return collect

    return decorate


def checked(settings: Mapping[str, Any]) -> Config:
    """Returns the configuration, its language tags as BCP-47 writes them; raises for a value no stage understands."""
    told = dict(settings)
    if told.get("out") == Path():
        raise UsageError("--out is empty: name a folder.")
    told["to"] = tag(told.get("to", ""))
    told["from_"] = tuple(tag(part.strip()) for part in told.get("from_", "").split(",") if part.strip())
    told["langs_extra"] = tuple(told.get("langs_extra", ()))
    config = Config(**told)
    one_of("--residue", config.residue, ("keep", "drop"))
    one_of("--engine", config.engine, ("argos", "echo"))
    if config.fast and config.beam not in (None, 1):
        raise UsageError(f"--fast is --beam 1, but --beam {config.beam} was asked for. Leave one of them out.")
    if config.threads and not _THREADS.fullmatch(config.threads):
        raise UsageError(f"--threads is {config.threads!r}. It must be a number, as 4, or two, as 4x2.")
    return config


def tag(language: str) -> str:
    """Returns a language tag as BCP-47 writes it."""
    if language and not is_tag(language):
        raise ConfigError(f"{language!r} is no language tag. Use BCP-47, for example en, pt-BR or zh-Hant.")
    return bcp47(language) if language else ""


def one_of(flag: str, value: str, choices: Sequence[str]) -> None:
    """Raises UsageError for a value that is none of the choices."""
    if value not in choices:
        raise UsageError(f"{flag} is {value!r}. Choose one of: {', '.join(choices)}.")


def _parameter(name: str, annotation: Any, default: object) -> inspect.Parameter:
    required = inspect.Parameter.empty if default is ... else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=required)


def _default(name: str) -> object:
    default = getattr(DEFAULT, name)
    return {"from_": "", "langs_extra": []}.get(name, default)
