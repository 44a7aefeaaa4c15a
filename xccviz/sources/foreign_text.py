"""Foreign text inside our own messages: one line, printable, short. Chain data and gateways are hostile input."""

from __future__ import annotations


def one_line(text: object, limit: int = 120) -> str:
    """`text` with control characters and line ends as spaces, runs of space as one, cut to `limit` characters."""
    shown = str(text)[: limit * 4]
    clean = " ".join("".join(c if c.isprintable() else " " for c in shown).split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
