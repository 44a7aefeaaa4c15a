"""The node's own JSON as the documents hold it, as much of it as can be looked at."""

from __future__ import annotations

import json

from xccviz.graph.types import Node
from xccviz.model.text import visible_text


def raw_json(node: Node, *, created: bool = True, happened: bool = True) -> str:
    """The node's own JSON as the documents hold it: its receipt once `created`, its outcome once it `happened`."""
    return json.dumps(_raw_parts(node, created, happened), indent=2, ensure_ascii=False)


def raw_beginning(node: Node, most: int, line: int, *, created: bool = True, happened: bool = True) -> str:
    """About the first `most` characters of `raw_json`, safe to look at, at most `line` of each line; "…" where there
    is more."""
    text, lines = "", []
    size = 0
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(
        _raw_parts(node, created, happened)
    ):
        first, *more = piece.split("\n")
        text += first
        for following in more:
            lines.append(visible_text(text, line))
            size += len(lines[-1]) + 1
            text = following
        if size > most:
            return "\n".join(lines)[:most] + "\n…"
    return "\n".join((*lines, visible_text(text, line)))


def _raw_parts(node: Node, created: bool, happened: bool) -> dict[str, object]:
    parts: dict[str, object] = {}
    if created and node.receipt is not None and node.receipt.raw is not None:
        parts["receipt"] = node.receipt.raw
    if happened and node.outcome is not None:
        parts["outcome"] = node.outcome.raw
    return parts
