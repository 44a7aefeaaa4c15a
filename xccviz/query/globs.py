"""Values with wildcards: `*` for any characters, `?` for one, unless a backslash stands before them."""

from __future__ import annotations

import re
from collections.abc import Callable

from xccviz.query.lexer import letters


def is_wild(value: str) -> bool:
    """Whether a value, escapes included, has a wildcard."""
    return any(char in "*?" and not escaped for char, escaped in letters(value))


def matcher(value: str) -> Callable[[str], bool]:
    """Says of a text whether it is, as a whole and whatever the case of its letters, what a value asks for.

    Each `*` takes as little as it can and never gives it back, as one that a fixed part follows may: the time grows
    with the length of the text, not with a power of it.
    """
    parts = [""]
    for char, escaped in letters(value):
        if char == "*" and not escaped:
            parts.append("")
        else:
            parts[-1] += "." if char == "?" and not escaped else re.escape(char)
    first, *rest = parts
    if rest:
        *between, last = rest
        first += "".join(f"(?>.*?{part})" for part in between if part) + f".*{last}"
    pattern = re.compile(first, re.IGNORECASE | re.DOTALL)
    return lambda text: pattern.fullmatch(text) is not None
