"""What ``extract`` and ``route`` do and print."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from polyglot_news.cli.how import How
from polyglot_news.cli.summary import UNBALANCED
from polyglot_news.cli.watch import Notes
from polyglot_news.config import Config
from polyglot_news.errors import UsageError
from polyglot_news.files import printable
from polyglot_news.read.reasons import QUOTES
from polyglot_news.records import Reject
from polyglot_news.run.inputs import gather
from polyglot_news.run.job import Job
from polyglot_news.run.progress import Silence
from polyglot_news.run.sources import check_sources
from polyglot_news.run.stream import Form, stream
from polyglot_news.wording import counted

_SHOWN_REJECTS = 20


def run_extract(names: Sequence[str], config: Config, how: How, *, form: Form) -> None:
    """Prints JSON lines, or writes Parquet when there is an output folder."""
    if config.out is not None:
        from polyglot_news.cli.build import run_extract_only

        flawless = run_extract_only(names, config, how)
    elif wrong := how.lacks_folder:
        raise UsageError(wrong)
    else:
        flawless = _print_lines(names, config, how, form=form)
    if config.strict and not flawless:
        raise typer.Exit(1)


def _print_lines(names: Sequence[str], config: Config, how: How, *, form: Form) -> bool:
    check_sources(config)
    rejects: Counter[str] = Counter()
    balanced = True
    with TemporaryDirectory(prefix="polyglot-news-") as scratch:
        inputs = gather(names, stdin=sys.stdin.buffer, spool=Path(scratch) / "stdin")
        inputs.fetch()
        progress = Silence() if config.quiet else Notes()
        job = Job(inputs=inputs, config=config, progress=progress, stop=how.stop)
        for shard in stream(job, form=form, scratch=Path(scratch)):
            sys.stdout.buffer.write(shard.content)
            if not config.quiet:
                _tell(shard.rejects, told=rejects.total())
            rejects.update(f"{reject.stage}: {reject.reason}" for reject in shard.rejects)
            balanced &= shard.balanced
    sys.stdout.buffer.flush()
    if rejects and not config.quiet:
        listed = ", ".join(f"{reason} {n:,}" for reason, n in sorted(rejects.items()))
        sys.stderr.write(f"{counted(rejects.total(), 'input')} rejected: {listed}\n")
    if not balanced and not config.quiet:
        sys.stderr.write(f"{UNBALANCED}\n")
    return balanced and not rejects


def _tell(rejects: Iterable[Reject], *, told: int) -> None:
    """Names the first rejected inputs; the summary counts them all."""
    for reject in list(rejects)[: max(0, _SHOWN_REJECTS - told)]:
        # What a library says it could not take may be scraped, too.
        why = reject.detail.partition(": " if reject.reason == "error" else QUOTES)[0]
        detail = f" ({why})" if why else ""
        sys.stderr.write(printable(f"rejected {reject.source}: {reject.stage}: {reject.reason}{detail}") + "\n")
