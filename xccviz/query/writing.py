"""Terms written for a program: any value, so that the parser reads the very same."""

from __future__ import annotations

from xccviz.patterns import later
from xccviz.query.lexer import KEYWORDS

_BARE = later(r"[A-Za-z0-9_.-]+")


def written(name: str, value: str) -> str:
    """`name:value`, quoted where the value needs it, its wildcards taken as they are: `method:"a b\\*"`."""
    if _BARE.fullmatch(value) and value.casefold() not in KEYWORDS:
        return f"{name}:{value}"
    escaped = "".join(f"\\{char}" if char in '\\"*?' else char for char in value)
    return f'{name}:"{escaped}"'
