"""The error tree, ordered by the damage done.

::

    PolyglotNewsError
    ├── UsageError            the run never starts: exit 2
    │   ├── ConfigError       a wrong key or value in a file, the environment or a flag
    │   ├── InputError        an input that does not exist or cannot be opened
    │   ├── OutputError       an output folder that cannot be used: read-only, full, locked, of another run
    │   └── PackageError      a model package that is broken, hostile or unknown
    ├── NoModelError          nothing can be translated, the message has the install command: exit 3
    └── Interrupted           the run was asked to stop and can be continued: exit 130

A bad page is no error: it becomes a :class:`polyglot_news.records.Reject` and the run goes on.
"""


class PolyglotNewsError(Exception):
    """Says what happened, where, and what to do next, in one message for a person."""

    exit_code = 1


class UsageError(PolyglotNewsError):
    """Stops the run before it starts."""

    exit_code = 2


class ConfigError(UsageError):
    """Names the key or value that is wrong and the nearest right one."""


class InputError(UsageError):
    """Names the input that cannot be opened."""


class OutputError(UsageError):
    """Names the output that cannot be written and what would make it writable."""


class PackageError(UsageError):
    """Names the model package that cannot be used and why."""


class NoModelError(PolyglotNewsError):
    """Says which language pairs have no model and the command that installs each."""

    exit_code = 3


class Interrupted(PolyglotNewsError):  # noqa: N818 - a state of the run, not a fault
    """Says how to continue a run that was asked to stop."""

    exit_code = 130
