"""What of a text must survive translation letter by letter: addresses, handles, placeholders, tags."""

from __future__ import annotations

import re
from collections import Counter

_SIGNS = re.compile(r"[%{<@$&/]|\.[a-z]|WWW\.|:(?<!\S:)[a-z_]")


def _braces(depth: int) -> str:
    """Returns a pattern for what stands in braces, with braces in it to a depth."""
    inside = rf"(?:[^{{}}\n]|{_braces(depth - 1)})" if depth else r"[^{}\n]"
    return rf"\{{{inside}{{0,200}}+\}}"


_BRANCHES = rf"(?:[^{{}}\n]{{0,80}}+{_braces(5)}){{1,8}}+"
"""The branches of an ICU plural or select, in which two others may be nested."""
_PROTECTED = re.compile(
    r"""
    (?:(?i:https?|s?ftps?)://|www\.|WWW\.)       # URL
      (?:[^\s<>"«»“”„‘’()（）、。，；：！？]|\([^\s<>"«»“”„‘’()]*\))*
      (?:[^\s<>"«»“”„‘’()（）、。，；：！？?.,;:!…]|\([^\s<>"«»“”„‘’()]*\))
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+  # e-mail address
    | @(?<![\w@]@)\w{2,}                         # handle
    | (?=[a-z0-9])(?<![\w.@/:\\$-])              # host without a scheme
      (?:(?:[a-z0-9-]{1,63}\.)+(?:
          com|org|net|info|edu|gov|mil|int|biz|app|dev|online|site|xyz|io|tv|ai|co|ac|ad|ae|ar|at|au|az|be|bg|br|by|ca
          |ch|cl|cn|cy|cz|de|dk|ee|eg|es|eu|fi|fm|fr|ge|gr|hk|hr|hu|id|ie|il|ir|is|it|jp|ke|kg|kr|kz|lt|lu|lv|md|me|mk
          |mn|mx|my|ng|nl|no|nz|pe|ph|pk|pl|pt|ro|rs|ru|sa|se|sg|si|sk|su|th|tj|tm|tn|tr|tw|ua|uk|us|uy|uz|vn|za
        )|(?:[a-z0-9][a-z0-9-]{1,62}\.){2,}[a-z]{2,24})(?![A-Za-z0-9_@-]|\.\w)
      (?:/(?:[^\s<>"«»“”„‘’()（）、。，；：！？]*[^\s<>"«»“”„‘’()（）、。，；：！？?.,;:!…])?)?
    | %(?:\(\w+\)|\d{1,3}\$)?[-+#0]{0,4}\d{0,4}(?:\.\d{1,3})?(?:hh?|ll?|[zjtL])?[sdifxXgucr@](?!\w|%(?!%))  # printf
    | %(?<!\d%)(?<!\d[ ]%)[-+#0]{0,4}\d{0,4}(?:\.\d{1,3})?(?:hh?|ll?|[zjtL])?[eEGaopSn](?!\w|%(?!%))  # not: 5%p
    | %%(?:(?<=[\w(]%%)|(?<=\w[ ]%%))(?![%\w])    # percent sign in printf
    | %(?<!\w%)[A-Za-z_][A-Za-z0-9_]{1,40}%(?!\w)  # %name%
    | \{{2,3}[^{}\n]{1,80}\}{2,3}               # {{ name }}, {{{name}}}, {{ name | filter }}
    | \{%[^{}\n]{1,80}%\}                       # {% if name %}
    | [$%#]\{[^{}\n]{1,80}\}                    # ${name}, %{name}, #{name}
    | \{\w{1,40},[ ]?(?:number|date|time)(?:,[^{}\n]{1,80})?\}  # {n, number}
    | \{\w{1,40},[ ]?(?:plural|select|selectordinal),{_BRANCHES}\s*\}
    | \$?\{(?:[ ]?(?:[\w:]|\{\w*\})(?:[\w.:!%+,#<>=^-]|\[[^][{}\n]{1,40}\]|\{\w*\})*[ ]?)?\}  # {name}, {0:.2f}, {a[0]}
    | \{[A-Za-z]\w{0,40}(?:[ ][A-Za-z]\w{0,40}){1,2}\}  # {first name}
    | \$(?<![\w$\\]\$)(?!(?:US|CAN?|AUD?|NZ|HK|SG|bn|mn|mln)[Dk]?\d*\b)[A-Za-z_]\w{1,40}(?![\w$|])  # $name
    | :(?<!\S:)[a-z_][a-z0-9_]*\b:?              # :name
    | &(?:[A-Za-z][a-z]{1,7}[1-4]{0,2}|\#\d{1,6}|\#[xX][0-9A-Fa-f]{1,6});  # entity
    | <!--.{0,300}?-->                           # comment
    | </?[A-Za-z][\w-]*(?:\s(?:=\s?"[^"<]*"|=\s?'[^'<]*'|[^<>])*+|/)?>  # tag
    """.replace("{_BRANCHES}", _BRANCHES),
    re.VERBOSE,
)


def protected_items(text: str) -> list[str]:
    """Returns what of a text must survive translation letter by letter, in its order."""
    return _PROTECTED.findall(text) if _SIGNS.search(text) else []


def protected(text: str) -> Counter[str]:
    """Returns how often each of them stands in a text."""
    return Counter(protected_items(text))


def without_protected(text: str) -> str:
    """Returns the text with a space in the place of each of them."""
    return _PROTECTED.sub(" ", text) if _SIGNS.search(text) else text


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Returns where each of them begins and ends."""
    return [match.span() for match in _PROTECTED.finditer(text)] if _SIGNS.search(text) else []


def is_wordless(text: str) -> bool:
    """Says whether a text has no letter and no digit, so that there is nothing to translate: ``★★★``, ``。``."""
    return not any(character.isalnum() for character in text)
