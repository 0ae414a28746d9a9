"""What of a text must survive translation letter by letter: addresses, handles, placeholders, tags."""

from __future__ import annotations

import re
from collections import Counter

_SIGNS = re.compile(r"[%{<@$/]|www\.|(?<!\S):[a-z_]")
_PROTECTED = re.compile(
    r"""
    (?:https?://|www\.)                          # URL
      (?:[^\s<>"«»“”„‘’()（）、。，；：！？]|\([^\s<>"«»“”„‘’()]*\))*
      (?:[^\s<>"«»“”„‘’()（）、。，；：！？?.,;:!…]|\([^\s<>"«»“”„‘’()]*\))
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+  # e-mail address
    | (?<![\w@])@\w{2,}                          # handle
    | %(?:\(\w+\)|\d{1,3}\$)?[-+#0]{0,4}\d{0,4}(?:\.\d{1,3})?(?:hh?|ll?|[zjtL])?[sdifxXgucr@](?!\w|%(?!%))  # printf
    | (?<!\w)%[A-Za-z_][A-Za-z0-9_]{1,40}%(?!\w)  # %name%
    | \{{2,3}[^{}\n]{1,80}\}{2,3}               # {{ name }}, {{{name}}}, {{ name | filter }}
    | \{%[^{}\n]{1,80}%\}                       # {% if name %}
    | [$%#]\{[^{}\n]{1,80}\}                    # ${name}, %{name}, #{name}
    | \$?\{(?:[ ]?(?:\w|\{\w*\})(?:[\w.:!%+,#-]|\{\w*\})*[ ]?)?\}  # {name}, { name }, {0:.2f}, {x:{width}}
    | (?<!\S):[a-z_][a-z0-9_]*\b:?              # :name
    | </?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>          # tag
    """,
    re.VERBOSE,
)


def protected(text: str) -> Counter[str]:
    """Returns what of a text must survive translation letter by letter."""
    return Counter(_PROTECTED.findall(text)) if _SIGNS.search(text) else Counter()


def without_protected(text: str) -> str:
    """Returns the text with a space in the place of each of them."""
    return _PROTECTED.sub(" ", text) if _SIGNS.search(text) else text


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Returns where each of them begins and ends."""
    return [match.span() for match in _PROTECTED.finditer(text)] if _SIGNS.search(text) else []


def is_wordless(text: str) -> bool:
    """Says whether a text has no letter and no digit, so that there is nothing to translate: ``★★★``, ``。``."""
    return not any(character.isalnum() for character in text)
